import { createHash } from 'node:crypto';
import { NearDuplicates, RepeatedBlocks } from './duplicates.mjs';
import { isGenerated, reasonsToLeaveOut } from './filters.mjs';
import { hasConditions } from './legalText.mjs';

/** Folders of what a project has from others: a source of its own, if it is one at all. */
const VENDORED =
  /(^|\/)(third[-_]?party|3rd[-_]?party|vendor(ed)?|external|extern|deps|bundled|subprojects|submodules|lua[\d.-]*|zlib|sqlite3?|gmock[\w.-]*|gtest[\w.-]*|unity)\//i;

/** Longer texts are many that were put together. In UTF-16 units. */
const MOST = 1_500_000;
/** Less is not worth cutting out of a text. */
const LEAST_CUT = 10_000;

/**
 * Takes texts of one language out of one source after the other, until each has its share. In which order a source's
 * files are looked at is decided by their names, as if by lot, so that all parts of a project get their turn.
 */
export class TextChooser {
  #language;
  #most;
  #cuts;
  #known = new NearDuplicates();
  #blocks = new RepeatedBlocks();

  /**
   * @param {'c' | 'latex'} language
   * @param {number} most characters of a source at most
   * @param {((text: string, language: 'c' | 'latex') => string)[]} cuts what many files have word for word would be learnt by
   *   heart: each takes some of it out of a text
   */
  constructor(language, most, cuts) {
    this.#language = language;
    this.#most = most;
    this.#cuts = cuts;
  }

  /**
   * @param {{ name: string, most?: number, include?: string[] }} source `most` is its own limit, if lower
   * @param {{ path: string, read: () => Promise<{ text: string } | { reason: string }> }[]} files
   * @returns {Promise<{ texts: { path: string, text: string }[], leftOut: Record<string, number> }>}
   */
  async choose(source, files) {
    const texts = [];
    const leftOut = {};
    const leave = reason => (leftOut[reason] = (leftOut[reason] ?? 0) + 1);
    const most = Math.min(this.#most, source.most ?? Infinity);
    let left = most;
    for (const { path, read } of files.toSorted((a, b) => (lot(source, a) < lot(source, b) ? -1 : 1))) {
      if (!source.include && VENDORED.test(path)) leave("another project's");
      else if (left < most * 0.02) leave('more than its share');
      else {
        const found = await this.#textOf(read, left);
        if (found.reason) leave(found.reason);
        else {
          texts.push({ path, text: found.text });
          left -= found.text.length;
        }
      }
    }
    return { texts: texts.toSorted((a, b) => (a.path < b.path ? -1 : 1)), leftOut };
  }

  async #textOf(read, left) {
    const found = await read();
    if ('reason' in found) return { reason: 'not readable' };
    const whole = found.text.replaceAll(/\r\n?/g, '\n').replaceAll('\f', '');
    // Who made a file is often said beside the licence.
    if (isGenerated(whole)) return { reason: 'generated' };
    if (hasConditions(whole)) return { reason: 'licence' };
    if (whole.length > MOST) return { reason: 'long' };
    const text = this.#cuts.reduce((rest, cut) => cut(rest, this.#language), whole);
    const reason = reasonsToLeaveOut.find(([, isSo]) => isSo(text, this.#language));
    if (reason) return { reason: reason[0] };
    const fitting = text.length > left ? beginningOf(text, this.#language, left) : text;
    if (fitting === undefined) return { reason: 'more than its share' };
    if (!this.#known.take(fitting)) return { reason: 'a near-duplicate' };
    return { text: this.#blocks.cut(fitting, this.#language) };
  }
}

/** As much of a text as there is room for, up to the end of a function or a paragraph; undefined for too little. */
function beginningOf(text, language, room) {
  const end = language === 'c' ? '\n}\n\n' : '\n\n';
  const place = text.lastIndexOf(end, room - end.length);
  return place < LEAST_CUT ? undefined : `${text.slice(0, place + end.length).trimEnd()}\n`;
}

function lot({ name }, { path }) {
  return createHash('sha1').update(`${name}/${path}`).digest('hex');
}
