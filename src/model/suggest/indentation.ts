import type { Language } from '../text/language.ts';
import { columnsOf, leadingSpace, TAB_COLUMNS } from './columns.ts';
import type { SuggestionLanguage } from './languages/suggestionLanguage.ts';
import { suggestionLanguages } from './languages/suggestionLanguages.ts';

/** How a document indents its lines. */
interface Indentation {
  /** A tab, or the spaces of one step. */
  step: string;
  /** Whether nearly every block is a step deeper than what opens it, so that another width is not the document's. */
  isRegular: boolean;
}

/** Steps that spaces are taken for; others are what aligns a line with the one above it. */
const STEPS: readonly number[] = [2, 3, 4, 8];

/** Share of the indented lines that must be of one kind, so that the other is an exception. */
const ONE_KIND = 0.8;

/**
 * How the lines of a text are indented. `fallback` where none says it; undefined where they are of both kinds, or there
 * is no fallback.
 */
export function indentationOf(text: string, language: Language, fallback?: string): Indentation | undefined {
  const lines = text.split('\n').filter(line => line.trim() !== '');
  const tabs = lines.filter(line => line.startsWith('\t')).length;
  // One space is that of a comment's lines.
  const spaces = lines.filter(line => line.startsWith('  ')).length;
  if (tabs + spaces === 0) return fallback === undefined ? undefined : { step: fallback, isRegular: false };
  if (tabs >= ONE_KIND * (tabs + spaces)) return { step: '\t', isRegular: true };
  if (spaces < ONE_KIND * (tabs + spaces)) return undefined;
  const { opensBlock } = suggestionLanguages[language];
  const steps = stepsOf(lines, line => opensBlock.test(line));
  const step = mostFrequent(steps.length > 0 ? steps : stepsOf(lines, () => true));
  if (step === undefined) return fallback === undefined ? undefined : { step: fallback, isRegular: false };
  const regular = steps.filter(each => each === step).length;
  return { step: ' '.repeat(step), isRegular: regular > 1 && regular >= ONE_KIND * steps.length };
}

/** By how many columns lines are deeper than those above them. */
function stepsOf(lines: readonly string[], mayOpen: (line: string) => boolean): number[] {
  return lines
    .slice(1)
    .flatMap((line, i) => (mayOpen(lines[i]) ? [columnsOf(line) - columnsOf(lines[i])] : []))
    .filter(step => STEPS.includes(step));
}

function mostFrequent(steps: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const step of steps) counts.set(step, (counts.get(step) ?? 0) + 1);
  return [...counts.keys()].toSorted((a, b) => counts.get(b)! - counts.get(a)! || a - b)[0];
}

/** Where a suggestion is put in. */
interface IndentedPlace {
  linePrefix: string;
  lineAbove: string | undefined;
  language: Language;
}

/**
 * A suggestion with its lines indented as the document's are, where the model writes what it has learnt elsewhere: tabs
 * for spaces, spaces for tabs, or steps of another width.
 */
export function reindent(suggestion: string, place: IndentedPlace, indentation: Indentation): string {
  const [first, ...others] = suggestion.split('\n');
  const begun = place.linePrefix.trim() === '' ? beginLine(first, place, indentation) : first;
  const base = leadingSpace(place.linePrefix + begun);
  return [begun, ...indentBelow(base, others, indentation, suggestionLanguages[place.language])].join('\n');
}

/** The first line, when the cursor stands before all the text of its line. */
function beginLine(
  line: string,
  { linePrefix, lineAbove = '', language }: IndentedPlace,
  indentation: Indentation,
): string {
  const space = leadingSpace(line);
  const text = line.slice(space.length);
  if (text === '' || !isForeign(space, indentation)) return line;
  const { opensBlock, closesBlock } = suggestionLanguages[language];
  const opens = opensBlock.test(lineAbove) ? 1 : 0;
  const closes = closesBlock.test(text) ? 1 : 0;
  const wanted = deeper(leadingSpace(lineAbove), opens - closes, indentation.step);
  return (wanted.startsWith(linePrefix) ? wanted.slice(linePrefix.length) : '') + text;
}

/** The lines below one that opens a block and is itself indented by `base`. */
function indentBelow(
  base: string,
  lines: readonly string[],
  indentation: Indentation,
  { closesBlock }: Pick<SuggestionLanguage, 'closesBlock'>,
): string[] {
  const first = lines.find(line => line.trim() !== '');
  if (first === undefined) return [...lines];
  const firstDepth = closesBlock.test(first) ? 0 : 1;
  const width = columnsOf(first);
  const stepped = width - columnsOf(base);
  const isOtherStep =
    indentation.isRegular && firstDepth === 1 && stepped > 0 && stepped !== columnsOf(indentation.step);
  if (!isOtherStep && !lines.some(line => isForeign(leadingSpace(line), indentation))) return [...lines];
  const modelStep = lines.some(line => line.startsWith('\t'))
    ? TAB_COLUMNS
    : stepped > 0
      ? stepped
      : width || TAB_COLUMNS;
  return lines.map(line => {
    const text = line.slice(leadingSpace(line).length);
    const depth = firstDepth + Math.round((columnsOf(line) - width) / modelStep);
    return text === '' ? '' : deeper(base, depth, indentation.step) + text;
  });
}

/** Whether white space before a line is not what the document has. */
function isForeign(space: string, { step }: Indentation): boolean {
  return step === '\t' ? /^ {2,}/.test(space) : space.includes('\t');
}

/** White space by some steps deeper, or less deep. */
function deeper(space: string, steps: number, step: string): string {
  return steps < 0
    ? space.slice(0, Math.max(0, space.length + steps * step.length))
    : space + step.repeat(steps);
}
