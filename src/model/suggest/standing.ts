import { isAmong, type Opening, type OpeningKind, outwards, strengthOf } from './openings.ts';
import type { Scanner } from './scanner.ts';

/** Characters of the text behind the cursor that are read at a time, until all is closed that was open. */
const STEP = 512;

/** Something that the text behind the cursor closes. */
interface Closer {
  /** What it closes there, one of these. */
  kinds: readonly OpeningKind[];
  name: string | undefined;
}

interface Behind {
  /** The text, and where in it the cursor stands. */
  text: string;
  cursor: number;
  /** So far it is read whatever is open. */
  lineEnd: number;
  /** Whether it ends where the document does. */
  endsText: boolean;
}

/** What the text behind the cursor does with what is open there. */
export class Standing {
  /** The innermost first. */
  readonly #closers: Closer[] = [];
  /** Where in the text what is open at the cursor is closed. */
  readonly #closedAt = new Map<Opening, number>();
  /** What is open at the cursor and closed nowhere. */
  readonly #lost = new Set<Opening>();
  /** Closers of what is not open at the cursor. */
  readonly #strays: Closer[] = [];

  constructor(from: Scanner, behind: Behind) {
    const left = new Set(outwards(from.top));
    const found = behind.text.slice(behind.cursor).search(/\n[ \t]*\n/);
    const paragraphEnd = found < 0 ? behind.text.length : behind.cursor + found;
    const scanner = from.fork({
      onClose: (opening, at) => {
        if (!left.delete(opening)) return;
        this.#closers.push(closerOf(opening));
        this.#closedAt.set(opening, at);
      },
      onLose: opening => {
        if (left.delete(opening)) this.#lost.add(opening);
      },
      onStray: (kinds, name) => {
        // Within what is opened further down, or in another paragraph, it is no business of what is open at the cursor.
        if (scanner.top && !isAmong(scanner.top, from.top)) return;
        if (kinds.includes('soft') && scanner.at > paragraphEnd) return;
        this.#strays.push({ kinds, name });
        this.#closers.push({ kinds, name });
      },
    });
    // A last line without a line end ends all the same.
    const text = behind.text + (behind.endsText ? '\n' : '');
    for (let end = behind.cursor; end < behind.lineEnd || (left.size > 0 && end < text.length);) {
      end = Math.min(end + STEP, text.length);
      scanner.run(text, { end, isWhole: end === text.length });
    }
    // What is closed in none of the text that is looked at is closed further below, if there is more.
    for (const opening of left)
      if (behind.endsText) this.#lost.add(opening);
      else this.#closers.push(closerOf(opening));
  }

  /** Where in the text something is closed that is open at the cursor. */
  closedAt(opening: Opening): number | undefined {
    return this.#closedAt.get(opening);
  }

  /** Whether all that is open is closed, and nothing else, but for what is weaker than asked for. */
  isSound(strength: number): boolean {
    const amiss = [...outwardKinds(this.#lost), ...this.#strays.map(({ kinds }) => kinds[0])];
    return amiss.every(kind => strengthOf(kind) < strength);
  }

  /** Whether what is closed here can be what is open; what is lost may be among it. */
  closesAll(openings: readonly Opening[], strength: number): boolean {
    const closers = this.#closers.filter(({ kinds }) => strengthOf(kinds[0]) >= strength);
    const closesEach = (open: readonly Opening[]) =>
      closers.every((closer, i) => i < open.length && closes(closer, open[i]));
    // Of two that are alike it cannot be said which is lost.
    return closesEach(openings) || closesEach(openings.filter(each => !this.#lost.has(each)));
  }
}

function closerOf({ kind, name }: Opening): Closer {
  return { kinds: [kind], name };
}

function closes({ kinds, name }: Closer, opening: Opening): boolean {
  return kinds.includes(opening.kind) && (name === undefined || name === opening.name);
}

function outwardKinds(openings: ReadonlySet<Opening>): OpeningKind[] {
  return [...openings].map(({ kind }) => kind);
}
