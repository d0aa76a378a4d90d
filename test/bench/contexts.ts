/**
 * Measures the context expert: bits per character on the files of a folder after those of another were
 * learnt, and microseconds a character: `npm run build:tests && node out/test/bench/contexts.js TRAIN TEST`.
 *
 * --kernels is wasm (the default), native, or wasm-huge: in huge pages, which the addon asks for.
 *
 * --megabytes 128 is the layer of the workspace. With --document 16 (MB) what was learnt is frozen, and each file of TEST
 * is read into a layer of its own over it; else these files are learnt like the others, one after the other. test/bench/
 * contexts.c measures the same without Node.js.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { ContextKernels } from '../../src/model/contexts/contextKernels.ts';
import { ContextLayer } from '../../src/model/contexts/contextLayer.ts';
import { documentSizes, workspaceSizes } from '../../src/model/contexts/layerSizes.ts';
import { Arena } from '../../src/model/kernels/arena.ts';
import { loadContextKernels } from '../../src/platform/node/kernels/nodeContextKernels.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    megabytes: { type: 'string', default: '128' },
    document: { type: 'string' },
    kernels: { type: 'string', default: 'wasm' },
  },
});

main(positionals).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

async function main([train, test]: string[]): Promise<void> {
  const arena = new Arena(2 ** 31);
  const kernels = await createKernels(arena, values.kernels);
  const workspace = new ContextLayer(kernels, arena, workspaceSizes(bytesOf(values.megabytes)));
  const document =
    values.document === undefined
      ? undefined
      : new ContextLayer(kernels, arena, documentSizes(bytesOf(values.document)), workspace);
  let documents = 0;
  const learn = (layer: ContextLayer, text: Uint8Array) => {
    layer.beginText(++documents);
    return layer.learn(text);
  };
  console.log(`${train}: ${figures(readAll(train, text => learn(workspace, text)))}`);
  const tested = readAll(test, text => {
    document?.forget();
    return learn(document ?? workspace, text);
  });
  console.log(`${test}: ${figures(tested)}`);
  const layer = document ?? workspace;
  console.log(`proposing: ${proposalMicroseconds(arena, kernels, layer, test).toFixed(2)} us a character`);
}

/** The addon asks for huge pages over the whole arena: then all kernels have them. */
async function createKernels(arena: Arena, choice: string): Promise<ContextKernels> {
  if (choice === 'wasm-huge') (await loadContextKernels('media/kernels', 'native')).create(arena);
  const { create } = await loadContextKernels('media/kernels', choice === 'native' ? 'native' : 'wasm');
  return create(arena);
}

const bytesOf = (megabytes: string): number => Number(megabytes) * 2 ** 20;

interface Reading {
  nats: number;
  bytes: number;
  seconds: number;
}

function readAll(folder: string, read: (text: Uint8Array) => number): Reading {
  const sum = { nats: 0, bytes: 0, seconds: 0 };
  for (const file of filesOf(folder)) {
    const text = readFileSync(file);
    const start = process.cpuUsage();
    sum.nats += read(text);
    const { user, system } = process.cpuUsage(start);
    sum.seconds += (user + system) / 1e6;
    sum.bytes += text.length;
  }
  return sum;
}

/** In a fixed order. */
function filesOf(folder: string): string[] {
  const names = (readdirSync(folder, { recursive: true }) as string[]).toSorted();
  return names.map(name => path.join(folder, name)).filter(file => statSync(file).isFile());
}

function figures({ nats, bytes, seconds }: Reading): string {
  const bits = nats / Math.LN2 / bytes;
  return `${bytes} bytes, ${bits.toFixed(6)} bits per character, ${((seconds * 1e6) / bytes).toFixed(2)} us a character`;
}

/** Twelve characters ahead, each the likeliest of the distribution, at every 200th place: as completion does. */
function proposalMicroseconds(
  arena: Arena,
  kernels: ContextKernels,
  layer: ContextLayer,
  folder: string,
): number {
  // a cursor, a distribution, a byte
  const ahead = arena.allocate(kernels.cursorBytes() / 4 + 16 + 256 + 16);
  const distribution = ahead + Math.ceil(kernels.cursorBytes() / 64) * 64;
  const likely = arena.floats(distribution, 256);
  const byte = new Uint8Array(arena.memory.buffer, distribution + 1024, 1);
  let tried = 0;
  let seconds = 0;
  for (const file of filesOf(folder)) {
    const text = readFileSync(file);
    layer.beginText(1);
    for (let at = 0; at + 200 < Math.min(text.length, 20_000); at += 200) {
      layer.pass(text.subarray(at, at + 200));
      const start = process.cpuUsage();
      kernels.copyPlace(layer.cursor, ahead);
      for (let i = 0; i < 12; i++) {
        kernels.distribution(layer.pointer, ahead, 0, 0, 0.02, distribution);
        let best = 0;
        for (let j = 1; j < 256; j++) if (likely[j] > likely[best]) best = j;
        byte[0] = best;
        kernels.passBytes(layer.pointer, ahead, distribution + 1024, 1);
      }
      const { user, system } = process.cpuUsage(start);
      seconds += (user + system) / 1e6;
      tried += 12;
    }
  }
  return (seconds * 1e6) / tried;
}
