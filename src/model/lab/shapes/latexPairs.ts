import type { TextPair } from './textPair.ts';

const HEADING = /\\(?:part|chapter|(?:sub){0,2}section|paragraph)\*?\s*(?:\[[^\]\n]*\])?\s*\{/g;
const COMMENT = /(?<!\\)%.*(?:\n[ \t]*)?/g;
const PARAGRAPH_END =
  /\n[ \t]*\n|\\(?:part|chapter|(?:sub){0,2}section|paragraph)\*?\s*[[{]|\\end\s*\{document\}/;
/** Characters of a paragraph that are looked at. */
const LONGEST = 4000;
const LEADING_LABEL = /^\\label\s*\{[^{}\n]*\}/;
const LABEL = /\\label\s*\{[^{}]*\}/g;

/** The headings of a text: the first paragraph below, with its label if it has one, and the title. */
export function latexSections(text: string): TextPair[] {
  const plain = text.replace(COMMENT, '');
  const pairs: TextPair[] = [];
  for (const { index, 0: head } of plain.matchAll(HEADING)) {
    const from = index + head.length;
    const to = closingBrace(plain, from);
    if (to === undefined) continue;
    const target = squeeze(plain.slice(from, to).replace(LABEL, ''));
    const source = firstParagraph(plain, to + 1);
    if (target !== '' && source !== '') pairs.push({ source, target });
  }
  return pairs;
}

/** Up to an empty line, or what begins another section. */
function firstParagraph(text: string, from: number): string {
  const behind = text.slice(from, from + LONGEST).trimStart();
  const label = behind.match(LEADING_LABEL)?.[0] ?? '';
  const [paragraph] = behind.slice(label.length).trimStart().split(PARAGRAPH_END, 1);
  return paragraph.trim() === '' ? '' : squeeze(`${label} ${paragraph}`);
}

/** The brace that closes what is open at a place; undefined where none does within the paragraph. */
function closingBrace(text: string, from: number): number | undefined {
  for (let at = from, depth = 1; at < text.length; at++) {
    const character = text[at];
    if (character === '\\') at++;
    else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return at;
    else if (character === '\n' && text[at + 1] === '\n') return undefined;
  }
  return undefined;
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
