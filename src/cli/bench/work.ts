/**
 * What can be measured, and the lines of JSON between the bench and its contestants. Each contestant is a process of
 * its own, so that all are measured alike and in turns; test/bench/torchTraining.py speaks the same.
 */

/** The shape of training: the same for every contestant, so that each request says it. */
export const trainingShape = { batchSize: 32, seqLength: 64, vocabSize: 96 } as const;

export type ProductName = 'one step forward' | 'one step backward' | 'weight gradient' | 'output';

/** PyTorch's own step of an LSTM, in place of one that is written out for the purpose and faster. */
export type PeerStep = 'nn.LSTMCell';

/** LSTMs of one layer. */
export type Work =
  /** whole steps: forward, backward, clip, Adam. Characters a second */
  | { kind: 'training'; units: number }
  /** drawing text, character by character, in so many streams at once. Characters a second, all streams together */
  | { kind: 'generation'; units: number; streams: number; step?: PeerStep }
  /** a file as the inspector reads it. Characters a second */
  | { kind: 'reading'; units: number; characters: number }
  /**
   * keys typed in a large file, each with a suggestion after it, as the editor's worker does them. Milliseconds that so
   * large a share of them takes at most
   */
  | { kind: 'keystroke'; units: number; characters: number; share: number }
  /** one of the matrix products of a training step. GFLOP/s */
  | { kind: 'product'; units: number; product: ProductName }
  /** multiplications and additions in registers alone, in all threads of the contestant. GFLOP/s */
  | { kind: 'peak' }
  /** the most memory that the process had since it began, after some training. Megabytes */
  | { kind: 'memory'; units: number };

export type WorkKind = Work['kind'];

/** One line to a contestant. */
export type Request = Work & typeof trainingShape & { seconds: number };

/** The first line of a contestant, when it has loaded. */
export interface Ready {
  /** what it is exactly, such as 'native-avx512' or 'torch 2.13.0+cpu' */
  version: string;
  /** of the process so far */
  megabytes: number;
}

/** Instead of `Ready`: why it can not take part, in a sentence. Instead of an answer: what went wrong. */
export interface Problem {
  problem: string;
}

/** The line that answers a request. */
export interface Answer {
  value: number;
}

/** Multiplications and additions a character that training an LSTM of one layer cannot do without. */
export function operationsPerCharacter(units: number): number {
  // Forward, backward to the inputs and backward to the weights; the input is one-hot and costs none.
  return 6 * (4 * units * units + units * trainingShape.vocabSize);
}
