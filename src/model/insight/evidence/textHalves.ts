import { type CodedText, INSIDE, labelIn, OUTSIDE } from './labelCodes.ts';

/**
 * Where the thresholds of a feature were chosen: on other files than those that they are tried on, on other parts of the
 * same files, or, where there is too little text for either, on the same text.
 */
export type ChosenOn = 'otherFiles' | 'otherParts' | 'sameText';

export type Half = 0 | 1;

/** Of what is inside a feature, and of what is outside, either half must have this share. */
const LEAST_SHARE = 0.2;

/** Characters of a part, as long as can be: a cell that remembers is much the same on either side of a border. */
const PART_LENGTHS = [2000, 1000, 500, 250] as const;

/** Texts in two halves: thresholds are chosen on one and tried on the other. */
export interface TextHalves {
  /** By feature. */
  chosenOn: readonly ChosenOn[];
  /** Of whole texts. */
  fileHalf: (text: CodedText) => Half;
  /** Of alternate parts of all texts. */
  partHalf: (text: CodedText, character: number) => Half;
}

/** Halves whole files where each half then has enough of a feature, and else the parts of files. */
export function halveTexts(texts: readonly CodedText[], featureCount: number): TextHalves {
  const fileHalves = shareFiles(texts, featureCount);
  const fileHalf = (text: CodedText) => fileHalves.get(text) ?? 0;
  const isByFile = Array.from({ length: featureCount }, (_, feature) =>
    isEven(byFile(texts, feature, fileHalf)),
  );
  const left = [...isByFile.keys()].filter(feature => !isByFile[feature]);
  let best: { partHalf: TextHalves['partHalf']; features: number[] } | undefined;
  for (const length of PART_LENGTHS) {
    if (best && best.features.length === left.length) break;
    const partHalf = alternateParts(texts, length);
    const features = left.filter(feature => isEven(byPart(texts, feature, partHalf)));
    if (!best || features.length > best.features.length) best = { partHalf, features };
  }
  const { partHalf, features } = best!;
  const chosenOn = isByFile.map((isFile, feature): ChosenOn => {
    if (isFile) return 'otherFiles';
    return features.includes(feature) ? 'otherParts' : 'sameText';
  });
  return { chosenOn, fileHalf, partHalf };
}

/** Characters by half and label: [half][OUTSIDE or INSIDE]. */
type HalfCounts = [[number, number], [number, number]];

function isEven(counts: HalfCounts): boolean {
  return [OUTSIDE, INSIDE].every(label => {
    const [a, b] = [counts[0][label], counts[1][label]];
    return Math.min(a, b) > 0 && Math.min(a, b) >= LEAST_SHARE * (a + b);
  });
}

function byFile(texts: readonly CodedText[], feature: number, fileHalf: TextHalves['fileHalf']): HalfCounts {
  const counts: HalfCounts = [
    [0, 0],
    [0, 0],
  ];
  for (const text of texts)
    for (const label of [OUTSIDE, INSIDE] as const)
      counts[fileHalf(text)][label] += text.counts[feature].labels[label];
  return counts;
}

function byPart(texts: readonly CodedText[], feature: number, partHalf: TextHalves['partHalf']): HalfCounts {
  const counts: HalfCounts = [
    [0, 0],
    [0, 0],
  ];
  for (const text of texts)
    for (const [character, code] of text.codes.entries()) {
      const label = labelIn(code, feature);
      if (label === OUTSIDE || label === INSIDE) counts[partHalf(text, character)][label]++;
    }
  return counts;
}

/**
 * Two heaps of files with as much of everything in either as may be: the large ones first, each to the heap that it
 * leaves more even.
 */
function shareFiles(texts: readonly CodedText[], featureCount: number): Map<CodedText, Half> {
  const totals = Array.from({ length: featureCount }, (_, feature) =>
    texts.reduce((sum, { counts }) => sum + counts[feature].labels[INSIDE], 0),
  );
  const characters = texts.reduce((sum, { codes }) => sum + codes.length, 0);
  const sized = texts.map(text => {
    const inside = text.counts.map(({ labels }, feature) => labels[INSIDE] / Math.max(1, totals[feature]));
    const shares = [...inside, text.codes.length / Math.max(1, characters)];
    return { text, shares, size: shares.reduce((sum, share) => sum + share, 0) };
  });
  const halves = new Map<CodedText, Half>();
  /** By measure: what the first heap has more than the second. */
  const lead = Array.from({ length: featureCount + 1 }, () => 0);
  for (const { text, shares } of sized.toSorted((a, b) => b.size - a.size)) {
    const unevenness = (sign: number) =>
      shares.reduce((sum, share, i) => sum + (lead[i] + sign * share) ** 2, 0);
    const half: Half = unevenness(1) <= unevenness(-1) ? 0 : 1;
    halves.set(text, half);
    for (const [i, share] of shares.entries()) lead[i] += half === 0 ? share : -share;
  }
  return halves;
}

/** The parts of all texts, counted through, are in the one half and the other by turns. */
function alternateParts(texts: readonly CodedText[], length: number): TextHalves['partHalf'] {
  const firstParts = new Map<CodedText, number>();
  let parts = 0;
  for (const text of texts) {
    firstParts.set(text, parts);
    parts += Math.ceil(text.codes.length / length);
  }
  return (text, character) => (((firstParts.get(text) ?? 0) + Math.floor(character / length)) % 2) as Half;
}
