import type { Random } from '../../base/random.ts';
import { UserError } from '../../base/userError.ts';
import { Vocabulary } from '../../text/vocabulary.ts';
import { type Piece, PieceDrawer, piecesOf, spread } from './pieces.ts';
import type { ClassParts } from './splitTexts.ts';

/** A piece of a text and the class that it is of. */
export interface ClassedPiece extends Piece {
  class: number;
}

export interface HeldOutPiece extends ClassedPiece {
  /** The file that it is from. */
  path: string;
}

/** What a classifier learns from and is tried on: pieces of files of several classes. */
export interface PieceClasses {
  names: readonly string[];
  vocabulary: Vocabulary;
  /** Draws a piece to learn from, of a class that is as likely as its weight. */
  draw: (random: Random) => ClassedPiece;
  /** From files that are not learnt from, all classes in the order of their numbers. */
  heldOut: readonly HeldOutPiece[];
  /** Files that they are from. */
  heldOutFiles: number;
}

interface PieceOptions {
  /** Symbols of a piece. */
  length: number;
  /** Held-out pieces at most. */
  mostHeldOut: number;
  /** How often each class is learnt from: alike, or as much text as there is of it. */
  balance: 'alike' | 'by size';
}

/**
 * Throws a UserError where there are fewer than two classes that have pieces of the length both to learn from and to
 * try; `remedy` says what to do then.
 */
export function classPieces(
  parts: readonly ClassParts[],
  { length, mostHeldOut, balance }: PieceOptions,
  remedy: string,
): PieceClasses {
  const vocabulary = Vocabulary.fromTexts(parts.flatMap(({ training }) => training.map(({ text }) => text)));
  const encoded = parts.map(({ name, training, heldOut }) => ({
    name,
    drawer: new PieceDrawer(
      training.map(({ text }) => vocabulary.encode(text)),
      length,
    ),
    heldOut: heldOut.flatMap(({ path, text }) =>
      piecesOf(vocabulary.encode(text), length).map(piece => ({ ...piece, path })),
    ),
  }));
  const usable = encoded.filter(({ drawer, heldOut }) => drawer.count > 0 && heldOut.length > 0);
  if (usable.length < 2) throw new UserError(remedy);

  const sizes = usable.map(({ drawer }) => (balance === 'alike' ? 1 : drawer.count));
  const total = sizes.reduce((sum, size) => sum + size);
  const draw = (random: Random): ClassedPiece => {
    let left = random.next() * total;
    const found = sizes.findIndex(size => (left -= size) < 0);
    const one = found < 0 ? usable.length - 1 : found;
    return { ...usable[one].drawer.draw(random), class: one };
  };
  const all = usable.flatMap((each, one) => each.heldOut.map(piece => ({ ...piece, class: one })));
  const heldOut =
    balance === 'alike'
      ? usable.flatMap((_, one) =>
          spread(
            all.filter(piece => piece.class === one),
            Math.floor(mostHeldOut / usable.length),
          ),
        )
      : spread(all, mostHeldOut);
  return {
    names: usable.map(({ name }) => name),
    vocabulary,
    draw,
    heldOut,
    heldOutFiles: new Set(heldOut.map(({ path }) => path)).size,
  };
}
