import type { Figure } from '../figures.ts';
import { type Experiment, type LabText, sampleNames, type Setup } from '../lesson.ts';
import { withoutFiles } from '../textChoice.ts';

const NOTICE = `The files are samples, ${withoutFiles}.`;

/** Begins with the files of the workspace; where there are none with all samples, which is said, so that no lesson is empty. */
export async function withFilesOrSamples(
  { material }: Setup,
  begin: (texts: readonly LabText[]) => Experiment | Promise<Experiment>,
): Promise<Experiment> {
  const texts = await material.workspace();
  if (texts.some(({ text }) => text.trim() !== '')) return await begin(texts);
  const samples: LabText[] = [];
  for (const name of sampleNames) samples.push(...(await material.sample(name)));
  return new NotedExperiment(await begin(samples));
}

/** An experiment whose first figure says what it was made of. */
class NotedExperiment implements Experiment {
  readonly work?: () => ReturnType<NonNullable<Experiment['work']>>;
  readonly #experiment: Experiment;

  constructor(experiment: Experiment) {
    this.#experiment = experiment;
    // Absent where there is nothing but to look.
    if (experiment.work) this.work = () => experiment.work!();
  }

  figures(view: Parameters<Experiment['figures']>[0]): readonly Figure[] {
    const [first, ...others] = this.#experiment.figures(view);
    if (!first) return [];
    const caption = first.caption === undefined ? NOTICE : `${NOTICE} ${first.caption}`;
    return [{ ...first, caption }, ...others];
  }

  most(): Readonly<Record<string, number>> {
    return this.#experiment.most?.() ?? {};
  }
}
