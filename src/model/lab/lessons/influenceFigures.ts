import type { InfluenceMeasure } from '../../insight/influence.ts';
import type { Influence } from '../../insight/passage.ts';
import type { Figure } from '../figures.ts';

/** Characters in the table of those that moved it most. */
const MOST_ROWS = 10;

/** Less is rounding. */
const LEAST_BITS = 1e-6;

const labels: Readonly<Record<InfluenceMeasure, string>> = {
  takenOut: 'bits, taken out',
  replaced: 'bits, replaced',
  gradient: 'bits, by the gradient',
};

/** The text with what each character did for the chosen prediction, the greatest of them, and how far back it reaches. */
export function influenceFigures(shown: {
  characters: readonly string[];
  /** of the predictions of the characters from the second one on */
  found: readonly Influence[];
  /** from 1 */
  chosen: number;
  measure: InfluenceMeasure;
  /** Whose prediction it is, for captions. */
  name: string;
}): Figure[] {
  const { characters, found, chosen, measure, name } = shown;
  const one = found.at(chosen - 1);
  const bits = one ? [...one.bits] : [];
  const predicted = visible(characters[chosen]);
  const title = one ? `What moved the prediction of ${predicted}` : 'What is to be measured';
  const strip: Figure = {
    kind: 'strip',
    id: 'strip',
    title,
    caption: one
      ? `It had a surprise of ${one.surpriseBits.toFixed(2)} bits for ${name}. Blue characters made it likelier, red ones less likely.`
      : 'Nothing is measured yet.',
    characters,
    rows: [{ label: labels[measure], values: characters.map((_, i) => bits[i] ?? null) }],
    scale: 'signed',
    chosen,
    choice: 'character',
  };
  if (!one) return [strip];
  return [
    strip,
    {
      kind: 'table',
      id: 'most',
      title: 'Those that moved it most',
      columns: ['character', 'steps back', 'bits', 'times as likely with it'],
      rows: bits
        .map((value, i) => ({ value, i }))
        .toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value))
        .slice(0, MOST_ROWS)
        .map(({ value, i }) => [visible(characters[i]), chosen - i, value, 2 ** value]),
    },
    reachFigure(found),
  ];
}

/** The mean size of the influence by how far back a character stands. */
function reachFigure(found: readonly Influence[]): Figure {
  const sums: number[] = [];
  for (const { bits } of found)
    for (let back = 1; back <= bits.length; back++)
      sums[back - 1] = (sums[back - 1] ?? 0) + Math.abs(bits[bits.length - back]);
  const means = sums.map((sum, i) => sum / (found.length - i));
  return {
    kind: 'curves',
    id: 'reach',
    title: 'How far back it reaches',
    caption: 'The mean size of the influence over all predictions of the text.',
    x: { label: 'steps back', scale: 'linear' },
    y: { label: 'bits', scale: 'logarithmic' },
    series: [
      {
        name: 'mean influence',
        x: means.map((_, i) => i + 1),
        y: means.map(mean => (mean >= LEAST_BITS ? mean : null)),
      },
    ],
  };
}

function visible(character: string): string {
  return character === '\n' ? '↵' : character === ' ' ? '␣' : character === '\t' ? '→' : character;
}
