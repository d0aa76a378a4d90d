import type { PatternProgram } from '../files/patternProgram.ts';
import { compileRest, lowerCase, parseRule, type Rule } from './gitPattern.ts';

/** Where a rule file stands, and how it is read. */
interface RuleSource {
  /** As the user is told it. */
  name: string;
  /** The folder that its rules are about, relative to the top folder: bytes, '' or with a slash at its end. */
  base: string;
  ignoreCase: boolean;
}

/** The rules of one file. The last one that matches a path decides. */
export class RuleList {
  readonly name: string;
  readonly base: string;
  private readonly ignoreCase: boolean;
  private readonly rules: Rule[] = [];
  /** Places in `rules` of those that need not be tried one by one: the last one of each text. */
  private readonly names = new LastOf();
  private readonly endings = new LastOf();
  private readonly paths = new LastOf();
  /** Places of the others, in order. */
  private readonly others: number[] = [];
  private readonly programs = new Map<number, PatternProgram | undefined>();

  /** `text` is the file's bytes, one a character. */
  constructor(text: string, { name, base, ignoreCase }: RuleSource) {
    this.name = name;
    this.base = base;
    this.ignoreCase = ignoreCase;
    const lines = text.replace(/^\u00ef\u00bb\u00bf/, '').split('\n');
    for (const [index, written] of lines.entries()) {
      const rule = parseRule(written, index + 1);
      if (rule) this.add(rule);
    }
  }

  /** The rule that decides about a path; `path` is relative to the top folder, bytes. */
  lastMatch(path: string, isFolder: boolean, spend: (steps: number) => void): Rule | undefined {
    if (this.rules.length === 0) return undefined;
    const own = this.fold(path.slice(this.base.length));
    const name = own.slice(own.lastIndexOf('/') + 1);
    let best = Math.max(
      this.names.find(name, isFolder),
      this.paths.find(own, isFolder),
      this.endings.findEnding(name, isFolder),
    );
    for (let i = this.others.length - 1; i >= 0 && this.others[i] > best; i--) {
      const rule = this.rules[this.others[i]];
      if (rule.foldersOnly && !isFolder) continue;
      if (this.matches(this.others[i], rule.nameOnly ? name : own, spend)) best = this.others[i];
    }
    // One that begins with another text is told in a fraction of a step.
    spend(this.others.length / 16);
    return this.rules[best];
  }

  private add(rule: Rule): void {
    const place = this.rules.push({ ...rule, literal: this.fold(rule.literal) }) - 1;
    const { literal, rest, nameOnly } = this.rules[place];
    const ending = rest.startsWith('*') && !/[*?[\\]/.test(rest.slice(1)) && literal === '';
    if (rest === '') (nameOnly ? this.names : this.paths).set(literal, place, rule.foldersOnly);
    else if (nameOnly && ending) this.endings.set(this.fold(rest.slice(1)), place, rule.foldersOnly);
    else this.others.push(place);
  }

  private matches(place: number, text: string, spend: (steps: number) => void): boolean {
    const { literal } = this.rules[place];
    if (!text.startsWith(literal)) return false;
    if (!this.programs.has(place)) {
      spend(this.rules[place].rest.length);
      this.programs.set(place, compileRest(this.rules[place], this.ignoreCase));
    }
    return this.programs.get(place)?.matches(text.slice(literal.length), spend) ?? false;
  }

  private fold(text: string): string {
    return this.ignoreCase ? lowerCase(text) : text;
  }
}

/** The last place of each text: of rules about all paths, and of those about folders. */
class LastOf {
  private readonly all = new Map<string, number>();
  private readonly folders = new Map<string, number>();
  private readonly lengths = new Set<number>();

  set(text: string, place: number, foldersOnly: boolean): void {
    (foldersOnly ? this.folders : this.all).set(text, place);
    this.lengths.add(text.length);
  }

  /** -1 when there is none. */
  find(text: string, isFolder: boolean): number {
    const place = this.all.get(text) ?? -1;
    return isFolder ? Math.max(place, this.folders.get(text) ?? -1) : place;
  }

  /** The last place of all texts that a text ends with. */
  findEnding(text: string, isFolder: boolean): number {
    let best = -1;
    for (const length of this.lengths)
      if (length <= text.length) best = Math.max(best, this.find(text.slice(text.length - length), isFolder));
    return best;
  }
}
