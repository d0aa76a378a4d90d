import type { Random } from '../../base/random.ts';

/** A text as symbols, with whatever belongs to each of them. */
export interface StreamText {
  ids: ArrayLike<number>;
}

/** What is read of a stream in one window: [from, from + length) of a text; nothing is left where length is 0. */
export interface StreamPart<Text> {
  text: Text;
  from: number;
  length: number;
}

/**
 * Streams side by side that go on through texts, window by window, each from the beginning of a text to its end and then
 * on with another one. So a state can be carried, and what stood before is known.
 */
export class TextStreams<Text extends StreamText> {
  readonly #take: () => Text | undefined;
  readonly #parts: StreamPart<Text>[];

  private constructor(take: () => Text | undefined, first: readonly Text[]) {
    this.#take = take;
    this.#parts = first.map(text => ({ text, from: 0, length: 0 }));
  }

  /** Without end: all texts in some order, then all of them in another one. */
  static endless<Text extends StreamText>(
    texts: readonly Text[],
    { streams, random }: { streams: number; random: Random },
  ): TextStreams<Text> {
    let left: Text[] = [];
    const take = () => {
      if (left.length === 0) left = [...texts];
      return left.splice(Math.floor(random.next() * left.length), 1)[0];
    };
    return new TextStreams(take, Array.from({ length: streams }, take));
  }

  /** Each text once. There are as many streams as asked for, of which those that have no text read nothing. */
  static once<Text extends StreamText>(
    texts: readonly Text[],
    { streams }: { streams: number },
  ): TextStreams<Text> {
    const left = [...texts];
    const take = () => left.shift();
    return new TextStreams(
      take,
      Array.from({ length: streams }, () => take() ?? { ...texts[0], ids: [] }),
    );
  }

  /** The next window, of so many symbols at most; a stream whose text ends within it reads less. */
  next(length: number): readonly StreamPart<Text>[] {
    for (const part of this.#parts) {
      part.from += part.length;
      if (part.from >= part.text.ids.length) {
        const text = this.#take();
        if (text) Object.assign(part, { text, from: 0 });
      }
      part.length = Math.min(length, part.text.ids.length - part.from);
    }
    return this.#parts;
  }

  /** As `next`, until all texts are read. */
  *all(length: number): Generator<readonly StreamPart<Text>[]> {
    for (let parts = this.next(length); parts.some(part => part.length > 0); parts = this.next(length))
      yield parts;
  }
}
