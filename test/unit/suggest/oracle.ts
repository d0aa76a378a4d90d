import type { Branches, Predictor } from '../../../src/model/predict/predictor.ts';
import { Vocabulary } from '../../../src/model/text/vocabulary.ts';

export const vocabulary = Vocabulary.fromTexts(['\n\t abcdefghijklmnopqrstuvwxyz0123456789(){};*/"\\+=.,_']);

/** What may come next and how likely that is; what is left of 1 goes to the unknown symbol. */
type Chances = Readonly<Record<string, number>>;

/** Predicts by a rule from what has been written since it was made. */
export class Oracle implements Predictor {
  readonly vocabSize = vocabulary.size;
  /** Symbols that it was given. */
  reads = 0;
  private readonly says: (written: string) => Chances;
  private written: string;

  constructor(says: (written: string) => Chances, written = '') {
    this.says = says;
    this.written = written;
  }

  read(symbols: ArrayLike<number>): void {
    this.reads += symbols.length;
    for (const symbol of Array.from(symbols))
      this.written += symbol === Vocabulary.unknown ? '?' : vocabulary.character(symbol);
  }

  distribution(into: Float32Array): void {
    const chances = this.says(this.written);
    into.fill(0);
    let left = 1;
    for (const [character, chance] of Object.entries(chances)) {
      into[vocabulary.encode(character)[0]] = chance;
      left -= chance;
    }
    into[Vocabulary.unknown] = Math.max(0, left);
  }

  mark(): number {
    return this.written.length;
  }

  rewind(mark: number): void {
    this.written = this.written.slice(0, mark);
  }

  branch(count: number): Branches {
    const each = Array.from({ length: count }, () => new Oracle(this.says, this.written));
    const { vocabSize } = this;
    return {
      count,
      read: symbols => each.forEach((one, b) => one.read([symbols[b]])),
      distributions: into =>
        each.forEach((one, b) => one.distribution(into.subarray(b * vocabSize, (b + 1) * vocabSize))),
    };
  }
}

/** Says one text, and is as sure of each character of it; behind it, it says that the line ends. */
export function prophet(text: string, sureness: number): Oracle {
  return new Oracle(written => ({ [text[written.length] ?? '\n']: sureness }));
}

/** Says several texts, each with its share where they part. */
export function speaker(shares: Readonly<Record<string, number>>): Oracle {
  return new Oracle(written => {
    const going = Object.entries(shares).filter(([text]) => text.startsWith(written));
    const whole = going.reduce((sum, [, share]) => sum + share, 0);
    const chances: Record<string, number> = {};
    for (const [text, share] of going) {
      const next = text[written.length] ?? '\n';
      chances[next] = (chances[next] ?? 0) + share / whole;
    }
    return chances;
  });
}
