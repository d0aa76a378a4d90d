import * as vscode from 'vscode';
import type { Language } from '../../protocol/languages.ts';
import type { Manner } from '../../protocol/manners.ts';
import type { TextEdit } from '../../protocol/textPlaces.ts';
import type { DocumentMirror, MirroredEdit } from '../documents/documentMirror.ts';
import { KeptTexts, leftOf } from './keptTexts.ts';
import { isTyping, type Offer, OfferedText } from './offeredText.ts';
import type { StatisticsStore } from './statisticsStore.ts';
import type { TallyKey } from './suggestionTally.ts';
import { TypingRhythm } from '../../model/suggest/pace/typingRhythm.ts';

/** Text that was taken counts as kept when it stands there after so many milliseconds. */
const keepingTime = 30_000;

/** What was last on screen, and where it is or would be. */
export interface LastSuggestion {
  document: number;
  /** UTF-16 units of the document as it is now. */
  offset: number;
  text: string;
  /** That all of it is right, 0..1, as it was held when it was shown; unknown of another one that was taken in its place. */
  probability?: number;
}

interface OfferWatchParts {
  mirror: DocumentMirror;
  statistics: StatisticsStore;
  /** Milliseconds, from any origin. */
  clock?: () => number;
}

/**
 * Sees from the edits of documents what becomes of suggestions: what is typed along, taken and refused, how fast the
 * user types, and what is counted of all that.
 */
export class OfferWatch {
  readonly #statistics: StatisticsStore;
  readonly #clock: () => number;
  readonly #rhythm = new TypingRhythm();
  readonly #offered = new OfferedText();
  readonly #kept = new KeptTexts();
  readonly #taken = new vscode.EventEmitter<LastSuggestion>();
  readonly onDidTake = this.#taken.event;
  readonly #subscription: vscode.Disposable;
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #key: TallyKey = { manner: 'quiet', language: 'other' };
  #isTaken = false;
  #last: LastSuggestion | undefined;
  /** What the last edit of all was. */
  #lastEdit: { document: number; took: boolean; isTakenBack: boolean } | undefined;

  constructor({ mirror, statistics, clock = () => performance.now() }: OfferWatchParts) {
    this.#statistics = statistics;
    this.#clock = clock;
    this.#subscription = mirror.onDidEdit(edit => this.#edited(edit));
  }

  /** Milliseconds after a key that nothing new is shown. */
  get pause(): number {
    return this.#rhythm.pause;
  }

  /** Milliseconds that have passed since something was written. */
  get sinceKey(): number {
    const { lastWritten } = this.#rhythm;
    return lastWritten === undefined ? Infinity : this.#clock() - lastWritten;
  }

  get last(): LastSuggestion | undefined {
    return this.#last;
  }

  /** Whether something is on screen at a place. */
  isShowing(document: number, offset: number): boolean {
    const { offer } = this.#offered;
    return offer?.document === document && offer.offset === offset;
  }

  /** Whether it is this text. */
  shows(document: number, offset: number, text: string): boolean {
    return this.#offered.shows(document, offset, text);
  }

  hasJustTaken(document: number): boolean {
    return this.#lastEdit?.document === document && this.#lastEdit.took;
  }

  /** Whether the last edit of a document was to undo another one, or to do it again. */
  hasJustUndone(document: number): boolean {
    return this.#lastEdit?.document === document && this.#lastEdit.isTakenBack;
  }

  /** Something is on screen now. */
  shown(offer: Offer, of: { manner: Manner; language: Language }): void {
    const { document, offset, texts, probability } = offer;
    const [text = ''] = texts;
    const isAlong = this.shows(document, offset, text);
    // While it is typed along it is one suggestion, with what was offered beside it.
    if (isAlong && texts.length === 1) return;
    this.#offered.show(offer);
    if (isAlong) return;
    this.#last = { document, offset, text, probability };
    this.#key = of;
    this.#isTaken = false;
    this.#statistics.count(of, { shown: 1 });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#taken.dispose();
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #edited({ document, edits, isTakenBack }: MirroredEdit): void {
    this.#lastEdit = { document, took: false, isTakenBack };
    if (isTakenBack) this.#offered.forget();
    else if (edits.every(({ text }) => isTyping(text))) this.#rhythm.key(this.#clock());
    else this.#rhythm.wrote(this.#clock());
    for (const whole of edits) {
      const edit = this.#offered.trimmed(document, whole);
      this.#moveLast(document, edit);
      this.#kept.edited(document, edit);
      const fate = this.#offered.edited(document, edit);
      if (fate?.kind === 'refused') this.#rhythm.refused();
      if (fate?.kind === 'taken') this.#took({ document, offset: fate.offset, text: fate.text });
    }
  }

  #took(taken: LastSuggestion): void {
    this.#lastEdit = { document: taken.document, took: true, isTakenBack: false };
    const key = this.#key;
    const isFirst = !this.#isTaken;
    const { length } = taken.text;
    const seconds = ((length - 1) * this.#rhythm.gap) / 1000;
    this.#statistics.count(key, { taken: isFirst ? 1 : 0, characters: length, seconds });
    if (isFirst) this.#rhythm.taken();
    this.#isTaken = true;
    if (!isPartOf(taken, this.#last)) this.#last = taken;
    const watched = this.#kept.watch(taken);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#kept.forget(watched);
      const left = leftOf(watched);
      this.#statistics.count(key, {
        checked: isFirst ? 1 : 0,
        kept: isFirst && left === length ? 1 : 0,
        checkedCharacters: length,
        keptCharacters: left,
      });
    }, keepingTime);
    this.#timers.add(timer);
    this.#taken.fire(taken);
  }

  /** Edits before it move the place of what was last on screen. */
  #moveLast(document: number, { offset, length, text }: TextEdit): void {
    const last = this.#last;
    if (last?.document === document && offset + length <= last.offset && offset < last.offset)
      this.#last = { ...last, offset: last.offset + text.length - length };
  }
}

function isPartOf(taken: LastSuggestion, shown: LastSuggestion | undefined): boolean {
  if (shown?.document !== taken.document || taken.offset < shown.offset) return false;
  return shown.text.startsWith(taken.text, taken.offset - shown.offset);
}
