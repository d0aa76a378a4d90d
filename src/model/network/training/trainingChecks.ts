import { checkSymbols, LEAST_INTEGER } from '../symbols.ts';
import type { TrainerOptions, TrainerState, TrainingWindow } from './trainer.ts';

type WindowLimits = Pick<TrainerOptions, 'batchSize' | 'seqLength' | 'groups'> & { vocabSize: number };

/**
 * T of a window. Throws a RangeError when it does not fit the trainer, or holds what is no symbol: kernels read tables
 * at these numbers unchecked.
 */
export function checkedLength(
  { inputs, targets, group = 0 }: TrainingWindow,
  { batchSize, seqLength, groups = 1, vocabSize }: WindowLimits,
): number {
  const length = inputs.length / batchSize;
  if (!Number.isInteger(length) || targets.length !== inputs.length)
    throw new RangeError(`${inputs.length} inputs and ${targets.length} targets for ${batchSize} streams.`);
  if (!(length >= 1 && length <= seqLength))
    throw new RangeError(`A window of ${length} steps; there is room for 1 to ${seqLength}.`);
  if (!(Number.isInteger(group) && group >= 0 && group < groups))
    throw new RangeError(`Group ${group}; there are ${groups} of them, counted from 0.`);
  checkSymbols(inputs, 0, vocabSize);
  checkSymbols(targets, LEAST_INTEGER, vocabSize);
  return length;
}

/** Throws a RangeError when a state was exported from a network or a number of streams of another size. */
export function checkState(saved: TrainerState, size: { parameters: number; state: number }): void {
  if (saved.m.length !== size.parameters || saved.v.length !== size.parameters)
    throw new RangeError(`State of ${saved.m.length} parameters for a network of ${size.parameters}.`);
  if (saved.state.length !== size.state)
    throw new RangeError(`A state of ${saved.state.length} floats; this training has ${size.state}.`);
}
