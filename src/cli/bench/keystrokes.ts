import { setImmediate as nextTurn } from 'node:timers/promises';
import { Random } from '../../model/base/random.ts';
import { formatModelJson } from '../../model/files/modelJson.ts';
import { JSON_FILE, tensorFileName } from '../../model/files/ownFiles.ts';
import { writeSafetensors } from '../../model/files/safetensors.ts';
import type { Storage } from '../../model/files/storage.ts';
import type { CompiledKernels } from '../../model/kernels/wasmKernels.ts';
import { parameterLayout } from '../../model/network/parameters.ts';
import { ModelSession } from '../../sessions/modelSession.ts';
import type { TablePlatform } from '../../sessions/workspaceTable.ts';
import { loadContextKernels } from '../../platform/node/kernels/nodeContextKernels.ts';
import { kernelDirectory } from '../base/openModel.ts';
import { processorClock } from './rate.ts';
import { cLikeText, vocabularyFor } from './cLikeText.ts';
import { newNetwork } from './training.ts';

/** Keys at each place, and the places, as shares of the text: a user jumps about. */
const TYPED = '\tint total = count_of(list, ';
const PLACES = [0.5, 0.999, 0.001, 0.25, 0.75, 0.5, 0.9, 0.1, 0.6, 0.4, 0.3, 0.7];

/** Characters of each suggestion that are drawn: more than what is mostly shown. */
const DRAWN = 24;

const signal = new AbortController().signal;

/** Characters of the workspace, and memory for what is learnt of it, MB. */
const WORKSPACE_CHARACTERS = 300_000;
const MEGABYTES = 128;

/** Characters of a document that are learnt in a turn, at least: the rest is waited for before keys are counted. */
const LEARNT_IN_A_TURN = 32;

/**
 * Milliseconds of processor time for each of some keys that are typed in a text of so many characters: what the model's
 * worker does for the edit and for the suggestion after it, with the network and what is learnt of a workspace together.
 * The network's weights are random, which takes no less time.
 */
export async function keystrokeTimes(
  kernels: CompiledKernels,
  { units, characters }: { units: number; characters: number },
): Promise<number[]> {
  const storage = storageOf(modelFiles(kernels, units));
  const session = new ModelSession(
    {
      storage,
      loadKernels: () => Promise.resolve(kernels),
      readSource: () => Promise.resolve(workspace),
      contexts: workspaceOf(kernels),
      clock: () => performance.now(),
      nextTurn: async () => nextTurn(),
    },
    () => {},
  ).handlers;
  await session.load({ kind: 'load' }, signal);
  await session.keepUp({ kind: 'keepUp', folders: [{ path: '', exclude: [] }], include: [] }, signal);
  let text = cLikeText(characters, new Random(1));
  const document = 1;
  let version = 1;
  await session.openDocument({ kind: 'openDocument', document, version, language: 'c', text }, signal);
  const complete = async (offset: number) =>
    await session.complete(
      {
        kind: 'complete',
        document,
        version,
        offset,
        manner: 'eager',
        hidesList: false,
        maxLength: DRAWN,
        isInvoked: false,
        waited: 0,
      },
      signal,
    );
  await complete(0);
  for (let turn = 0; turn < characters / LEARNT_IN_A_TURN; turn++) await nextTurn();
  const times: number[] = [];
  for (const share of PLACES) {
    // At the end of a line, where suggestions are made.
    let offset = text.indexOf('\n', Math.floor(share * (text.length - 100)));
    text = text.slice(0, offset) + TYPED + text.slice(offset);
    for (const key of TYPED) {
      const start = processorClock();
      const edits = [{ offset, length: 0, text: key }];
      await session.editDocument({ kind: 'editDocument', document, version: ++version, edits }, signal);
      offset++;
      await complete(offset);
      times.push(1e3 * (processorClock() - start));
    }
  }
  return times;
}

/** So many of the times are no greater, 0..1. */
export function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

const workspace = cLikeText(WORKSPACE_CHARACTERS, new Random(2));

/** A workspace of one file, which is learnt by kernels of the same kind. */
function workspaceOf({ name }: CompiledKernels): TablePlatform {
  return {
    megabytes: MEGABYTES,
    loadKernels: () => loadContextKernels(kernelDirectory, name.startsWith('native') ? 'native' : 'wasm'),
    async *readSources() {
      yield { path: 'workspace.c', language: 'c', text: workspace };
    },
    locate: () => undefined,
    sourcePath: () => undefined,
    stamp: () => Promise.resolve(undefined),
    isBeingTrained: () => Promise.resolve(false),
    wait: () => new Promise(() => {}),
  };
}

/** A model as it lies on disk. */
function modelFiles({ create }: CompiledKernels, units: number): Map<string, Uint8Array> {
  const network = newNetwork(create, units);
  const { config } = network;
  const vocabulary = vocabularyFor(config.vocabSize);
  const weights = writeSafetensors(
    parameterLayout(config).views.map(({ name, shape }) => ({ name, shape, data: network.parameter(name) })),
  );
  const weightsFile = tensorFileName('weights', 0, weights);
  const description = {
    config,
    vocabulary,
    languages: ['c' as const],
    globs: [],
    heldOut: [],
    history: [],
    trainedCharacters: 0,
  };
  const json = formatModelJson({ description, weightsFile }, { version: 'bench', place: PLACE });
  return new Map([
    [weightsFile, weights],
    [JSON_FILE, new TextEncoder().encode(json)],
  ]);
}

const PLACE = 'the memory of the bench';

/** Files in memory, to be read only. */
function storageOf(files: ReadonlyMap<string, Uint8Array>): Storage {
  const refuse = () => Promise.reject(new Error(`Nothing is written to ${PLACE}.`));
  return {
    place: PLACE,
    read: name => Promise.resolve(files.get(name)?.slice()),
    list: () => Promise.resolve([...files.keys()]),
    claim: refuse,
    write: refuse,
    writeParts: refuse,
    append: refuse,
    remove: refuse,
    tidy: refuse,
  };
}
