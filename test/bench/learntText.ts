/** A run of characters of a sample that stands in the training text, too. */
export interface Run {
  /** In UTF-16 units, of the sample. */
  start: number;
  text: string;
  /** Of the file that it stands in. */
  file: string;
}

interface TextFile {
  path: string;
  text: string;
}

/**
 * The text that a model has learnt from, to find what of a sample is in it word for word. Every `window` characters so many
 * of it are indexed: a run of twice as many holds at least one of these windows whole, wherever it begins, so none that is
 * as long is missed.
 */
export class LearntText {
  private readonly files: readonly TextFile[];
  private readonly least: number;
  private readonly window: number;
  /** Places of each window, by its hash: file and offset, one after the other. */
  private readonly places = new Map<number, number[]>();

  /** Finds all runs of `least` characters or more. */
  constructor(files: readonly TextFile[], least: number) {
    this.files = files;
    this.least = least;
    this.window = Math.ceil(least / 2);
    for (const [index, { text }] of files.entries())
      for (let at = 0; at + this.window <= text.length; at += this.window) {
        const hash = hashOf(text, at, this.window);
        const places = this.places.get(hash);
        if (places) places.push(index, at);
        else this.places.set(hash, [index, at]);
      }
  }

  /** The longest run of a sample; undefined where none has the least length. */
  longestRun(sample: string): Run | undefined {
    let longest: Run | undefined;
    for (let at = 0; at + this.window <= sample.length; at++) {
      const places = this.places.get(hashOf(sample, at, this.window)) ?? [];
      for (let i = 0; i < places.length; i += 2) {
        const file = this.files[places[i]];
        const [start, end] = extended(sample, at, { text: file.text, place: places[i + 1] });
        const text = sample.slice(start, end);
        if (lengthOf(text) < Math.max(this.least, longest ? lengthOf(longest.text) + 1 : 0)) continue;
        longest = { start, text, file: file.path };
      }
    }
    return longest;
  }
}

/** Characters of a run; of up to four that are repeated three times count: rules, indents and rows of noughts are no one's. */
export function lengthOf(text: string): number {
  return text.replaceAll(/(.{1,4}?)\1{3,}/gs, '$1$1$1').length;
}

/** How far a sample and a text go on alike in both directions; an empty run where they do not begin to. */
function extended(
  sample: string,
  at: number,
  { text, place }: { text: string; place: number },
): [start: number, end: number] {
  let before = 0;
  while (before < Math.min(at, place) && sample[at - before - 1] === text[place - before - 1]) before++;
  let after = 0;
  while (
    at + after < sample.length &&
    place + after < text.length &&
    sample[at + after] === text[place + after]
  )
    after++;
  return [at - before, at + after];
}

/** FNV-1a. */
function hashOf(text: string, start: number, length: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < start + length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
