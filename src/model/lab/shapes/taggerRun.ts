import type { Random } from '../../base/random.ts';
import type { KernelFactory } from '../../kernels/wasmKernels.ts';
import type { Progress } from '../lesson.ts';
import { takeMean, train } from './course.ts';
import type { TaggedText } from './taggedTexts.ts';
import { Tagger, type TaggerOptions } from './tagger.ts';
import { TagScore } from './tagScore.ts';
import { type StreamPart, TextStreams } from './textStreams.ts';

export interface TaggerRunOptions extends TaggerOptions {
  steps: number;
  peak: number;
}

/** How a tagger stands after so many steps: by label, on held-out characters. */
export interface TaggerStanding {
  steps: number;
  /** Of what was learnt from since the last look, nats a label. */
  loss: number | null;
  scores: readonly TagScore[];
}

/** A held-out text and what was said of it: for each label, the probability at each character. */
export interface SaidText {
  text: TaggedText;
  chances: readonly Float32Array[];
}

const LOOKS = 12;
/** Held-out characters that are read at a look; all of them at the end. */
const LOOK_CHARACTERS = 40_000;

/** Trains a tagger, and tries it on texts that it has not seen. */
export class TaggerRun {
  readonly standings: TaggerStanding[] = [];
  /** Of the last look. */
  said: readonly SaidText[] = [];

  readonly #options: TaggerRunOptions;
  readonly #heldOut: readonly TaggedText[];
  readonly #tagger: Tagger;
  readonly #streams: TextStreams<TaggedText>;
  readonly #state: Float32Array;
  readonly #clock: () => number;
  readonly #losses: number[] = [];

  constructor(
    { training, heldOut }: { training: readonly TaggedText[]; heldOut: readonly TaggedText[] },
    options: TaggerRunOptions,
    { kernels, random, clock }: { kernels: KernelFactory; random: Random; clock: () => number },
  ) {
    this.#options = options;
    this.#heldOut = heldOut;
    this.#tagger = new Tagger(options, { kernels, random });
    this.#state = this.#tagger.newState();
    this.#streams = TextStreams.endless(training, { streams: options.batchSize, random });
    this.#clock = clock;
  }

  *work(): Generator<Progress, void> {
    yield* train({
      steps: this.#options.steps,
      peak: this.#options.peak,
      looks: LOOKS,
      step: learningRate => {
        const parts = this.#streams.next(this.#options.length);
        this.#losses.push(this.#tagger.step(parts, this.#state, learningRate));
      },
      look: done => this.#look(done),
      clock: this.#clock,
    });
  }

  *#look(steps: number): Generator<void, string> {
    const { batchSize, length, tags } = this.#options;
    const texts = steps === this.#options.steps ? this.#heldOut : beginnings(this.#heldOut, LOOK_CHARACTERS);
    const said = new Map(
      texts.map(text => [text, { text, chances: text.tags.map(() => new Float32Array(text.ids.length)) }]),
    );
    const scores = Array.from({ length: tags }, () => new TagScore());
    const state = this.#tagger.newState();
    for (const parts of TextStreams.once(texts, { streams: batchSize }).all(length)) {
      this.#take(parts, this.#tagger.probabilities(parts, state), { said, scores });
      yield;
    }
    this.said = [...said.values()];
    const loss = takeMean(this.#losses);
    this.standings.push({ steps, loss, scores });
    return `F1 ${scores.map(({ f1 }) => (f1 === undefined ? '-' : f1.toFixed(3))).join(', ')}`;
  }

  /** What was said in a window. */
  #take(
    parts: readonly StreamPart<TaggedText>[],
    probabilities: Float32Array,
    { said, scores }: { said: ReadonlyMap<TaggedText, SaidText>; scores: readonly TagScore[] },
  ): void {
    for (const [b, { text, from, length }] of parts.entries())
      for (let t = 0; t < length; t++)
        for (const [k, score] of scores.entries()) {
          const chance = probabilities[(t * parts.length + b) * scores.length + k];
          said.get(text)!.chances[k][from + t] = chance;
          score.add(chance > 0.5, text.tags[k][from + t]);
        }
  }
}

/** Of each text its beginning, so that together they are about so many characters. */
function beginnings(texts: readonly TaggedText[], characters: number): TaggedText[] {
  const each = Math.ceil(characters / texts.length);
  return texts.map(text => ({
    path: text.path,
    ids: text.ids.subarray(0, each),
    tags: text.tags.map(tag => tag.subarray(0, each)),
  }));
}
