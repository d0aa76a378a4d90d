import { availableParallelism } from 'node:os';
import { noticeText } from '../../protocol/noticeText.ts';
import { type Arguments, UsageError } from '../base/command.ts';
import { threadsThatRun } from '../../platform/node/threads/threadsThatRun.ts';
import { isSet, positionals, rangeOption, readWholeNumber, textOption } from '../base/options.ts';
import { type EngineName, engineNames, type PeerName, peerNames } from './contestants.ts';
import type { RoundsPlan } from './rounds.ts';

export const DEFAULT_UNITS: readonly number[] = [128, 256, 512];
export const DEFAULT_SECONDS = 3;

/** What `cellscope bench` was asked for. */
export interface BenchOptions extends RoundsPlan {
  engines: readonly EngineName[];
  /** Whether the user named the engine, who then hears an error when it is missing. */
  engineIsNamed: boolean;
  peers: readonly PeerName[];
  /** "all threads" */
  threads: number;
  /** What was not taken as it was asked for. */
  notices: readonly string[];
}

export function benchOptions(args: Arguments): BenchOptions {
  positionals(args);
  const engine = textOption(args, 'engine');
  const wanted = rangeOption(args, 'threads', { minimum: 1, maximum: 256, whole: true });
  const { threads, notice } = threadsThatRun(wanted ?? availableParallelism());
  return {
    engines: engine === undefined ? engineNames : [oneOf(engineNames, engine, 'engine')],
    engineIsNamed: engine !== undefined,
    peers: listed(textOption(args, 'against')).map(name => oneOf(peerNames, name, 'against')),
    units: unitsOf(args),
    threads,
    seconds: rangeOption(args, 'seconds', { minimum: 0.1, maximum: 3600, whole: false }) ?? DEFAULT_SECONDS,
    withPeak: isSet(args, 'peak'),
    notices: notice === undefined ? [] : [noticeText(notice)],
  };
}

function unitsOf(args: Arguments): readonly number[] {
  const words = listed(textOption(args, 'units'));
  const given = words.map(word => readWholeNumber(word));
  const wrong = given.findIndex(units => !(units >= 1 && units <= 2048));
  if (wrong >= 0)
    throw new UsageError(
      `--units has ${JSON.stringify(words[wrong])}; give whole numbers from 1 to 2048 with commas between them.`,
    );
  return given.length > 0 ? [...new Set(given)] : DEFAULT_UNITS;
}

/** 'a,b' is a and b, each once. */
function listed(text: string | undefined): string[] {
  if (text === undefined) return [];
  return [...new Set(text.split(',').map(word => word.trim()))].filter(word => word !== '');
}

function oneOf<Name extends string>(names: readonly Name[], name: string, option: string): Name {
  const found = names.find(each => each === name);
  if (found === undefined)
    throw new UsageError(`--${option} is ${JSON.stringify(name)}; give ${names.join(' or ')}.`);
  return found;
}
