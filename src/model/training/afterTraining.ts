import { inPercents } from '../base/inPercents.ts';
import { ContextTable, megabytesFor } from '../contexts/contextTable.ts';
import { hasCharacters, type CharacterModel } from '../files/characterModel.ts';
import { keepTable } from '../files/contextFile.ts';
import type { Model } from '../files/modelFiles.ts';
import { hasKeptRankings, keepRankings } from '../insight/evidence/keptRankings.ts';
import type { Alphabet } from '../text/alphabet.ts';
import type { Corpus } from '../text/corpus.ts';
import { gaugeLearning, learningSeconds, warmingWork } from './learningTime.ts';
import { type LearningLengths, learningLengths, learnWorkspace } from './learnWorkspace.ts';
import { rankHeldOut, rankingSeconds } from './rankHeldOut.ts';
import { type Paces, TimeLeft } from './timeLeft.ts';
import type { TrainingOptions } from './trainingOptions.ts';

/**
 * What is made of a network once it is trained, and how long that will take: names and phrases of the files for the
 * context expert, and a ranking of the cells. Both can be made again: without them the model is as good, so that nothing
 * here makes the run fail.
 */
export class AfterTraining {
  private readonly options: TrainingOptions;
  private readonly corpus: Corpus<Alphabet>;
  /** Cells are ranked, and bytes learnt, at every character, which those of a model of words do not see. */
  private readonly model: CharacterModel | undefined;
  /** Of the table, and of what is learnt into it; undefined where nothing is. */
  private readonly learning: { megabytes: number; lengths: LearningLengths } | undefined;
  private readonly paces: Paces = { byteSeconds: 0, characterSeconds: 0 };

  constructor(options: TrainingOptions, { corpus, model }: { corpus: Corpus<Alphabet>; model: Model }) {
    this.options = options;
    this.corpus = corpus;
    this.model = hasCharacters(model) ? model : undefined;
    if (!this.model || !options.contexts) return;
    const megabytes = megabytesFor(corpus.characters, options.contexts.megabytes);
    this.learning = { megabytes, lengths: learningLengths(corpus, megabytes) };
  }

  /** Finds out how fast this machine learns: some hundredths of a second of work. */
  async gauge(): Promise<void> {
    const { contexts, control, yieldToEvents, clock } = this.options;
    if (!contexts || !this.model) return;
    const { signal } = control;
    const gauged = gaugeLearning(this.corpus.training, {
      create: contexts.create,
      vocabulary: this.model.vocabulary,
      control: { signal, yieldToEvents },
      clock,
    });
    // Without it less is known of the time. What is wrong is told when the files are to be learnt.
    this.paces.byteSeconds = await gauged.catch(() => 0);
  }

  /** To be told what the network takes to read a character, s, whenever that is measured. */
  noteReading(characterSeconds: number): void {
    this.paces.characterSeconds = characterSeconds;
  }

  /** What it is foreseen to take. */
  get seconds(): number {
    return this.learningSeconds + this.rankingSeconds;
  }

  /** `model` is what the training has left. */
  async run(model: Model): Promise<void> {
    const { signal } = this.options.control;
    if (!hasCharacters(model) || !model.training?.finished || signal.aborted) return;
    await this.keepContexts(model).catch(error => this.notKept('contextsNotKept', error));
    if (signal.aborted) return;
    await this.keepRanking(model).catch(error => this.notKept('rankingNotKept', error));
  }

  private get learningSeconds(): number {
    return this.learning ? learningSeconds(this.learning.lengths, this.paces) : 0;
  }

  private get rankingSeconds(): number {
    if (!this.options.labeller || !this.model) return 0;
    return rankingSeconds(this.model, this.corpus.validation, this.paces);
  }

  private async keepContexts(model: CharacterModel): Promise<void> {
    const { contexts, storage, control, yieldToEvents, onEvent, clock } = this.options;
    if (!contexts || !this.learning) return;
    const { signal } = control;
    const time = new TimeLeft({ clock, seconds: this.learningSeconds, after: this.rankingSeconds });
    const tell = (share: number) =>
      onEvent({ event: 'learningContexts', share, secondsLeft: time.left(share) });
    tell(0);
    const table = ContextTable.empty(contexts.create, this.learning.megabytes);
    const { training, validation } = this.corpus;
    const isLearnt = await learnWorkspace(
      table,
      { network: model.network, vocabulary: model.vocabulary, training, validation },
      { control: { signal, yieldToEvents }, onProgress: inPercents(tell), work: warmingWork(this.paces) },
    );
    if (isLearnt) await keepTable(storage, table, { signal, yieldToEvents });
  }

  private async keepRanking(model: CharacterModel): Promise<void> {
    const { labeller, storage, version, control, yieldToEvents, onEvent, clock } = this.options;
    if (!labeller || (await hasKeptRankings(storage, model.network))) return;
    const time = new TimeLeft({ clock, seconds: this.rankingSeconds });
    const rankings = await rankHeldOut(model, this.corpus.validation, {
      labeller,
      control: { signal: control.signal, yieldToEvents },
      onProgress: share => onEvent({ event: 'ranking', share, secondsLeft: time.left(share) }),
    });
    if (!rankings || rankings.length === 0) return;
    await keepRankings(storage, model.network, { rankings, version });
  }

  private notKept(kind: 'contextsNotKept' | 'rankingNotKept', error: unknown): void {
    const problem = error instanceof Error ? error.message : String(error);
    this.options.onEvent({ event: 'notice', notice: { kind, problem } });
  }
}
