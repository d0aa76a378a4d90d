import type { CellSignal } from '../../protocol/cells.ts';
import type { CellValues, ModelRequest } from '../../protocol/modelMessages.ts';
import type { DocumentState, TextEdit, TextRange } from '../../protocol/textPlaces.ts';

type ValuesRequest = Extract<ModelRequest, { kind: 'values' }>;
type Answer = CellValues | undefined;

/** More than what can be seen is not asked for ahead, UTF-16 units. */
const most = 10_000;

interface Foreseen {
  request: ValuesRequest;
  answer: Promise<Answer>;
  /** The page has asked for it meanwhile. */
  isAsked: boolean;
}

/**
 * Foresees what the page will ask for after an edit: the values behind it, up to the end of what was seen last. To ask
 * for them at once saves the way of the edit to the page and of its request back.
 */
export class ValuesAhead {
  /** The last range in sight that the page asked for, moved along by the edits since. */
  #seen: { document: number; to: number } | undefined;
  /** That the page asked for last. */
  #cell: CellSignal | undefined;
  #foreseen: Foreseen | undefined;

  /** The page asks for values, the chosen cell's first; a request for one cell is for what can be seen. */
  asked({ document, cells, to }: ValuesRequest): void {
    this.#cell = cells[0];
    if (cells.length === 1) this.#seen = { document, to };
  }

  /** What the page is going to ask for after these edits; undefined if that cannot be said. */
  after({
    document,
    version,
    edits,
  }: DocumentState & { edits: readonly TextEdit[] }): ValuesRequest | undefined {
    this.#foreseen = undefined;
    if (this.#seen?.document !== document || !this.#cell) return undefined;
    const { from, to } = rangeAfter(edits, this.#seen.to);
    this.#seen = { document, to };
    if (to <= from || to - from > most) return undefined;
    return { kind: 'values', document, version, from, to, cells: [this.#cell] };
  }

  /** The answer to a foreseen request, for the page: undefined if the page asks for it itself by then, or there is none. */
  async foresee(request: ValuesRequest, answer: Promise<Answer>): Promise<Answer> {
    const foreseen = { request, answer, isAsked: false };
    this.#foreseen = foreseen;
    const values = await answer;
    return foreseen.isAsked ? undefined : values;
  }

  /** The answer to a request of the page that was foreseen; undefined if it was not. */
  answerTo({ document, version, from, to, cells }: ValuesRequest): Promise<Answer> | undefined {
    if (!this.#foreseen) return undefined;
    const { request, answer } = this.#foreseen;
    const isPart =
      request.document === document &&
      request.version === version &&
      request.from <= from &&
      request.to >= to;
    const [one, ...others] = cells;
    const isSame = JSON.stringify(one) === JSON.stringify(request.cells[0]) && others.length === 0;
    if (!isPart || !isSame) return undefined;
    this.#foreseen.isAsked = true;
    return answer.then(
      found =>
        found && {
          ...found,
          values: found.values.map(values => values.slice(from - request.from, to - request.from)),
        },
    );
  }
}

/** From the first of some edits to where the unit at `to` is after them. */
export function rangeAfter(edits: readonly TextEdit[], to: number): TextRange {
  let from = Infinity;
  let end = to;
  for (const { offset, length, text } of edits) {
    from = Math.min(from, offset);
    if (offset < end) end = Math.max(offset + text.length, end + text.length - length);
  }
  return { from, to: end };
}
