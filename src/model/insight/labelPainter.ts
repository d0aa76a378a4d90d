import type { Node, QueryMatch, Tree } from 'web-tree-sitter';
import { characterEnd } from '../sampling/documentText.ts';
import type { FeatureName } from './features.ts';
import type { LabelGrammar } from './labelGrammar.ts';
import { rawParts } from './rawC.ts';

/** One of each for every code point of a text with LF line ends. */
export interface Labels {
  /** 1: the position right after the character is inside the feature. */
  labels: Uint8Array;
  /** 1: not counted, since the text there could not be parsed. */
  masked: Uint8Array;
}

/** Features that are single tokens of their language. */
const tokenFeatures: readonly FeatureName[] = ['quotes', 'comment'];

const QUOTE = /["']$/;

/** Of brackets, quotes, formulas and environments; not the semicolon or #endif, which close nothing that counts. */
const CLOSING_MARK = /^(?:[)\]}"'$]|\\)/;

/** A text as its grammar is to see it. */
export interface PreparedText {
  /** Of the same length and lines as the text. */
  source: string;
  /** Comments, as units [from, to), that were hidden from the grammar. */
  hidden: readonly [from: number, to: number][];
}

/** The labels of a text for every feature of its language, from its tree. */
export function paintLabels(tree: Tree, text: PreparedText, grammar: LabelGrammar): Map<FeatureName, Labels> {
  const { source, hidden } = text;
  const paintings = new Map(grammar.features.map(feature => [feature, new Painting(source)]));
  for (const match of grammar.query.matches(tree.rootNode)) paintMatch(match, source, paintings);
  for (const [from, to] of hidden) paintings.get('comment')?.paint(from + 1, to - 1);
  return new Map([...paintings].map(([feature, painting]) => [feature, painting.labels()]));
}

type Paintings = ReadonlyMap<FeatureName, Painting>;

function paintMatch({ captures }: QueryMatch, text: string, paintings: Paintings): void {
  let opened = 0;
  for (const { name, node } of captures) {
    const [feature, role] = name.split('.') as [FeatureName, string | undefined];
    const painting = paintings.get(feature);
    if (painting && role === 'inside') painting.paint(node.startIndex + 1, node.endIndex - 1);
    else if (painting && role === 'line') painting.paint(node.startIndex + 1, node.endIndex);
    else if (painting && role === 'open') opened = node.endIndex;
    else if (painting && role === 'close') painting.paint(opened, node.startIndex);
    else if (name === 'raw') paintRaw(node, text, paintings);
    else if (name === 'error') maskError(node, paintings);
    else if (name === 'missing') maskUnclosed(node, paintings);
  }
}

/** A closing mark that the parser made up leaves the end of its pair unknown. */
function maskUnclosed(missing: Node, paintings: Paintings): void {
  const pair = missing.parent;
  if (!pair || !CLOSING_MARK.test(missing.type)) return;
  for (const [feature, painting] of paintings)
    if (!tokenFeatures.includes(feature) || QUOTE.test(missing.type))
      painting.mask(pair.startIndex, pair.endIndex);
}

/**
 * Nothing is known about the structure of a text that could not be parsed, so all of it is masked. Its tokens are
 * good, for all that: for features that are single tokens only what the parser skipped is masked, and stray quotes.
 */
function maskError(error: Node, paintings: Paintings): void {
  const skipped = skippedParts(error);
  for (const [feature, painting] of paintings)
    if (tokenFeatures.includes(feature)) for (const [from, to] of skipped) painting.mask(from, to);
    else painting.mask(error.startIndex, error.endIndex);
}

/** Units [from, to) of an error that are in none of its children, or in a quote that is not part of a literal. */
function skippedParts(error: Node): [number, number][] {
  const parts: [number, number][] = [];
  let end = error.startIndex;
  for (const child of error.children) {
    parts.push([end, child.startIndex]);
    if (QUOTE.test(child.type)) parts.push([child.startIndex, child.endIndex]);
    end = child.endIndex;
  }
  parts.push([end, error.endIndex]);
  return parts;
}

/** Literals and comments are found in raw text too; what is a statement in it is not known. */
function paintRaw({ startIndex, endIndex }: Node, text: string, paintings: Paintings): void {
  paintings.get('if')?.mask(startIndex, endIndex);
  for (const { kind, from, to, closeLength } of rawParts(text.slice(startIndex, endIndex)))
    paintings.get(kind)?.paint(startIndex + from + 1, startIndex + to - closeLength);
}

/** What of a text is inside one feature. */
class Painting {
  private readonly text: string;
  /** 1 for each position, counted in units before it, that is inside. */
  private readonly inside: Uint8Array;
  /** 1 for each unit that is not counted. */
  private readonly masked: Uint8Array;

  constructor(text: string) {
    this.text = text;
    this.inside = new Uint8Array(text.length + 1);
    this.masked = new Uint8Array(text.length);
  }

  /** The positions from `first` to and with `last` are inside. */
  paint(first: number, last: number): void {
    this.inside.fill(1, first, last + 1);
  }

  /** The units [from, to) are not counted. */
  mask(from: number, to: number): void {
    this.masked.fill(1, from, to);
  }

  labels(): Labels {
    const { text, inside, masked } = this;
    const labels = new Uint8Array(text.length);
    const maskedCharacters = new Uint8Array(text.length);
    let length = 0;
    for (let unit = 0; unit < text.length; length++) {
      const end = characterEnd(text, unit);
      labels[length] = inside[end];
      maskedCharacters[length] = masked[unit];
      unit = end;
    }
    return { labels: labels.slice(0, length), masked: maskedCharacters.slice(0, length) };
  }
}
