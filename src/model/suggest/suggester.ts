import type { ReadControl } from '../base/readControl.ts';
import type { DocumentPredictor } from '../predict/documentPredictor.ts';
import type { DocumentText, TextChange } from '../text/documentText.ts';
import { complete, type CompleteOptions } from './complete.ts';
import type { Outcome } from './outcome.ts';
import { RefusedSuggestions } from './refusedSuggestions.ts';
import { isTimely } from './timeliness.ts';
import { TypingAlong } from './typingAlong.ts';

export interface SuggestOptions extends CompleteOptions {
  /** The user asked for it himself, and waits. */
  isInvoked: boolean;
  /** Milliseconds since it was asked for. */
  waited: () => number;
}

/** Characters before the cursor that its line is looked for in. */
const LONGEST_LINE = 4096;

/**
 * Suggests in one document to one who types: what was suggested last stays while it is typed along, and what was
 * refused is not suggested again. It sees every edit of the text by itself.
 */
export class Suggester {
  readonly #document: DocumentPredictor;
  readonly #along = new TypingAlong();
  readonly #refused = new RefusedSuggestions();
  readonly #subscription: { dispose: () => void };
  /** Of what was shown last. */
  #probability = 0;
  #settings = '';

  constructor(document: DocumentPredictor) {
    this.#document = document;
    this.#subscription = document.text.onChange(change => this.#edited(change));
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** What to show at the cursor from now on. What is being typed along is answered at once, with nothing read. */
  async suggest(options: SuggestOptions, control: ReadControl): Promise<Outcome> {
    this.#heedSettings(options);
    const rest = this.#along.rest(options.offset);
    return rest ? { ...rest, probability: this.#probability } : await this.#suggestAnew(options, control);
  }

  /** Nothing is on screen, and nothing was refused. */
  forget(): void {
    this.#along.forget();
    this.#refused.forget();
  }

  async #suggestAnew(options: SuggestOptions, control: ReadControl): Promise<Outcome> {
    const { offset } = options;
    const { text: document } = this.#document;
    const { version } = document;
    const found = await complete(this.#document, options, control);
    if ('reason' in found) return found;
    if (control.signal.aborted || document.version !== version) return { reason: 'aborted' };
    if (!isTimely(options.waited(), options)) return { reason: 'late' };
    const { text, probability } = found;
    if (this.#refused.has({ lineStart: lineStartBefore(document, offset), offset }, text))
      return { reason: 'refused' };
    this.#along.show(offset, text);
    this.#probability = probability;
    return { text, replaces: 0, probability };
  }

  /** What was suggested under other settings says nothing of what they give. */
  #heedSettings({ maxLength, minimumProbability, temperature }: SuggestOptions): void {
    const settings = [maxLength, minimumProbability, temperature].join();
    if (settings !== this.#settings) this.forget();
    this.#settings = settings;
  }

  #edited(change: TextChange): void {
    this.#refused.edited(change);
    const refused = this.#along.edited(change);
    if (refused) this.#refused.add(refused);
  }
}

function lineStartBefore(text: DocumentText, offset: number): number {
  const from = Math.max(0, offset - LONGEST_LINE);
  // -1 when there is none, which gives `from` itself.
  return from + text.sliceUnits(from, offset).lastIndexOf('\n') + 1;
}
