import { createHash } from 'node:crypto';
import { UserError } from '../../../model/base/userError.ts';
import { decodeText } from './decodeText.ts';
import { readRegularFile, type Refusal } from './readRegularFile.ts';

/** Larger files are data. */
export const MAX_FILE_BYTES = 20_000_000;

/** Nobody writes such lines by hand: data or minified code, which would teach the network nothing of use. */
const MAX_LINE_CHARACTERS = 50_000;

/** Files that are read while the one before them is worked on, and their bytes: waiting for a disk takes longest. */
const FILES_AHEAD = 8;
const BYTES_AHEAD = 8_000_000;

export interface FileToRead {
  /** On disk. */
  location: string;
  /** As it was found; only for reading ahead. */
  bytes: number;
}

/** A file's text, or why it has none. */
type FileText = { text: string } | Refusal;

/** Reads files in their order, small ones some way ahead of the one that is asked for. */
export async function* readInOrder<File extends FileToRead>(
  files: readonly File[],
): AsyncGenerator<{ file: File; read: FileText }> {
  const ahead: { file: File; read: Promise<FileText> }[] = [];
  let bytesAhead = 0;
  let next = 0;
  const mayRead = () =>
    next < files.length &&
    (ahead.length === 0 || (ahead.length < FILES_AHEAD && bytesAhead + files[next].bytes <= BYTES_AHEAD));
  while (next < files.length || ahead.length > 0) {
    while (mayRead()) {
      const file = files[next++];
      bytesAhead += file.bytes;
      ahead.push({ file, read: readText(file.location, 'refuse') });
    }
    const { file, read } = ahead.shift()!;
    bytesAhead -= file.bytes;
    yield { file, read: await read };
  }
}

/** The text of a file, whoever wants it and for what. */
export async function readText(location: string, links: 'follow' | 'refuse'): Promise<FileText> {
  const bytes = await readRegularFile(location, { maxBytes: MAX_FILE_BYTES, links });
  return 'reason' in bytes ? bytes : decodeText(bytes);
}

/** The text of the one file that a command is about. Throws a UserError with the file's name. */
export async function readTextOf(file: string): Promise<string> {
  const read = await readText(file, 'follow');
  if ('text' in read) return read.text;
  throw new UserError(`Cannot read ${file}: ${read.isMissing ? 'there is no such file' : read.reason}.`);
}

/** Why there is nothing to be learnt from a text, in words for the user; undefined when there is. */
export function whyNotLearnt(text: string): string | undefined {
  if (text === '') return 'it is empty';
  const longest = longestLine(text);
  return longest > MAX_LINE_CHARACTERS
    ? `a line of ${longest} characters says that a machine wrote it`
    : undefined;
}

/** That no other text has. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64');
}

/** In UTF-16 units. A line ends as the network has it: with a line feed, a carriage return, or both. */
function longestLine(text: string): number {
  const placeOf = (end: string, from: number) => {
    const place = text.indexOf(end, from);
    return place < 0 ? text.length : place;
  };
  let longest = 0;
  let [feed, carriage] = [-1, -1];
  for (let start = 0; start < text.length;) {
    if (feed < start) feed = placeOf('\n', start);
    if (carriage < start) carriage = placeOf('\r', start);
    const end = Math.min(feed, carriage);
    longest = Math.max(longest, end - start);
    start = end + 1;
  }
  return longest;
}
