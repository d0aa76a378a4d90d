import { isBalanced } from './legalText.mjs';
import { shingles } from './filters.mjs';

/** Of the shingles every so many is looked at, chosen by its hash: enough to compare files by. */
const EVERY = 4;
/** A file of which so much is known is a near-duplicate. */
const MOST_KNOWN = 0.4;

/** Files whose words are for a good part those of files that were taken before, from whatever source. */
export class NearDuplicates {
  /** @type {Set<number>} */
  #known = new Set();

  /** Whether a text is new; if so, it is known from then on. @param {string} text @returns {boolean} */
  take(text) {
    const sampled = new Set(shingles(text).filter(hash => hash % EVERY === 0));
    let known = 0;
    for (const hash of sampled) if (this.#known.has(hash)) known++;
    if (known > MOST_KNOWN * sampled.size) return false;
    for (const hash of sampled) this.#known.add(hash);
    return true;
  }
}

/** Shorter blocks are of the language, not of a text. */
const LEAST_BLOCK = 120;
/** A block is taken so many times. */
const MOST_TIMES = 2;

/**
 * What stands in file after file, such as a preamble or a note on how to build: after its second time it is cut out.
 * Of C these are comments alone, since code without a part of it is not C.
 */
export class RepeatedBlocks {
  /** @type {Map<string, number>} */
  #times = new Map();

  /** @param {string} text @param {'c' | 'latex'} language @returns {string} the text with less in it, or as it is */
  cut(text, language) {
    if (language === 'c')
      return text.replace(/\/\*[\s\S]*?\*\/\n?/g, block => (this.#isKnown(block) ? '' : block));
    return text
      .split(/(\n[ \t]*\n)/)
      .filter(block => !isBalanced(block) || !this.#isKnown(block))
      .join('');
  }

  #isKnown(block) {
    if (block.length < LEAST_BLOCK) return false;
    const words = block.replaceAll(/\W+/g, ' ');
    const times = this.#times.get(words) ?? 0;
    this.#times.set(words, times + 1);
    return times >= MOST_TIMES;
  }
}
