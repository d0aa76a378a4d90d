import type { TextRange } from '../../protocol/textPlaces.ts';

/** What failed is asked again after this time, and after twice as long each time that it fails again, ms. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;

/** What a request asks for. */
interface Asked extends TextRange {
  key: string;
  wanted: ReadonlySet<string>;
}

/**
 * The one request for a stretch of text that is under way: what it covers need not be asked again. What is asked about a
 * text or model that has changed is of no use, so `key` names both.
 */
export class OpenRequest {
  #open: Asked | undefined;
  #pause = FIRST_PAUSE;
  readonly #later: (work: () => void, milliseconds: number) => void;

  /** `later` calls back when so much time has passed. */
  constructor(later: (work: () => void, milliseconds: number) => void) {
    this.#later = later;
  }

  covers(key: string, wanted: string, range: TextRange): boolean {
    const open = this.#open;
    return open?.key === key && open.wanted.has(wanted) && range.from >= open.from && range.to <= open.to;
  }

  /** Takes the place of the request before. */
  opened(key: string, wanted: readonly string[], { from, to }: TextRange): Asked {
    this.#open = { key, wanted: new Set(wanted), from, to };
    return this.#open;
  }

  /** It was answered, if only by the news that it is too old: what is missing still may be asked for. */
  answered(asked: Asked): void {
    this.#pause = FIRST_PAUSE;
    if (this.#open === asked) this.#open = undefined;
  }

  /** It failed: the same is asked for again, but not at once, since it may fail at once. */
  failed(asked: Asked, askAgain: () => void): void {
    if (this.#open !== asked) return;
    const pause = this.#pause;
    this.#pause = Math.min(2 * pause, LONGEST_PAUSE);
    this.#later(() => {
      if (this.#open !== asked) return;
      this.#open = undefined;
      askAgain();
    }, pause);
  }
}

/** The range asked for where `needed` is not known: as much again on both sides, so that scrolling finds it ready. */
export function paddedRange(needed: TextRange, textLength: number): TextRange {
  const padding = Math.max(2000, needed.to - needed.from);
  return { from: Math.max(0, needed.from - padding), to: Math.min(textLength, needed.to + padding) };
}
