import type { TextRange } from '../../protocol/inspector.ts';

/**
 * The one request for a stretch of text that the host is working on: what it covers need not be asked again. The host
 * drops requests about a text or model that has changed, so `key` names both.
 */
export class OpenRequest {
  #open: ({ key: string; wanted: Set<string> } & TextRange) | undefined;

  covers(key: string, wanted: string, range: TextRange): boolean {
    const open = this.#open;
    return open?.key === key && open.wanted.has(wanted) && range.from >= open.from && range.to <= open.to;
  }

  opened(key: string, wanted: readonly string[], range: TextRange): void {
    this.#open = { key, wanted: new Set(wanted), ...range };
  }

  answered(wanted: string): void {
    this.#open?.wanted.delete(wanted);
  }
}

/** The range asked for where `needed` is not known: as much again on both sides, so that scrolling finds it ready. */
export function paddedRange(needed: TextRange, textLength: number): TextRange {
  const padding = Math.max(2000, needed.to - needed.from);
  return { from: Math.max(0, needed.from - padding), to: Math.min(textLength, needed.to + padding) };
}
