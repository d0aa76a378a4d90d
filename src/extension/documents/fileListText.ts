import { allLanguages, languageNames, namesInProse } from '../../protocol/languages.ts';
import type { FileListMessage, ListedFileMessage } from '../../protocol/filesMessages.ts';
import { noticeText } from '../../protocol/noticeText.ts';

/** Paths up to this length stand in one column. */
const COLUMN = 48;

export interface FileListText {
  text: string;
  /** Where a file's path stands. */
  links: { line: number; length: number; location: string }[];
}

/** The list as a person reads it: how much is read on top, then what is not and why, then what is. */
export function fileListText({ files, notices }: FileListMessage): FileListText {
  const read = files.filter(file => file.reason === undefined);
  const leftOut = files.filter(file => file.reason !== undefined);
  const lines = [heading(read), ...notices.map(noticeText)];
  const links: FileListText['links'] = [];
  const addPart = (title: string, part: readonly ListedFileMessage[]) => {
    if (part.length === 0) return;
    lines.push('', `${title} (${number(part.length)})`, '');
    const width = Math.min(COLUMN, Math.max(...part.map(({ file }) => oneLine(file).length)));
    for (const { file, location, reason, characters } of part) {
      const name = oneLine(file);
      if (!file.endsWith('/')) links.push({ line: lines.length, length: name.length, location });
      lines.push(`${name.padEnd(width)}  ${oneLine(reason ?? `${number(characters)} characters`)}`);
    }
  };
  addPart(
    'Left out',
    leftOut.filter(file => !file.isExpected),
  );
  addPart(
    'Left out by your rules: .gitignore and its like, files.exclude',
    leftOut.filter(file => file.isExpected),
  );
  addPart('Read', read);
  return { text: `${lines.join('\n')}\n`, links };
}

function heading(read: readonly ListedFileMessage[]): string {
  if (read.length === 0)
    return `Cellscope reads no file of this workspace: none is ${namesInProse('or')}, or all are left out.`;
  const counts = allLanguages
    .map(language => ({ language, count: read.filter(file => file.language === language).length }))
    .filter(({ count }) => count > 0)
    .map(
      ({ language, count }) => `${number(count)} ${language === 'other' ? 'other' : languageNames[language]}`,
    );
  const characters = read.reduce((sum, file) => sum + file.characters, 0);
  return `Cellscope reads ${number(characters)} characters of this workspace: ${counts.join(', ')}.`;
}

function number(value: number): string {
  return value.toLocaleString('en');
}

/** A name may hold line ends, and signs that turn the direction of a line. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\u00b7');
}
