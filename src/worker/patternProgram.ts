/** What one character must be, by its code. */
export type CharacterTest = (code: number) => boolean;

const SLASH = 0x2f;
const any: CharacterTest = () => true;
const notSlash: CharacterTest = code => code !== SLASH;

/** A step: one character that fits, then the step after it; or two places to go on from at once, without one. */
type Step = { test: CharacterTest } | { code: number } | { fork: [number, number] };

/**
 * A pattern of names. All ways to match are followed side by side, as Thompson does (Regular expression search
 * algorithm, 1968): a text takes its own length times that of the pattern at most, whatever the pattern is.
 */
export class PatternProgram {
  /** Characters that a text must have at least. */
  needed = 0;
  private readonly steps: Step[] = [];
  private scratch: Scratch | undefined;

  /** Where the next step will be. */
  get end(): number {
    return this.steps.length;
  }

  addCharacter(code: number): void {
    this.steps.push({ code });
    this.needed++;
  }

  addTest(test: CharacterTest): void {
    this.steps.push({ test });
    this.needed++;
  }

  /** One character: any, or any but a slash. */
  addAny({ slash }: { slash: boolean }): void {
    this.addTest(slash ? any : notSlash);
  }

  /** Any number of characters. */
  addStar({ slash }: { slash: boolean }): void {
    const start = this.addFork();
    this.steps.push({ test: slash ? any : notSlash });
    this.joinTo(this.addFork(), start);
    this.splitTo(start, this.end);
  }

  /** Any number of folders, each with its slash: what a double star and a slash stand for. */
  addFolders(): void {
    const start = this.addFork();
    const loop = this.addFork();
    this.steps.push({ test: any });
    this.joinTo(this.addFork(), loop);
    this.splitTo(loop, this.end);
    this.steps.push({ code: SLASH });
    this.splitTo(start, this.end);
  }

  /** A step without a character, which goes on to the one behind it until it is told otherwise. */
  addFork(): number {
    this.steps.push({ fork: [this.end + 1, this.end + 1] });
    return this.end - 1;
  }

  /** A fork goes on to another place, too. */
  splitTo(fork: number, place: number): void {
    this.fork(fork)[1] = place;
  }

  /** A fork goes on to another place, and to no other one. */
  joinTo(fork: number, place: number): void {
    this.fork(fork).fill(place);
  }

  /** Whether the whole text matches. `spend` is told how many steps were looked at. */
  matches(text: string, spend: (steps: number) => void): boolean {
    if (text.length < this.needed) return false;
    this.scratch ??= new Scratch(this.steps.length + 1);
    let { now, next } = this.scratch;
    let looked = this.follow(0, now.clear());
    for (const character of text) {
      const code = character.codePointAt(0)!;
      next.clear();
      for (let i = 0; i < now.length; i++) {
        const at = now.places[i];
        const step = this.steps[at];
        looked++;
        if (step === undefined || 'fork' in step) continue;
        if ('code' in step ? step.code === code : step.test(code)) looked += this.follow(at + 1, next);
      }
      if (next.length === 0) {
        spend(looked);
        return false;
      }
      [now, next] = [next, now];
    }
    spend(looked);
    return now.has(this.steps.length);
  }

  private fork(at: number): [number, number] {
    const step = this.steps[at];
    if (!('fork' in step)) throw new RangeError(`Step ${at} is no fork.`);
    return step.fork;
  }

  /** Adds a place and those that can be reached from it without a character; says how many it looked at. */
  private follow(start: number, to: Places): number {
    const stack = [start];
    let looked = 0;
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      looked++;
      if (!to.add(at)) continue;
      const step = this.steps[at];
      if (step === undefined || !('fork' in step)) continue;
      stack.push(...step.fork);
    }
    return looked;
  }
}

/** A set of places in a program. */
class Places {
  readonly places: Int32Array;
  length = 0;
  /** Where in `places` each place stands, if it does. */
  private readonly index: Int32Array;

  constructor(size: number) {
    this.places = new Int32Array(size);
    this.index = new Int32Array(size);
  }

  clear(): this {
    this.length = 0;
    return this;
  }

  has(place: number): boolean {
    const at = this.index[place];
    return at < this.length && this.places[at] === place;
  }

  /** False when it is there. */
  add(place: number): boolean {
    if (this.has(place)) return false;
    this.index[place] = this.length;
    this.places[this.length++] = place;
    return true;
  }
}

class Scratch {
  readonly now: Places;
  readonly next: Places;

  constructor(size: number) {
    this.now = new Places(size);
    this.next = new Places(size);
  }
}
