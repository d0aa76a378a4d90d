// Small networks and the measures by which the tests of this folder compare them.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createSpecificationKernels } from '../../../src/model/kernels/specification.ts';
import type { KernelFactory } from '../../../src/model/kernels/wasmKernels.ts';
import { Network } from '../../../src/model/network/network.ts';
import type { NetworkConfig } from '../../../src/model/network/networkConfig.ts';
import { Random } from '../../../src/model/base/random.ts';
import { nativeFile } from '../../../src/platform/node/kernels/nativeKernels.ts';
import { loadNodeKernels } from '../../../src/platform/node/kernels/nodeKernels.ts';

/** The implementations of the kernels that the network must work on. */
export const kernelImplementations: readonly { name: string; load: () => Promise<KernelFactory> }[] = [
  { name: 'specification', load: () => Promise.resolve(createSpecificationKernels) },
  { name: 'WASM', load: loadWasm },
  ...(existsSync(nativeFile('media/native')) ? [{ name: 'native', load: loadNative }] : []),
];

export async function loadWasm(): Promise<KernelFactory> {
  return (await loadNodeKernels('media/kernels', 'wasm')).create;
}

async function loadNative(): Promise<KernelFactory> {
  return (await loadNodeKernels('media/kernels', 'native')).create;
}

/** A network with parameters uniform in [-range, range): large enough that no gate stays in its linear part. */
export function randomNetwork(
  config: NetworkConfig,
  random: Random,
  { kernels = createSpecificationKernels, range = 0.9 }: { kernels?: KernelFactory; range?: number } = {},
): Network {
  const network = new Network(config, kernels);
  for (let i = 0; i < network.parameters.length; i++) network.parameters[i] = (2 * random.next() - 1) * range;
  network.parametersChanged();
  return network;
}

/** A network over the same parameters on other kernels. */
export function copyOf(network: Network, kernels: KernelFactory = createSpecificationKernels): Network {
  const copy = new Network(network.config, kernels);
  copy.parameters.set(network.parameters);
  copy.parametersChanged();
  return copy;
}

export function randomIds(count: number, vocabSize: number, random: Random): number[] {
  return Array.from({ length: count }, () => Math.floor(random.next() * vocabSize));
}

/** Every value within `tolerance` of what is expected, scaled by its size where that is above 1. */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what: string,
): void {
  assert.equal(actual.length, expected.length, `${what}: length`);
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i] - expected[i]) / Math.max(1, Math.abs(expected[i]));
    assert.ok(error <= tolerance, `${what}[${i}] is ${actual[i]}, expected ${expected[i]} (error ${error})`);
  }
}

/**
 * Length of the difference over the length of what is expected, which a small tensor fails as surely as a large one.
 */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  assert.equal(actual.length, expected.length);
  let difference = 0;
  let size = 0;
  for (let i = 0; i < expected.length; i++) {
    difference += (actual[i] - expected[i]) ** 2;
    size += expected[i] ** 2;
  }
  return Math.sqrt(difference / size);
}
