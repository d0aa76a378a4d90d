import { namesWithExtensions } from '../../protocol/languages.ts';
import { type FileList, type ListedFile, listFiles } from '../../platform/node/files/listFiles.ts';
import { noticeText } from '../../protocol/noticeText.ts';
import type { Command } from '../base/command.ts';
import { isSet, listOption, positionals } from '../base/options.ts';
import { count, plural, printJson, printLine, warn } from '../base/output.ts';

export const command: Command = {
  name: 'files',
  summary: 'Lists the files that are read, and those that are not, with the reason',
  usage: `Usage: cellscope files FOLDER [--glob PATTERN]... [--json]

Lists what a training on FOLDER would read: the ${namesWithExtensions()} files that git would keep,
tracked or not, in UTF-8, or in UTF-16 with a byte order mark. And what it would not, with the reason: what .gitignore
files and git's other rules leave out, links, binary files, other encodings, exact copies.

  --glob PATTERN  takes other files, too, such as '*.txt'; may be given several times
  --json          prints one JSON object a file: {"file","reason","language","characters"}, a reason only where the file
                  is left out; a folder of which nothing is read has a slash at its end

Characters are Unicode code points, a line end being one.
`,
  options: { glob: { type: 'string', multiple: true }, json: { type: 'boolean' } },

  async run(args) {
    const { FOLDER } = positionals(args, 'FOLDER');
    const list = await listFiles([{ path: FOLDER }], { globs: listOption(args, 'glob') });
    if (isSet(args, 'json')) printAsJson(list);
    else print(list);
    return 0;
  },
};

function printAsJson({ files, notices }: FileList): void {
  for (const notice of notices) warn(noticeText(notice));
  for (const { file, reason, language, characters } of files)
    printJson({ file, ...(reason !== undefined && { reason }), language, characters });
}

function print({ files, notices }: FileList): void {
  const read = files.filter(({ reason }) => reason === undefined);
  const leftOut = files.filter(({ reason }) => reason !== undefined);
  for (const { file, language, characters } of read)
    printLine(`${count(characters).padStart(11)}  ${language.padEnd(5)}  ${file}`);
  if (read.length > 0) printLine('');
  if (leftOut.length > 0) printLine('Left out:');
  for (const { file, reason } of leftOut) printLine(`  ${file}: ${reason}`);
  if (leftOut.length > 0) printLine('');
  for (const notice of notices) printLine(noticeText(notice));
  printLine(`${summary(read)} read, ${count(leftOut.length)} left out`);
}

function summary(read: readonly ListedFile[]): string {
  const characters = read.reduce((sum, file) => sum + file.characters, 0);
  return `${plural(read.length, 'file')} with ${count(characters)} characters`;
}
