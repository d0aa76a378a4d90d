import type { Head } from './head.ts';
import { sigmoid } from './sigmoid.ts';
import { softmax } from './softmax.ts';

/** Every kind of head by its name. */
const heads = { softmax, sigmoid } satisfies Record<string, Head>;

type HeadKind = keyof typeof heads;

/** A linear layer on h of the top layer, and what its outputs mean. */
export interface HeadShape {
  /** Its parameters are NAME.weight (K, H) and NAME.bias (K); a language model's head is called output. */
  name: string;
  kind: HeadKind;
  /** K */
  outputs: number;
  /** At which steps of a run it answers: numbers count from 0, in order. */
  steps: 'every' | 'last' | readonly number[];
}

export function headOf(kind: HeadKind): Head {
  return heads[kind];
}
