import type { Manner } from '../../model/suggest/manner.ts';
import type { Figures } from '../../model/suggest/replay/figures.ts';
import type { ReliabilityBin } from '../../model/suggest/replay/reliability.ts';
import type { RequestFigures } from '../../model/suggest/replay/requests.ts';
import type { Way } from '../../model/suggest/replay/typist.ts';
import { count, printLine } from '../base/output.ts';
import { printTable } from '../base/table.ts';

/** Who suggested, and how it was taken. */
export type Player =
  | { predictor: string; manner: Manner; way: Way }
  /** The editor's own list, of which so many are looked at. */
  | { predictor: 'wordList'; choices: number };

export interface ReplayReport {
  model: string;
  /** What was typed, in words. */
  typed: string;
  /** Time passed meanwhile. */
  isInTime: boolean;
  seed: number;
  /** The folder whose words the list knows besides the document's. */
  words: string | null;
  results: (Player & Figures)[];
  requests: ({ predictor: string; manner: Manner } & RequestFigures)[];
}

/** For a person. */
export function printReplay({ typed, isInTime, seed, words, results, requests }: ReplayReport): void {
  printLine(`${typed}; seed ${seed}.`);
  printLine(
    'A suggestion is taken by one key where all of it is right; by words: else its first word if that is.',
  );
  if (isInTime)
    printLine(
      'Keys come as people strike them, and what is shown comes after a pause and is seen a while later.',
    );
  printLine(`The word list knows the words of the document${words === null ? '' : ` and of ${words}`}.`);
  if (results.length > 0) {
    printTable('Keys, and what is shown', [
      ['', 'saved', 'shown in 100 keys', 'on screen', 'right', 'median length', 'p50', 'p95'],
      ...results.map(each => [
        nameOf(each),
        share(each.savedPercent),
        decimal(each.shownPer100Keys),
        share(each.onScreenPercent),
        share(each.rightPercent),
        decimal(each.medianCharacters, 0),
        milliseconds(each.milliseconds.p50),
        milliseconds(each.milliseconds.p95),
      ]),
    ]);
    printSeconds(results);
    printTable('What is shown and what is left of the line', [
      ['', 'the same', 'alike', 'another one is right'],
      ...results
        .filter(each => each.similarityPercent !== null)
        .map(each => [
          nameOf(each),
          share(each.exactPercent),
          share(each.similarityPercent),
          share(each.otherRightPercent),
        ]),
    ]);
  }
  if (requests.length > 0)
    printTable('Asked for at places that were drawn', [
      [
        '',
        'asked',
        'answered',
        'right',
        'median length',
        'the same',
        'alike',
        'keys saved each',
        'p50',
        'p95',
      ],
      ...requests.map(each => [
        `${each.predictor}, ${each.manner}`,
        count(each.asked),
        share(each.answeredPercent),
        share(each.rightPercent),
        decimal(each.medianCharacters, 0),
        share(each.exactPercent),
        share(each.similarityPercent),
        decimal(each.keysSavedPerRequest),
        milliseconds(each.milliseconds.p50),
        milliseconds(each.milliseconds.p95),
      ]),
    ]);
  // By words the same is shown. Of those that are only compared with the JSON has it.
  for (const each of results)
    if ('way' in each && each.way === 'whole' && each.predictor === results[0].predictor)
      printReliability(nameOf(each), each.reliability);
  for (const each of requests.slice(0, 1))
    printReliability(`${each.predictor}, ${each.manner}`, each.reliability);
}

function printSeconds(results: ReplayReport['results']): void {
  const prices = results[0].netSeconds;
  printTable(
    'Seconds saved in 1,000 characters, by what a look and a key take; in brackets: with looks free at what is right',
    [
      ['', ...prices.map(({ look, key }) => `${look} s, ${key} s`)],
      ...results.map(each => [
        nameOf(each),
        ...each.netSeconds.map(
          ({ allLooks, looksInVain }) => `${decimal(allLooks, 0)} (${decimal(looksInVain, 0)})`,
        ),
      ]),
    ],
  );
}

function printReliability(name: string, bins: readonly ReliabilityBin[]): void {
  if (bins.length === 0) return;
  printTable(`How sure it was, and how often it was right: ${name}`, [
    ['', ...bins.map(({ from, to }) => `${from.toFixed(1)}-${to.toFixed(1)}`)],
    ['shown', ...bins.map(({ shown }) => count(shown))],
    ['foretold', ...bins.map(({ foretoldPercent }) => share(foretoldPercent))],
    ['right', ...bins.map(({ rightPercent }) => share(rightPercent))],
  ]);
}

function nameOf(player: Player): string {
  if ('choices' in player) return player.choices === 1 ? 'word list' : `word list, first ${player.choices}`;
  const { predictor, manner, way } = player;
  return `${predictor}, ${manner}${way === 'words' ? ', by words' : ''}`;
}

function share(value: number | null): string {
  return value === null ? '-' : `${value.toFixed(1)} %`;
}

function decimal(value: number | null, digits = 1): string {
  return value === null ? '-' : value.toFixed(digits);
}

function milliseconds(value: number | null): string {
  return value === null ? '-' : `${value.toFixed(1)} ms`;
}
