import { Arena } from '../../kernels/arena.ts';
import { defaultSettings } from '../../training/settings.ts';
import { Schedule } from '../../training/run/schedule.ts';
import { recurrentCell } from '../../network/cells/cells.ts';
import { Network } from '../../network/network.ts';
import type { NetworkConfig } from '../../network/networkConfig.ts';
import type { Corpus } from '../../text/corpus.ts';
import type { Setup } from '../lesson.ts';
import type { HeldOut } from './heldOut.ts';
import type { WindowCurve } from './windowFigures.ts';
import { type StateFate, WindowRun } from './windowRun.ts';

/** Each divides CHARACTERS_PER_STEP. */
export const windowLengths = [1, 10, 50, 200] as const;
export const LONGEST_WINDOW = 200;

/** Each step of each window learns from as many: 2 places of the text side by side with the longest one. */
const CHARACTERS_PER_STEP = 400;
/** Of each curve; not at the start, where all know nothing, beside which all that follows would look alike. */
const MEASUREMENTS = 16;

interface ComparisonOptions {
  corpus: Corpus;
  heldOut: HeldOut;
  config: NetworkConfig;
  state: StateFate;
  /** that each network reads */
  characters: number;
}

/** The same network from the same start, trained with windows of several lengths side by side. */
export class WindowComparison {
  /** At its start. */
  readonly untrained: Network;
  readonly runs: readonly WindowRun[];
  readonly #options: ComparisonOptions;
  readonly #schedule: Schedule;
  readonly #curves: readonly { charactersRead: number[]; bitsPerChar: number[] }[];

  constructor({ kernels, random }: Pick<Setup, 'kernels' | 'random'>, options: ComparisonOptions) {
    const { corpus, config, state, characters } = options;
    const arena = new Arena();
    const seed = Math.floor(random.next() * 2 ** 32);
    this.#options = options;
    this.untrained = new Network(config, kernels, arena);
    this.untrained.initialise(random);
    this.runs = windowLengths.map(window => {
      const network = new Network(config, kernels, arena);
      network.parameters.set(this.untrained.parameters);
      network.parametersChanged();
      const { training: files, vocabulary } = corpus;
      return new WindowRun(network, {
        files,
        vocabulary,
        window,
        charactersPerStep: CHARACTERS_PER_STEP,
        state,
        seed,
      });
    });
    this.#curves = this.runs.map(() => ({ charactersRead: [], bitsPerChar: [] }));
    const { learningRate } = recurrentCell(config.cell);
    // One epoch of so many steps has the course of a whole training.
    this.#schedule = new Schedule(
      { ...defaultSettings, learningRate, budget: { epochs: 1 } },
      { windowsPerEpoch: characters / CHARACTERS_PER_STEP },
    );
  }

  /** What was measured so far; nothing before the training. */
  get curves(): readonly WindowCurve[] {
    return this.runs.flatMap(({ window, stepCount }, i) => {
      const { charactersRead, bitsPerChar } = this.#curves[i];
      return bitsPerChar.length === 0 ? [] : [{ window, steps: stepCount, charactersRead, bitsPerChar }];
    });
  }

  /** Trains all, in turns; yields the share that is done, after each step or part of a measurement. */
  *train(): Iterable<number> {
    const steps = this.#options.characters / CHARACTERS_PER_STEP;
    for (let part = 1; part <= MEASUREMENTS; part++) {
      const until = Math.round((steps * part) / MEASUREMENTS);
      for (const [i, run] of this.runs.entries())
        while (run.stepCount < until) {
          run.step(this.#schedule.learningRate(run.stepCount));
          const before = (i * steps * part) / MEASUREMENTS;
          const after = ((this.runs.length - i - 1) * steps * (part - 1)) / MEASUREMENTS;
          yield (before + run.stepCount + after) / (this.runs.length * steps);
        }
      yield* this.#measure(part / MEASUREMENTS);
    }
  }

  *#measure(share: number): Iterable<number> {
    const { heldOut, state } = this.#options;
    for (const [i, { network, window, charactersRead }] of this.runs.entries()) {
      const slices = heldOut.measure(network, { window, state });
      let slice = slices.next();
      for (; !slice.done; slice = slices.next()) yield share;
      this.#curves[i].charactersRead.push(charactersRead);
      this.#curves[i].bitsPerChar.push(slice.value);
    }
  }
}
