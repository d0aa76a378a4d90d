import type { Ranking } from '../../insight/evidence/ranking.ts';
import { trivialF1 } from '../../insight/evidence/threshold.ts';
import type { Feature } from '../../insight/labels/features.ts';
import type { Vocabulary } from '../../text/vocabulary.ts';
import type { CurvesFigure, Figure, TableFigure } from '../figures.ts';
import type { TaggerRun } from '../shapes/taggerRun.ts';

type Run = Pick<TaggerRun, 'standings' | 'said'>;

/** Pieces of held-out text that can be looked at. */
export const EXAMPLES = 200;
const EXAMPLE_LENGTH = 160;

/** F1 of the tagger beside the best single cell of the workspace's model. */
export function tagScores(
  { standings, said }: Run,
  features: readonly Feature[],
  cells: readonly Ranking[] | undefined,
): TableFigure {
  const scores = standings.at(-1)?.scores;
  const characters = said.reduce((sum, { text }) => sum + text.ids.length, 0);
  return {
    kind: 'table',
    id: 'scores',
    title: 'All cells together, and the best single cell',
    caption: scores
      ? `F1 on ${characters} characters of ${said.length} files that it did not learn from${
          cells
            ? '; that of the cell is of your model, on parts of the same files, its threshold chosen on other parts'
            : '; train a model of the workspace to see its best cell beside it'
        }.`
      : 'Not trained yet.',
    columns: [
      'feature',
      'share inside',
      'F1 of always yes',
      'F1',
      'precision',
      'recall',
      'best cell',
      'its F1',
    ],
    rows: features.map(({ name, title }, k) => {
      const score = scores?.[k];
      const base = score && score.characters > 0 ? score.inside / score.characters : null;
      const cell = cells?.find(({ feature }) => feature === name)?.cells[0];
      return [
        title,
        base,
        base === null ? null : trivialF1(base),
        score?.f1 ?? null,
        score?.precision ?? null,
        score?.recall ?? null,
        cell ? `${cell.layer}.${cell.index} (${cell.quantity})` : null,
        cell?.f1 ?? null,
      ];
    }),
  };
}

/** A piece of a held-out text: what was said at each character, and what is right. */
export function taggedExample(
  { said }: Run,
  { names, vocabulary, example }: { names: readonly string[]; vocabulary: Vocabulary; example: number },
): Figure[] {
  const total = said.reduce((sum, { text }) => sum + text.ids.length, 0);
  if (total === 0) return [];
  let at = Math.floor((example * total) / EXAMPLES);
  const found = said.find(({ text }) => (at -= text.ids.length) < 0)!;
  const { text, chances } = found;
  const from = Math.max(0, Math.min(at + text.ids.length, text.ids.length - EXAMPLE_LENGTH));
  const ids = text.ids.subarray(from, from + EXAMPLE_LENGTH);
  return [
    {
      kind: 'strip',
      id: 'example',
      title: `What it says after each character: ${text.path}`,
      caption:
        'Of each label the probability that was said, and below it what is right; where nothing stands it is not known.',
      characters: Array.from(ids, id => vocabulary.character(id)),
      rows: names.flatMap((name, k) => [
        { label: name, values: [...chances[k].subarray(from, from + ids.length)] },
        {
          label: `${name}: right`,
          values: Array.from(text.tags[k].subarray(from, from + ids.length), tag => (tag < 0 ? null : tag)),
        },
      ]),
      scale: 'positive',
      most: 1,
    },
  ];
}

export function tagCurves({ standings }: Run, names: readonly string[]): CurvesFigure {
  const x = standings.map(({ steps }) => steps);
  return {
    kind: 'curves',
    id: 'f1',
    title: 'F1 along the training',
    caption: 'On the beginnings of the held-out files, and at the end on all of them.',
    x: { label: 'training step', scale: 'linear' },
    y: { label: 'F1, and loss in nats', scale: 'linear' },
    series: [
      ...names.map((name, k) => ({ name, x, y: standings.map(({ scores }) => scores[k].f1 ?? null) })),
      { name: 'training loss, nats', x, y: standings.map(({ loss }) => loss) },
    ],
  };
}
