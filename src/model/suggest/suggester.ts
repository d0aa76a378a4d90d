import type { ReadControl } from '../base/readControl.ts';
import type { DocumentPredictor } from '../predict/documentPredictor.ts';
import type { DocumentText, TextChange } from '../text/documentText.ts';
import { calibrated } from './calibration.ts';
import { complete, type CompleteOptions, type Completion } from './complete.ts';
import { DeletedWord } from './deletedWord.ts';
import { Experience } from './experience.ts';
import type { Manner } from './manner.ts';
import type { Outcome, Suggestion } from './outcome.ts';
import { RefusedSuggestions } from './refusedSuggestions.ts';
import { isTimely } from './timeliness.ts';
import { TypingAlong } from './typingAlong.ts';
import { askedStakes, secondsSaved, secondsToSave, type Stakes, stakesIn } from './worthALook.ts';

export interface SuggestOptions extends CompleteOptions {
  /** Whether something is suggested that was not asked for, and what. */
  manner: Manner;
  /** Whether the editor holds back its own list of completions while a suggestion is on screen. */
  hidesList: boolean;
  /** The user asked for it himself, and waits. */
  isInvoked: boolean;
  /** Milliseconds since it was asked for. */
  waited: () => number;
  /** `shown` tells when what is found is on screen; without it that is at once. */
  isShownLater?: boolean;
}

/** Other texts for those who ask. */
const ALTERNATIVES = 4;

/** Characters before the cursor that its line is looked for in. */
const LONGEST_LINE = 4096;

/** What is on screen, or was. */
interface Shown {
  /** That all of it is right, 0..1. */
  probability: number;
  alternatives: readonly string[];
}

/**
 * Suggests in one document to one who types: what was suggested last stays while it is typed along, and what was
 * refused is not suggested again. It sees every edit of the text by itself, and learns from it what is wanted.
 */
export class Suggester {
  #document: DocumentPredictor;
  readonly #experience: Experience;
  readonly #along = new TypingAlong();
  readonly #refused = new RefusedSuggestions();
  readonly #deleted = new DeletedWord();
  readonly #subscription: { dispose: () => void };
  #shown: Shown = { probability: 0, alternatives: [] };
  /** Whether something was found when it was asked last. */
  #hasFound = false;
  /** Whether the user can have seen what was found last. */
  #isSeen = true;
  #settings = '';

  constructor(document: DocumentPredictor, experience = new Experience()) {
    this.#document = document;
    this.#experience = experience;
    this.#subscription = document.text.onChange((change, { from }) => this.#edited(change, from));
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** Suggests by something else that follows the same document; what is on screen stays, and what was refused. */
  predictBy(document: DocumentPredictor): void {
    this.#document = document;
  }

  /** What to show at the cursor from now on. What is being typed along is answered at once, with nothing read. */
  async suggest(options: SuggestOptions, control: ReadControl): Promise<Outcome> {
    this.#heedSettings(options);
    const isUnasked = options.manner === 'quiet' && !options.isInvoked;
    const { restraint } = this.#experience;
    // What is shown later may never be: the next key says whether it was on screen before it.
    if (isUnasked && options.isShownLater) restraint.note(this.#hasFound && this.#isSeen);
    const outcome = await this.#outcomeOf(options, control);
    this.#hasFound = 'text' in outcome;
    if (isUnasked && !options.isShownLater) restraint.note(this.#hasFound);
    return outcome;
  }

  /** What was found last is on screen now. */
  shown(): void {
    this.#isSeen = true;
  }

  /** Nothing is on screen, and nothing was refused. */
  forget(): void {
    this.#along.forget();
    this.#refused.forget();
  }

  async #outcomeOf(options: SuggestOptions, control: ReadControl): Promise<Outcome> {
    const { offset, isInvoked, manner } = options;
    if (!isInvoked && this.#deleted.isAt(offset)) return { reason: 'deleting' };
    const rest = this.#restWorthALook(options);
    if (rest && isInvoked) return this.#outcome(rest, await this.#besideRest(rest, options, control));
    if (rest) return this.#outcome(rest, { ...this.#shown, alternatives: [] });
    if (manner === 'onRequest' && !isInvoked) return { reason: 'onRequest' };
    return await this.#suggestAnew(options, control);
  }

  /** What is left of what was found last. The little that is left of it is no longer worth a look if there was none yet. */
  #restWorthALook(options: SuggestOptions): ReturnType<TypingAlong['rest']> {
    const rest = this.#along.rest(options.offset);
    if (!rest || this.#isSeen || options.isInvoked) return rest;
    const { length } = Array.from(rest.text);
    const saved = secondsSaved(
      Array.from({ length }, () => this.#shown.probability),
      this.#stakesOf(options),
      options,
    );
    if (saved[length - 1] > 0) return rest;
    this.#along.forget();
    return undefined;
  }

  async #suggestAnew(options: SuggestOptions, control: ReadControl): Promise<Outcome> {
    const { offset } = options;
    const { text: document } = this.#document;
    const { version } = document;
    const found = await this.#complete(options, control);
    if ('reason' in found) return found;
    if (control.signal.aborted || document.version !== version) return { reason: 'aborted' };
    if (!isTimely(options.waited(), options)) return { reason: 'late' };
    const { text, alternatives } = found;
    if (!options.isInvoked && this.#wasRefused(offset, text)) return { reason: 'refused' };
    this.#along.show(offset, text);
    this.#isSeen = options.isShownLater !== true;
    this.#shown = { probability: calibrated(this.#experience.calibration, found.chance), alternatives };
    return this.#outcome({ text, replaces: 0 }, this.#shown);
  }

  #outcome(found: { text: string; replaces: number }, shown: Shown): Suggestion {
    const chance = this.#experience.taste.chanceOfTaking(shown.probability);
    return { ...found, ...shown, saves: secondsToSave(chance, Array.from(found.text).length) };
  }

  /** What else there is where a suggestion is on screen, for one who asks. */
  async #besideRest(
    { text, replaces }: { text: string; replaces: number },
    options: SuggestOptions,
    control: ReadControl,
  ): Promise<Shown> {
    // In place of what the editor has closed they would leave something open.
    const found = replaces === 0 ? await this.#complete(options, control) : undefined;
    const others = found && 'text' in found ? [found.text, ...found.alternatives] : [];
    const alternatives = others.filter(other => other !== text);
    this.#shown = { ...this.#shown, alternatives };
    return this.#shown;
  }

  #complete(options: SuggestOptions, control: ReadControl): Promise<Completion> {
    const { isInvoked } = options;
    const demands = {
      stakes: this.#stakesOf(options),
      chanceOfTaking: (chance: number) => this.#chanceOfTaking(chance),
      alternatives: isInvoked ? ALTERNATIVES : 0,
    };
    return complete(this.#document, { ...options, ...demands }, control);
  }

  #stakesOf({ manner, isInvoked }: SuggestOptions): Stakes {
    if (isInvoked || manner === 'onRequest') return askedStakes;
    return stakesIn(manner, this.#experience.restraint.cost);
  }

  #chanceOfTaking(chance: number): number {
    const { taste, calibration } = this.#experience;
    return taste.chanceOfTaking(calibrated(calibration, chance));
  }

  #wasRefused(offset: number, text: string): boolean {
    return this.#refused.has({ lineStart: lineStartBefore(this.#document.text, offset), offset }, text);
  }

  /** What was suggested under other settings says nothing of what they give. */
  #heedSettings({ manner, maxLength, temperature }: SuggestOptions): void {
    const settings = [manner, maxLength, temperature].join();
    if (settings !== this.#settings) this.forget();
    this.#settings = settings;
  }

  /** `from` is the first character that changed. */
  #edited(whole: TextChange, from: number): void {
    const kept = this.#document.text.offsetAt(from) - whole.offset;
    const change = withoutKept(whole, Math.min(kept, (this.#along.offset ?? 0) - whole.offset));
    this.#deleted.edited(change, this.#document.text);
    this.#refused.edited(change);
    const fate = this.#along.edited(change);
    if (!fate || !this.#isSeen) return;
    const { probability, alternatives } = this.#shown;
    if (fate.kind === 'refused') {
      // It made room for another one of those that were offered.
      if (alternatives.some(other => change.text !== '' && other.startsWith(change.text))) return;
      this.#refused.add(fate);
    }
    this.#experience.taste.learn(probability, fate.kind === 'taken');
  }
}

/** An editor may write a line anew to put something in: without so many units at the beginning, which stay as they are. */
function withoutKept({ offset, length, text }: TextChange, kept: number): TextChange {
  const units = Math.max(0, Math.min(kept, length, text.length));
  return { offset: offset + units, length: length - units, text: text.slice(units) };
}

function lineStartBefore(text: DocumentText, offset: number): number {
  const from = Math.max(0, offset - LONGEST_LINE);
  // -1 when there is none, which gives `from` itself.
  return from + text.sliceUnits(from, offset).lastIndexOf('\n') + 1;
}
