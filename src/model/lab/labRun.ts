import { Random } from '../base/random.ts';
import type { Figure } from './figures.ts';
import type { Experiment, Lesson, Progress, Setup } from './lesson.ts';
import { type Setting, type Values, valuesOf } from './settings.ts';

/** What is to be seen of an experiment at one moment. */
export interface LabLook {
  figures: readonly Figure[];
  /** The most that ranges of the view can be now, where it is not what their settings say. */
  most: Readonly<Record<string, number>>;
}

interface RunParts extends Omit<Setup, 'values' | 'random'> {
  lesson: Lesson;
  /** Of some settings, or of all. */
  values: Values;
  seed: number;
}

/** An experiment of a lesson and the values that it is looked at with: what the page and the terminal both run. */
export class LabRun {
  readonly lesson: Lesson;
  readonly seed: number;
  readonly #experiment: Experiment;
  #values: Values;
  #worked = false;

  private constructor(lesson: Lesson, seed: number, begun: { experiment: Experiment; values: Values }) {
    this.lesson = lesson;
    this.seed = seed;
    this.#experiment = begun.experiment;
    this.#values = begun.values;
  }

  /** Throws a UserError for values that cannot be, and where there is nothing to begin with. */
  static async begin({ lesson, values: given, seed, ...setup }: RunParts): Promise<LabRun> {
    const values = valuesOf(lesson.settings, given);
    const experiment = await lesson.begin({ ...setup, values, random: new Random(seed) });
    return new LabRun(lesson, seed, { experiment, values });
  }

  /** Of all settings, as they were last looked at. */
  get values(): Values {
    return this.#values;
  }

  /** Whether there is anything to be done but to look. */
  get hasWork(): boolean {
    return this.#experiment.work !== undefined;
  }

  /** Whether it has not begun yet. */
  get canWork(): boolean {
    return this.hasWork && !this.#worked;
  }

  /** Does what the lesson's button says, from the start to the end; between two slices it may be looked at, or be left. */
  *work(): Iterable<Progress> {
    if (!this.canWork) return;
    this.#worked = true;
    yield* this.#experiment.work!();
  }

  /** Whether these values, of some settings or of all, are of this experiment: they differ from its own in the view alone. */
  isSameExperiment(given: Values): boolean {
    const values = valuesOf(this.lesson.settings, given);
    return this.lesson.settings.every(
      ({ name, affects }) => affects === 'view' || values[name] === this.#values[name],
    );
  }

  /** What is to be seen with other values of the view, or with those of the last look. Throws a UserError for values that cannot be. */
  look(given: Values = {}): LabLook {
    this.#values = valuesOf(this.lesson.settings, { ...this.#values, ...given });
    const most = this.#experiment.most?.() ?? {};
    return { figures: this.#experiment.figures(within(this.lesson.settings, this.#values, most)), most };
  }
}

/** A range of the view that goes further than the experiment has come is looked at as far as that. */
function within(
  settings: readonly Setting[],
  values: Values,
  most: Readonly<Record<string, number>>,
): Values {
  const bounded = settings.flatMap(setting => {
    const value = values[setting.name];
    if (setting.kind !== 'range' || typeof value !== 'number' || !(setting.name in most)) return [];
    return [[setting.name, Math.max(setting.least, Math.min(value, most[setting.name]))]];
  });
  return { ...values, ...(Object.fromEntries(bounded) as Values) };
}
