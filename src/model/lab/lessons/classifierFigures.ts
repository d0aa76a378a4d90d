import type { CurvesFigure, Figure, TableFigure } from '../figures.ts';
import { type ClassifierRun, likeliest } from '../shapes/classifierRun.ts';
import type { ClassedPiece, PieceClasses } from '../shapes/pieceClasses.ts';

const MOST_ROWS = 20;
/** Classes that are followed along a piece: the right one, and the likeliest others. */
const MOST_FOLLOWED = 4;

/** What the network would answer after each character of a held-out piece. */
export function alongPiece(run: ClassifierRun, example: number): Figure[] {
  const piece = run.classes.heldOut[example];
  const { names } = run.classes;
  const along = [...run.along(piece)];
  const last = along[along.length - 1];
  const order = [...names.keys()].toSorted((a, b) => last[b] - last[a]);
  const followed = [piece.class, ...order.filter(one => one !== piece.class)].slice(0, MOST_FOLLOWED);
  return [
    {
      kind: 'strip',
      id: 'piece',
      title: `What it would answer after each character: a piece of ${piece.path}`,
      caption: `It is ${names[piece.class]}; the answer at the end is ${names[likeliest(last)]}.`,
      characters: charactersOf(piece, run.classes, along.length),
      rows: followed.map(one => ({ label: names[one], values: along.map(chances => chances[one]) })),
      scale: 'positive',
      most: 1,
    },
  ];
}

/** Loss and accuracy along the training. */
export function standingCurves({ standings, classes }: ClassifierRun): CurvesFigure {
  const x = standings.map(({ steps }) => steps);
  const last = standings.at(-1);
  return {
    kind: 'curves',
    id: 'accuracy',
    title: 'Along the training',
    caption: last
      ? `${percent(last.accuracy)} of ${classes.heldOut.length} pieces of ${classes.heldOutFiles} files that it did not learn from, after ${last.steps} steps.`
      : 'Not trained yet.',
    x: { label: 'training step', scale: 'linear' },
    y: { label: 'share, and loss in nats', scale: 'linear' },
    series: [
      { name: 'held-out pieces right', x, y: standings.map(({ accuracy }) => accuracy) },
      { name: 'training loss, nats', x, y: standings.map(({ loss }) => loss) },
    ],
  };
}

/** Those held-out pieces that were answered wrong, where there are any. */
export function wrongPieces({ classes, said }: ClassifierRun): TableFigure[] {
  const wrong = [...classes.heldOut.entries()].flatMap(([i, piece]) => {
    const chances = said[i];
    if (!chances || likeliest(chances) === piece.class) return [];
    return [{ i, piece, chances }];
  });
  if (wrong.length === 0) return [];
  return [
    {
      kind: 'table',
      id: 'wrong',
      title: 'Held-out pieces that are answered wrong',
      caption: `${wrong.length} of those tried last${wrong.length > MOST_ROWS ? `; the first ${MOST_ROWS}` : ''}.`,
      columns: ['piece', 'file', 'is', 'said', 'probability', 'begins'],
      rows: wrong.slice(0, MOST_ROWS).map(({ i, piece, chances }) => {
        const taken = likeliest(chances);
        const begins = charactersOf(piece, classes, 40).join('');
        return [i, piece.path, classes.names[piece.class], classes.names[taken], chances[taken], begins];
      }),
    },
  ];
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function charactersOf({ ids, from }: ClassedPiece, { vocabulary }: PieceClasses, length: number): string[] {
  return Array.from({ length }, (_, t) => vocabulary.character(ids[from + t]));
}
