import type { Random } from '../base/random.ts';
import type { KernelFactory } from '../kernels/wasmKernels.ts';
import type { Network } from '../network/network.ts';
import type { Language } from '../text/language.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import type { Figure } from './figures.ts';
import type { Setting, Values } from './settings.ts';

/** One system of the theory of recurrent networks, live: a page of the lab, and `cellscope lab NAME`. */
export interface Lesson {
  /** Of the page and on the command line: kebab-case. */
  name: string;
  title: string;
  /** Three sentences: what is to be seen, why it is so, what to try. */
  words: readonly [string, string, string];
  /** The one thing to do, on its button: 'Train', 'Measure'. */
  deed: string;
  settings: readonly Setting[];
  /** Sets up an experiment; what takes long is left to its work. Throws a UserError where it cannot be done. */
  begin(setup: Setup): Promise<Experiment>;
}

/** What an experiment is made of. Whatever is random comes from the seed, so that a state that is handed on gives the same. */
export interface Setup {
  /** Of all settings. */
  values: Values;
  material: Material;
  kernels: KernelFactory;
  random: Random;
  /** Milliseconds, from any origin. */
  clock: () => number;
}

/** The texts and the model that there are. */
export interface Material {
  /** Files of the open workspace that a training would read, some megabytes at most. */
  workspace(): Promise<readonly LabText[]>;
  /** What is selected in the editor, or its whole document where nothing is. Undefined where there is none. */
  selection(): Promise<LabText | undefined>;
  /** A text that comes with Cellscope. Throws a UserError where its file is missing. */
  sample(name: SampleName): Promise<readonly LabText[]>;
  /** The model of the workspace, where there is one. */
  model(): Promise<LabModel | undefined>;
}

export const sampleNames = ['plays', 'c', 'latex'] as const;
export type SampleName = (typeof sampleNames)[number];

export interface LabText {
  /** As it is shown. */
  path: string;
  /** Line ends are LF. */
  text: string;
  /** 'other' unless given */
  language?: Language;
}

export interface LabModel {
  network: Network;
  vocabulary: Vocabulary;
}

/** One lesson under way. */
export interface Experiment {
  /**
   * Does what the button says, once, in slices of some 50 ms: after each it yields how far it is, and the others have
   * their turn. Ends by itself. Absent where there is nothing but to look.
   */
  work?(): Iterable<Progress>;
  /** What is to be seen now: before, between and after the slices. `view` has all values, of which those that affect the view may have changed. */
  figures(view: Values): readonly Figure[];
  /** The most that a range of the view can be now, by name: the steps that there are. */
  most?(): Readonly<Record<string, number>>;
}

export interface Progress {
  /** 0..1 */
  share: number;
  /** What is being done and how it stands: 'step 200, 2.31 bits per character'. */
  words: string;
}
