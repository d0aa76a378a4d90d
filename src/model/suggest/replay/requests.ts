import { Random } from '../../base/random.ts';
import { characterEnd, DocumentText } from '../../text/documentText.ts';
import type { Outcome } from '../outcome.ts';
import { Suggester } from '../suggester.ts';
import { askingIn } from './asking.ts';
import { percent, quantile } from './figures.ts';
import type { Passage } from './passages.ts';
import { type ReliabilityBin, reliabilityOf } from './reliability.ts';
import type { ReplayOptions } from './replay.ts';
import { likenessToLineEnd } from './similarity.ts';
import type { Look } from './tally.ts';
import { lookAt } from './typist.ts';

/** Characters between the places at which it is asked for, on average. */
const STRIDE = 50;

/** What was answered to one who asked for suggestions at places that were drawn. */
export class RequestTally {
  asked = 0;
  readonly looks: Look[] = [];
  /** The likeness to what is left of the line, of all that were asked for: 0 where nothing was answered. */
  readonly similarities: number[] = [];
  readonly milliseconds: number[] = [];
}

export interface RequestFigures {
  asked: number;
  answeredPercent: number | null;
  /** Of those answered. */
  rightPercent: number | null;
  otherRightPercent: number | null;
  medianCharacters: number | null;
  /** Of those asked for where something was left of the line: just that, and how like to it. */
  exactPercent: number | null;
  similarityPercent: number | null;
  /** For each request, the one to ask and the one to take counted: what is wrong costs the one to ask. */
  keysSavedPerRequest: number | null;
  milliseconds: { p50: number | null; p95: number | null };
  reliability: ReliabilityBin[];
}

export type RequestOptions = Omit<ReplayOptions, 'way' | 'tally'> & { tally: RequestTally };

/** Asks for a suggestion at places of a passage, up to which it is there each time. */
export async function replayRequests(
  { text, from, to, language }: Passage,
  { follow, experience, manner, seed, now, control, tally }: RequestOptions,
): Promise<void> {
  const random = new Random(seed);
  const document = new DocumentText(text.slice(0, from));
  const { predictor, dispose } = follow(document, language);
  const suggester = new Suggester(predictor, experience);
  try {
    await predictor.learn(control);
    for (let at = from; ;) {
      const next = placeAfter(text, at, random);
      if (next >= to) break;
      document.replace({ offset: at, length: 0, text: text.slice(at, next) });
      at = next;
      const start = now();
      const asking = askingIn(manner, { seed, isInvoked: true });
      const outcome = await suggester.suggest({ ...asking, offset: at }, control);
      tally.milliseconds.push(now() - start);
      note(tally, outcome, text.slice(at));
      suggester.forget();
    }
  } finally {
    suggester.dispose();
    dispose();
  }
}

function placeAfter(text: string, at: number, random: Random): number {
  const next = at + 1 + Math.floor(random.next() * (2 * STRIDE - 1));
  // Not within a surrogate pair.
  return characterEnd(text, next - 1);
}

function note(tally: RequestTally, outcome: Outcome, rest: string): void {
  tally.asked++;
  const similarity = likenessToLineEnd('text' in outcome ? outcome.text : '', rest);
  if (similarity !== undefined) tally.similarities.push(similarity);
  if ('text' in outcome) tally.looks.push(lookAt(outcome, rest));
}

export function requestFiguresOf({ asked, looks, similarities, milliseconds }: RequestTally): RequestFigures {
  const right = looks.filter(({ isRight }) => isRight);
  const saved = right.reduce((sum, { characters }) => sum + characters - 1, 0) - asked;
  return {
    asked,
    answeredPercent: percent(looks.length, asked),
    rightPercent: percent(right.length, looks.length),
    otherRightPercent: percent(looks.filter(({ isOtherRight }) => isOtherRight).length, looks.length),
    medianCharacters: quantile(
      looks.map(({ characters }) => characters),
      0.5,
    ),
    exactPercent: percent(similarities.filter(similarity => similarity === 1).length, similarities.length),
    similarityPercent: percent(
      similarities.reduce((sum, similarity) => sum + similarity, 0),
      similarities.length,
    ),
    keysSavedPerRequest: asked === 0 ? null : saved / asked,
    milliseconds: { p50: quantile(milliseconds, 0.5), p95: quantile(milliseconds, 0.95) },
    reliability: reliabilityOf(looks),
  };
}
