import { CODE_COUNT, type CodedText, INSIDE, labelIn, NOT_COUNTED, OUTSIDE } from './labelCodes.ts';
import type { Half, TextHalves } from './textHalves.ts';

/** Class of a place that counts for no feature. */
export const SKIPPED = 0xffff;

/** What all places of one class have in common. */
interface LabelClass {
  code: number;
  fileHalf: Half;
  partHalf: Half;
  characters: number;
}

/** The places that count for a feature, in either half. */
export interface Selection {
  /** By class: 2 * half + label, or -1 for places that do not count. */
  targets: Int8Array;
  /** By 2 * half + label. */
  characters: [number, number, number, number];
  /** Whether there are two halves; else all is in the first. */
  isHalved: boolean;
}

/**
 * The kinds of places that there are in some texts: what features they are in, and in which half they lie. Cells are
 * counted by these, once for all features; what is asked of one feature is a sum over some of them.
 */
export class LabelClasses {
  private readonly halves: TextHalves;
  private readonly classes: LabelClass[] = [];
  /** The class of each key. */
  private readonly classOfKey = new Uint16Array(4 * CODE_COUNT).fill(SKIPPED);
  private readonly usesFiles: boolean;
  private readonly usesParts: boolean;

  constructor(texts: readonly CodedText[], halves: TextHalves) {
    this.halves = halves;
    this.usesFiles = halves.chosenOn.includes('otherFiles');
    this.usesParts = halves.chosenOn.includes('otherParts');
    for (const text of texts)
      for (let character = 0; character < text.codes.length; character++) this.count(text, character);
  }

  get length(): number {
    return this.classes.length;
  }

  /** The class of a place; SKIPPED where it counts for no feature. */
  classOf(text: CodedText, character: number): number {
    return this.classOfKey[this.keyOf(text, character)];
  }

  /** The places that count for a feature, all of them or those outside of another. */
  select(feature: number, outsideOf?: number): Selection {
    const selection: Selection = {
      targets: new Int8Array(this.length).fill(-1),
      characters: [0, 0, 0, 0],
      isHalved: this.halves.chosenOn[feature] !== 'sameText',
    };
    for (const [i, each] of this.classes.entries()) {
      const label = labelIn(each.code, feature);
      const isSelected = outsideOf === undefined || labelIn(each.code, outsideOf) === OUTSIDE;
      if (label === NOT_COUNTED || !isSelected) continue;
      const target = 2 * this.halfFor(feature, each) + label;
      selection.targets[i] = target;
      selection.characters[target] += each.characters;
    }
    return selection;
  }

  private halfFor(feature: number, { fileHalf, partHalf }: LabelClass): Half {
    switch (this.halves.chosenOn[feature]) {
      case 'otherFiles':
        return fileHalf;
      case 'otherParts':
        return partHalf;
      case 'sameText':
        return 0;
    }
  }

  private keyOf(text: CodedText, character: number): number {
    const fileHalf = this.usesFiles ? this.halves.fileHalf(text) : 0;
    const partHalf = this.usesParts ? this.halves.partHalf(text, character) : 0;
    return text.codes[character] + CODE_COUNT * (fileHalf + 2 * partHalf);
  }

  private count(text: CodedText, character: number): void {
    const key = this.keyOf(text, character);
    const code = text.codes[character];
    if (this.classOfKey[key] === SKIPPED) {
      const isCounted = this.halves.chosenOn.some((_, feature) => labelIn(code, feature) !== NOT_COUNTED);
      if (!isCounted) return;
      this.classOfKey[key] = this.classes.length;
      const half = Math.floor(key / CODE_COUNT);
      this.classes.push({
        code,
        fileHalf: (half & 1) as Half,
        partHalf: (half >> 1) as Half,
        characters: 0,
      });
    }
    this.classes[this.classOfKey[key]].characters++;
  }
}

/** Characters of a label in both halves of a selection. */
export function charactersOf({ characters }: Selection, label: typeof OUTSIDE | typeof INSIDE): number {
  return characters[label] + characters[2 + label];
}
