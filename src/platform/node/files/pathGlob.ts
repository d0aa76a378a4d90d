import { UserError } from '../../../model/base/userError.ts';
import { type CharacterTest, PatternProgram } from './patternProgram.ts';

/** Nobody writes longer ones by hand. */
const MAX_LENGTH = 10_000;

/** A glob of the settings or the command line, for paths with forward slashes. */
export interface PathGlob {
  /** As it was written. */
  text: string;
  matches: (path: string, spend: (steps: number) => void) => boolean;
}

/**
 * As VS Code's globs: * is any part of a name, ** any number of folders, ? a character, [a-z] and [!a-z] sets, {a,b}
 * one of several, and a backslash takes a sign as it is. `where` says whether one without a slash is about names in
 * every folder, or about paths. Throws a UserError for what is no glob.
 */
export function parseGlob(text: string, where: 'anyFolder' | 'path'): PathGlob {
  const glob = text
    .trim()
    .replace(/^\.\//, '')
    .replace(/(?<=.)\/$/, '');
  if (glob === '') throw new UserError('A glob is empty; write a pattern such as *.txt or notes/**/*.md.');
  if (glob.length > MAX_LENGTH)
    throw new UserError(
      `A glob has ${glob.length} characters (${glob.slice(0, 40)}...); write one of at most ${MAX_LENGTH}.`,
    );
  if (glob.startsWith('!'))
    throw new UserError(
      `The glob ${JSON.stringify(glob.slice(0, 80))} begins with "!": a glob says what is meant, not what is not. Leave files out by .gitignore or the setting files.exclude.`,
    );
  const program = new GlobCompiler(glob).compile();
  const namesOnly = where === 'anyFolder' && !glob.includes('/');
  return {
    text,
    matches: (path, spend) =>
      program.matches(namesOnly ? path.slice(path.lastIndexOf('/') + 1) : path, spend),
  };
}

/** One {...} that is being read. */
interface Choice {
  /** The step at which the alternative that is being read begins. */
  fork: number;
  /** Steps at the ends of the alternatives before it. */
  ends: number[];
  /** Characters needed before it, and by the shortest alternative until now. */
  before: number;
  least: number;
}

class GlobCompiler {
  private readonly program = new PatternProgram();
  private readonly glob: readonly string[];
  /** Places of the braces that have a counterpart. */
  private readonly braces: ReadonlySet<number>;
  private readonly choices: Choice[] = [];
  private at = 0;

  constructor(glob: string) {
    this.glob = Array.from(glob);
    this.braces = pairedBraces(this.glob);
  }

  compile(): PatternProgram {
    while (this.at < this.glob.length) this.addNext();
    return this.program;
  }

  private addNext(): void {
    const { at, program } = this;
    const character = this.glob[at];
    this.at++;
    if (character === '*') this.addStars(at);
    else if (character === '?') program.addAny({ slash: false });
    else if (character === '[') this.addSet();
    else if (character === '/' && this.isTail()) this.addTail();
    else if (character === '{' && this.braces.has(at)) this.open();
    else if (character === ',' && this.choices.length > 0) this.nextAlternative();
    else if (character === '}' && this.braces.has(at)) this.close();
    else if (character === '\\' && this.at < this.glob.length)
      program.addCharacter(this.glob[this.at++].codePointAt(0)!);
    else program.addCharacter(character.codePointAt(0)!);
  }

  private addStars(start: number): void {
    while (this.glob[this.at] === '*') this.at++;
    const after = this.glob[this.at];
    const begins = start === 0 || '/{,'.includes(this.glob[start - 1]);
    const standsAlone = this.at - start > 1 && begins && (after === undefined || '/},'.includes(after));
    if (standsAlone && after === '/') {
      this.program.addFolders();
      this.at++;
    } else this.program.addStar({ slash: standsAlone });
  }

  /** Whether the rest is **, behind the slash that was just read. */
  private isTail(): boolean {
    return this.choices.length === 0 && /^\*\*+$/.test(this.glob.slice(this.at, this.at + 8).join(''))
      ? this.glob.slice(this.at).every(character => character === '*')
      : false;
  }

  /** `folder/**` is the folder itself, too. */
  private addTail(): void {
    const { needed } = this.program;
    const fork = this.program.addFork();
    this.program.beginOptional();
    this.program.addCharacter('/'.charCodeAt(0));
    this.program.addStar({ slash: true });
    this.program.splitTo(fork, this.program.end);
    this.program.endOptional(needed);
    this.at = this.glob.length;
  }

  private addSet(): void {
    const set = readSet(this.glob, this.at);
    if (set) {
      this.program.addTest(set.test);
      this.at = set.end;
    } else this.program.addCharacter('['.charCodeAt(0));
  }

  private open(): void {
    const { needed: before } = this.program;
    this.choices.push({ fork: this.program.addFork(), ends: [], before, least: Infinity });
    this.program.beginOptional();
  }

  private nextAlternative(): void {
    const choice = this.choices.at(-1)!;
    this.endAlternative(choice);
    this.program.splitTo(choice.fork, this.program.end);
    choice.fork = this.program.addFork();
    this.program.needed = choice.before;
  }

  private close(): void {
    const choice = this.choices.pop()!;
    this.endAlternative(choice);
    for (const end of choice.ends) this.program.joinTo(end, this.program.end);
    this.program.endOptional(choice.least);
  }

  private endAlternative(choice: Choice): void {
    choice.least = Math.min(choice.least, this.program.needed);
    choice.ends.push(this.program.addFork());
  }
}

function pairedBraces(glob: readonly string[]): Set<number> {
  const open: number[] = [];
  const paired = new Set<number>();
  for (let at = 0; at < glob.length; at++) {
    if (glob[at] === '\\') at++;
    else if (glob[at] === '[') at = (readSet(glob, at + 1)?.end ?? at + 1) - 1;
    else if (glob[at] === '{') open.push(at);
    else if (glob[at] === '}' && open.length > 0) paired.add(open.pop()!).add(at);
  }
  return paired;
}

/** Reads a set from behind its bracket; undefined when it is not closed. */
function readSet(glob: readonly string[], start: number): { test: CharacterTest; end: number } | undefined {
  const ranges: [number, number][] = [];
  let at = start;
  const negated = glob[at] === '!' || glob[at] === '^';
  if (negated) at++;
  for (const first = at; at === first || glob[at] !== ']'; at++) {
    if (glob[at] === undefined || glob[at] === '/') return undefined;
    if (glob[at] === '\\' && at + 1 < glob.length) at++;
    const low = glob[at].codePointAt(0)!;
    if (glob[at + 1] === '-' && glob[at + 2] !== undefined && glob[at + 2] !== ']') at += 2;
    ranges.push([low, glob[at].codePointAt(0)!]);
  }
  const has = (code: number) => ranges.some(([low, high]) => code >= low && code <= high);
  return { test: code => code !== 0x2f && has(code) !== negated, end: at + 1 };
}
