/** One JSON object as one line on standard output. */
export function printJson(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

export function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
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

/** On standard error, where it is not taken for what was asked for. */
export function printNote(line: string): void {
  process.stderr.write(`cellscope: ${line}\n`);
}

export function hasColours(): boolean {
  return process.stdout.isTTY && !process.env['NO_COLOR'];
}

/** Text on a terminal in a weaker colour; unchanged elsewhere. */
export function dim(text: string): string {
  return hasColours() ? `\u001b[2m${text}\u001b[22m` : text;
}

/** Characters that would move the cursor or change the terminal, made visible; line feeds stay. */
export function printable(text: string): string {
  return text.replace(/\t/g, '    ').replace(/[^\P{Cc}\n]/gu, '\u00b7');
}

/**
 * A line at the bottom of the terminal that is written over again and again, with other lines appearing above it.
 * Where the output is no terminal it is written as a plain line, and only now and then.
 */
export class StatusLine {
  private shown = '';
  private lastPlain = -Infinity;

  update(line: string): void {
    if (process.stdout.isTTY) {
      const width = Math.max(20, (process.stdout.columns ?? 80) - 1);
      this.clear();
      this.shown = line.slice(0, width);
      process.stdout.write(this.shown);
    } else if (Date.now() - this.lastPlain >= 5000) {
      this.lastPlain = Date.now();
      printLine(line);
    }
  }

  /** A line that stays. */
  print(line: string): void {
    const { shown } = this;
    this.clear();
    printLine(line);
    if (shown === '') return;
    this.shown = shown;
    process.stdout.write(shown);
  }

  clear(): void {
    if (this.shown !== '') process.stdout.write('\r\u001b[K');
    this.shown = '';
  }
}
