import { plainJson, plainLine, plainText } from '../../protocol/plainText.ts';

/**
 * All that the commands print goes through this module, and nothing in it lets text that came from elsewhere command
 * the terminal or pass for lines of ours: names, what a model's files say, what a model writes.
 */

/** Words in a weaker colour where the terminal has colours. They are made plain like any others. */
interface Weak {
  weak: string;
}

export function dim(text: string): Weak {
  return { weak: text };
}

/** One line, of parts that stand one after the other. */
export function printLine(...parts: (string | Weak)[]): void {
  process.stdout.write(`${parts.map(shown).join('')}\n`);
}

function shown(part: string | Weak): string {
  if (typeof part === 'string') return plainLine(part);
  const text = plainLine(part.weak);
  return hasColours() ? `\u001b[2m${text}\u001b[22m` : text;
}

export function hasColours(): boolean {
  return process.stdout.isTTY && !process.env['NO_COLOR'];
}

/** Lines of text, such as those of a file, to be read by a person. */
export function printText(text: string): void {
  process.stdout.write(`${plainText(text)}\n`);
}

/** The same with our own colours in it: nothing else that begins with an escape character has an effect. */
export function printColored(text: string): void {
  // oxlint-disable-next-line no-control-regex -- it is what our colours begin with
  const parts = text.split(/(\u001b\[[0-9;]*m)/);
  process.stdout.write(`${parts.map((part, i) => (i % 2 === 0 ? plainText(part) : part)).join('')}\n`);
}

/**
 * Text that is the result itself, such as what a model writes: as it is for a file or another program, plain on a
 * terminal. Resolves when it is taken, so that a slow reader is waited for.
 */
export function writeText(text: string): Promise<void> {
  const outgoing = process.stdout.isTTY ? plainText(text) : text;
  return new Promise(resolve => process.stdout.write(outgoing, () => resolve()));
}

/** One JSON object as one line on standard output. */
export function printJson(value: object): void {
  process.stdout.write(`${plainJson(JSON.stringify(value))}\n`);
}

/** What a person should know and no program reads: one line on standard error. */
export function warn(message: string): void {
  process.stderr.write(`cellscope: ${plainLine(message)}\n`);
}

/** Where an error was thrown, for developers. */
export function warnWithStack({ stack, message }: Error): void {
  process.stderr.write(`${plainText(stack ?? message)}\n`);
}

/** A word of a command that is shown to be pasted into a shell. */
export function shellWord(text: string): string {
  return /^[\w./:@%+,=-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** '1 file', '2 files'. */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** Minutes and seconds, as 2:05; with hours from one hour on. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours > 0 ? `${hours}:${twoDigits(minutes)}:${twoDigits(rest)}` : `${minutes}:${twoDigits(rest)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/**
 * A line at the bottom of the terminal that is written over again and again, with other lines appearing above it.
 * Where the output is no terminal it is written as a plain line, and only now and then.
 */
export class StatusLine {
  private readonly stream: NodeJS.WriteStream;
  private shown = '';
  private lastPlain = -Infinity;

  constructor(stream: NodeJS.WriteStream = process.stdout) {
    this.stream = stream;
  }

  /** On a terminal alone: what is over in a moment is nothing for a log. */
  show(line: string): void {
    if (!this.stream.isTTY) return;
    const width = Math.max(20, (this.stream.columns ?? 80) - 1);
    this.clear();
    this.shown = Array.from(plainLine(line)).slice(0, width).join('');
    this.stream.write(this.shown);
  }

  update(line: string): void {
    if (this.stream.isTTY) this.show(line);
    else if (Date.now() - this.lastPlain >= 5000) {
      this.lastPlain = Date.now();
      this.stream.write(`${plainLine(line)}\n`);
    }
  }

  /** A line that stays. */
  print(...parts: (string | Weak)[]): void {
    const { shown: status } = this;
    this.clear();
    printLine(...parts);
    if (status === '') return;
    this.shown = status;
    this.stream.write(status);
  }

  clear(): void {
    if (this.shown !== '') this.stream.write('\r\u001b[K');
    this.shown = '';
  }
}
