import { UserError } from '../../base/userError.ts';
import { Digest } from '../../text/digest.ts';
import type { LabText } from '../lesson.ts';

/** Texts in two parts that have no file in common: one to learn from, and one that tells what was learnt. */
export interface TextParts {
  training: readonly LabText[];
  heldOut: readonly LabText[];
}

/** Share of the text that is held out, as far as whole files come to it. */
const SHARE = 0.15;

/** Texts that say something, each once: a copy in the other part would be known by heart. */
export function distinctTexts(texts: readonly LabText[]): LabText[] {
  const seen = new Set<string>();
  return texts.filter(({ text }) => {
    const isNew = text.trim() !== '' && !seen.has(text);
    seen.add(text);
    return isNew;
  });
}

/**
 * Holds whole files out, one at least, and leaves one at least. Which ones depends on their paths alone. Throws a
 * UserError where there are not two different files; `what` says of what there should be: 'C files'.
 */
export function splitTexts(texts: readonly LabText[], what: string): TextParts {
  const distinct = distinctTexts(texts);
  if (distinct.length < 2) {
    const there = distinct.length === 0 ? 'no text' : `only ${distinct[0].path}`;
    throw new UserError(
      `What was learnt is tried on files that were not learnt from, and there is ${there}: open a folder with several ${what}.`,
    );
  }
  return split(distinct);
}

/** As `splitTexts`, in each class by itself. Classes with a single file are left out: they cannot be tried. */
export function splitClasses(texts: readonly LabText[], classOf: (text: LabText) => string): ClassParts[] {
  const classes = new Map<string, LabText[]>();
  for (const text of distinctTexts(texts)) {
    const name = classOf(text);
    classes.set(name, [...(classes.get(name) ?? []), text]);
  }
  return [...classes]
    .filter(([, members]) => members.length > 1)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, members]) => ({ name, ...split(members) }));
}

export interface ClassParts extends TextParts {
  name: string;
}

function split(texts: readonly LabText[]): TextParts {
  const placed = texts.toSorted((a, b) => placeOf(a) - placeOf(b));
  const total = sizeOf(texts);
  const heldOut = new Set([placed[0]]);
  let size = placed[0].text.length;
  for (const text of placed.slice(1, -1)) {
    if (size >= SHARE * total) break;
    // One that would take much more than the share stays in what is learnt from.
    if (size + text.text.length > 2 * SHARE * total) continue;
    heldOut.add(text);
    size += text.text.length;
  }
  return {
    training: texts.filter(text => !heldOut.has(text)),
    heldOut: texts.filter(text => heldOut.has(text)),
  };
}

function placeOf({ path }: LabText): number {
  return new Digest().addText(path).value();
}

function sizeOf(texts: readonly LabText[]): number {
  return texts.reduce((sum, { text }) => sum + text.length, 0);
}
