/** What one character must be, by its code. */
export type CharacterTest = (code: number) => boolean;

const SLASH = 0x2f;
const any: CharacterTest = () => true;
const notSlash: CharacterTest = code => code !== SLASH;

/**
 * One character that has the code or passes the test, then the step behind; or, with neither, two places to go on from
 * at once.
 */
interface Step {
  code: number;
  test: CharacterTest | undefined;
  left: number;
  right: number;
}

const NO_CODE = -1;

/**
 * A pattern of names. All ways to match are followed side by side, as Thompson does (Regular expression search
 * algorithm, 1968): a text takes its own length times that of the pattern at most, whatever the pattern is.
 */
export class PatternProgram {
  /** Characters that a text must have at least. */
  needed = 0;
  private readonly steps: Step[] = [];
  /** The longest text that every match holds, and the one that is being added. */
  private held = '';
  private run = '';
  /** Parts that may be left out and are being added, one within the other. */
  private optional = 0;

  /** Where the next step will be. */
  get end(): number {
    return this.steps.length;
  }

  addCharacter(code: number): void {
    this.steps.push({ code, test: undefined, left: 0, right: 0 });
    this.needed++;
    if (this.optional > 0) return;
    this.run += String.fromCodePoint(code);
    if (this.run.length > this.held.length) this.held = this.run;
  }

  addTest(test: CharacterTest): void {
    this.push(test);
    this.needed++;
  }

  /** One character: any, or any but a slash. */
  addAny({ slash }: { slash: boolean }): void {
    this.addTest(slash ? any : notSlash);
  }

  /** Any number of characters. */
  addStar({ slash }: { slash: boolean }): void {
    const start = this.addFork();
    this.push(slash ? any : notSlash);
    this.joinTo(this.addFork(), start);
    this.splitTo(start, this.end);
  }

  /** Any number of folders, each with its slash: what a double star and a slash stand for. */
  addFolders(): void {
    const start = this.addFork();
    const loop = this.addFork();
    this.push(any);
    this.joinTo(this.addFork(), loop);
    this.splitTo(loop, this.end);
    this.push(code => code === SLASH);
    this.splitTo(start, this.end);
  }

  /** A step without a character, which goes on to the one behind it until it is told otherwise. */
  addFork(): number {
    this.run = '';
    this.steps.push({ code: NO_CODE, test: undefined, left: this.end + 1, right: this.end + 1 });
    return this.end - 1;
  }

  /** A fork goes on to another place, too. */
  splitTo(fork: number, place: number): void {
    this.steps[fork].right = place;
  }

  /** A fork goes on to another place, and to no other one. */
  joinTo(fork: number, place: number): void {
    this.steps[fork].left = this.steps[fork].right = place;
  }

  /** What is added until `endOptional` need not be in a text. */
  beginOptional(): void {
    this.optional++;
  }

  /** `needed` is what a text needs up to here at least. */
  endOptional(needed: number): void {
    this.optional--;
    this.needed = needed;
    this.run = '';
  }

  /** Whether the whole text matches. `spend` is told how many steps were looked at. */
  matches(text: string, spend: (steps: number) => void): boolean {
    spend(1);
    // Most texts end here.
    if (text.length < this.needed || !text.includes(this.held)) return false;
    reserve(this.steps.length + 1);
    now.length = 0;
    let looked = this.follow(0, now);
    for (let at = 0; at < text.length && now.length > 0;) {
      const code = text.codePointAt(at)!;
      at += code > 0xffff ? 2 : 1;
      next.length = 0;
      looked += now.length;
      for (let i = 0; i < now.length; i++) {
        const place = now.places[i];
        if (place === this.steps.length) continue;
        const step = this.steps[place];
        const fits = step.test === undefined ? step.code === code : step.test(code);
        if (fits) looked += this.follow(place + 1, next);
      }
      [now, next] = [next, now];
    }
    spend(looked);
    return now.has(this.steps.length);
  }

  private push(test: CharacterTest): void {
    this.run = '';
    this.steps.push({ code: NO_CODE, test, left: 0, right: 0 });
  }

  /** Adds a place and those that can be reached from it without a character; says how many it looked at. */
  private follow(start: number, to: Places): number {
    let looked = 1;
    if (!to.add(start)) return looked;
    // The places that were just added are their own queue.
    for (let i = to.length - 1; i < to.length; i++) {
      const step = this.steps[to.places[i]];
      if (step === undefined || step.test !== undefined || step.code !== NO_CODE) continue;
      looked += 2;
      to.add(step.left);
      to.add(step.right);
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

/** Of all programs: matching one text is never interrupted, and there may be thousands of programs. */
let now = new Places(256);
let next = new Places(256);

function reserve(size: number): void {
  if (now.places.length >= size) return;
  now = new Places(2 * size);
  next = new Places(2 * size);
}
