// What the context expert says while it learns: the same numbers in the same order as test/native/contextDriver.c.
import type { Random } from '../../../src/model/base/random.ts';
import type { LayerSizes } from '../../../src/model/contexts/contextKernels.ts';
import { randomText, smallSizes, type Workbench } from './workbench.ts';

export interface TraceCase {
  text: Uint8Array;
  document: Uint8Array;
  sizes: LayerSizes;
  /** bytes from one mark to the next */
  step: number;
  /** places in the workspace's layer, in words from its start, and what is there before the document is read */
  damage: readonly (readonly [number, number])[];
}

/** Small layers, so that places are given up, and a journal that does not always reach. */
export function randomCase(random: Random, textBytes: number, documentBytes: number): TraceCase {
  const below = (count: number) => 1 + Math.floor(random.next() * count);
  const sizes: LayerSizes = {
    ...smallSizes,
    runGroups: below(400),
    bucketGroups: below(300),
    matchSlots: below(300),
    textBytes: 2 ** (6 + below(6)),
    journalBlocks: random.next() < 0.3 ? below(300) : smallSizes.journalBlocks,
  };
  const step = 3 + below(40);
  const [text, document] = [randomText(random, textBytes), randomText(random, documentBytes)];
  return { text, document, sizes, step, damage: [] };
}

/** Words that a damaged layer may have: any, and such as could lead far away. */
export function randomDamage(random: Random, count: number): [number, number][] {
  const any = () => Math.floor(random.next() * 2 ** 32);
  const floats = [NaN, Infinity, -1, 1, 2, 1e-40, 5e5, 3e38].map(
    value => new Uint32Array(Float32Array.of(value).buffer)[0],
  );
  const odd = [0, 1, 0xffffffff, 0x80000000, 255, 256, 48, 0x3f000000, ...floats];
  return Array.from({ length: count }, () => {
    // The header and what is small come first.
    const place = random.next() < 0.2 ? Math.floor(random.next() * 40) : any();
    return [place, random.next() < 0.5 ? any() : odd[Math.floor(random.next() * odd.length)]];
  });
}

export function contextTrace(
  bench: Workbench,
  { text, document, sizes, step, damage }: TraceCase,
): Float64Array {
  const { kernels } = bench;
  const said: number[] = [];
  const sayDistribution = (probabilities: Float32Array) =>
    said.push(probabilities.reduce((sum, p, i) => sum + p * (i + 1), 0));
  const workspace = bench.layer({ ...sizes, journalBlocks: 0 });
  said.push(bench.learn(workspace, bench.cursor(1), text));
  bench.damage(workspace, sizes, damage);
  const { runGroups, bucketGroups, matchSlots, textBytes } = sizes;
  said.push(kernels.reviveLayer(workspace, runGroups, bucketGroups, matchSlots, textBytes));
  if (said.at(-1) === 0) return Float64Array.from(said);
  const layer = bench.layer(sizes, workspace);
  const [cursor, ahead, kept] = [bench.cursor(2), bench.cursor(), bench.cursor()];
  for (const [i, byte] of document.entries()) {
    if (i % step === 0) {
      const mark = kernels.markLayer(layer);
      const end = kernels.textEnd(layer);
      kernels.copyPlace(cursor, kept);
      said.push(bench.learn(layer, cursor, document.subarray(i, i + step)));
      said.push(kernels.rewindLayer(layer, mark, end));
      kernels.copyPlace(kept, cursor);
      kernels.copyPlace(cursor, ahead);
      bench.pass(layer, ahead, text.subarray(0, 5));
      sayDistribution(bench.distribution(layer, ahead, { least: 0.01 }));
    }
    const told = new Float32Array(256).fill(0.25 / 256);
    told[i % 3 === 0 ? byte ^ 1 : byte] += 0.75;
    const row = bench.outside(told);
    if (i % step === 1) sayDistribution(bench.distribution(layer, cursor, { tree: bench.tree, row }));
    said.push(kernels.learnByte(layer, cursor, byte, bench.tree, row));
    said.push(kernels.predictBit(layer, cursor, 0.5, 0.25, 1));
    said.push(...bench.votes(layer, cursor));
  }
  return Float64Array.from(said);
}
