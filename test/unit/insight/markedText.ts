// Texts with their labels marked beneath each line, as in test/fixtures/labels.
import { readFileSync } from 'node:fs';
import type { Labels } from '../../../src/model/insight/labels/labelPainter.ts';

const GUTTER = 12;

/** A text, and per row name ('quotes', 'masked', ...) the marks beneath its lines, a space where there is none. */
interface MarkedText {
  text: string;
  rows: ReadonlyMap<string, readonly string[]>;
}

/** In a file's lines the gutter names the row; a mark in the column behind a line's end is that of its line feed. */
export function readMarkedText(name: string): MarkedText {
  const lines: string[] = [];
  const rows = new Map<string, string[]>();
  for (const line of readFileSync(`test/fixtures/labels/${name}`, 'utf8').trimEnd().split('\n')) {
    const row = line.slice(0, GUTTER).trim();
    const content = line.slice(GUTTER);
    if (row === 'source') lines.push(content);
    else {
      const marks = rows.get(row) ?? [];
      marks[lines.length - 1] = content;
      rows.set(row, marks);
    }
  }
  return { text: lines.map(line => `${line}\n`).join(''), rows };
}

/** The lines of a text with what was found beneath each, to be read and compared as a whole. */
export function showMarks(text: string, row: string, found: Uint8Array, mark: string): string {
  let index = 0;
  return text
    .split('\n')
    .slice(0, -1)
    .map(line => {
      const characters = Array.from(`${line}\n`);
      const marks = characters.map(() => (found[index++] === 1 ? mark : ' ')).join('');
      return `${line}\n${marks.trimEnd() === '' ? '' : `${row}: ${marks.trimEnd()}\n`}`;
    })
    .join('');
}

/** What `showMarks` gives for the marks of the file. */
export function expectedMarks({ text, rows }: MarkedText, row: string): string {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line, i) => {
      const marks = (rows.get(row)?.[i] ?? '').trimEnd();
      return `${line}\n${marks === '' ? '' : `${row}: ${marks}\n`}`;
    })
    .join('');
}

export function withoutMasked({ labels, masked }: Labels): Uint8Array {
  return labels.map((label, i) => (masked[i] === 1 ? 0 : label));
}
