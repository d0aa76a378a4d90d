import type { Fail } from '../base/jsonFields.ts';
import type { NetworkConfig } from '../network/networkConfig.ts';
import { recurrentCell } from '../network/cells/cells.ts';
import type { TrainerState } from '../network/training/trainer.ts';
import { isFinite } from './safetensors.ts';
import type { TrainingRecord } from './trainingRecord.ts';

/** Of rounding, and of the kernels' own functions. */
const SLACK = 1.01;
/**
 * m is a mean of gradients, v of their squares, over the same steps: by Cauchy and Schwarz m^2 is at most 5.5 v with
 * the decays of 0.9 and 0.99 that are in use, and 53 v with Adam's usual 0.999. A v that is too small would make the
 * first step as large as one likes.
 */
const MOST_M2_PER_V = 100;
/** Squares so small are 0 in 32 bits. */
const LEAST_M = 1e-12;

/** Of all groups: of each layer h (B, H), then c (B, H) where the cell has a memory. */
export function floatsOfStates(config: NetworkConfig, { settings, streamGroups }: TrainingRecord): number {
  const { cell, hiddenSize, numLayers } = config;
  return streamGroups * numLayers * (recurrentCell(cell).hasMemory ? 2 : 1) * settings.batchSize * hiddenSize;
}

type Moments = Pick<TrainerState, 'm' | 'v' | 'state'>;

/**
 * Checks that what training goes on from can have come out of training: each of the tensors within its own bounds, and
 * as long as model.json says. Tells `fail` which one is not, and how.
 */
export function checkTrainerState(
  { m, v, state }: Moments,
  { config, record, parameters }: { config: NetworkConfig; record: TrainingRecord; parameters: number },
  fail: Fail,
): void {
  checkLength('adam.m', m, parameters, fail);
  checkLength('adam.v', v, parameters, fail);
  checkMoments(m, v, fail);
  checkStates(state, { config, record }, fail);
}

function checkMoments(m: Float32Array, v: Float32Array, fail: Fail): void {
  if (!isFinite(m)) fail('tensor adam.m holds values that are not finite');
  if (!isFinite(v)) fail('tensor adam.v holds values that are not finite');
  for (let i = 0; i < v.length; i++) {
    if (!(v[i] >= 0)) fail(`tensor adam.v holds ${v[i]}, and a mean of squares is not negative`);
    if (m[i] * m[i] > MOST_M2_PER_V * v[i] && Math.abs(m[i]) > LEAST_M)
      fail(`tensor adam.m holds ${m[i]} where adam.v holds ${v[i]}, which cannot be of the same gradients`);
  }
}

/** h is within -1 and 1; c grows by 1 at most with each character that was read. */
function checkStates(
  state: Float32Array,
  { config, record }: { config: NetworkConfig; record: TrainingRecord },
  fail: Fail,
): void {
  const { batchSize, seqLength } = record.settings;
  const { hasMemory } = recurrentCell(config.cell);
  const block = batchSize * config.hiddenSize;
  const sizes = `streamGroups ${record.streamGroups}, batchSize ${batchSize}, ${config.numLayers} x ${config.hiddenSize} cells`;
  checkLength('state', state, floatsOfStates(config, record), fail, ` (${sizes})`);
  if (!isFinite(state)) fail('tensor state holds values that are not finite');
  for (let i = 0; i * block < state.length; i++) {
    const isMemory = hasMemory && i % 2 === 1;
    const most = isMemory ? record.step * seqLength : 1;
    const outside = firstBeyond(state.subarray(i * block, (i + 1) * block), most * SLACK);
    if (outside !== undefined)
      fail(`tensor state holds a ${isMemory ? 'memory' : 'cell'} of ${outside}, which is beyond ${most}`);
  }
}

function firstBeyond(values: Float32Array, most: number): number | undefined {
  for (let i = 0; i < values.length; i++) if (Math.abs(values[i]) > most) return values[i];
  return undefined;
}

function checkLength(name: string, values: Float32Array, length: number, fail: Fail, why = ''): void {
  if (values.length !== length)
    fail(`tensor ${name} holds ${values.length} values, and model.json says ${length}${why}`);
}
