// Licences and statements of copyright are taken out of a text, so that a model does not recite them.

/** Says so wherever it stands. */
const LEGAL =
  /copyright\s+(\(c\)|©|\d{4}|by\b)|\(c\)\s*\d{4}|all rights reserved|permission (is hereby granted|to use, copy)|redistributions? (of source|and use|in binary)|without (any )?warrant|warranties|licen[cs]ed under|SPDX-License|see (the )?(accompanying )?(file )?["'`]?(COPYING|LICEN[CS]E)|under the terms of|disclaims? copyright|(in|into) the public domain|LaTeX Project Public Licen|maintenance status|author-maintained|free software foundation/i;
/** Says so at the head of a file. */
const LEGAL_AT_HEAD = /licen[cs]e|copyright|warrant|©|\$(Id|Header|NetBSD|OpenBSD|FreeBSD)\b/i;

/** Licences with conditions on what is made of a text. */
const CONDITIONS =
  /GNU (Lesser |Library |Affero )?General Public|\b[LA]?GPL|Mozilla Public|Free Documentation Licen|non-?commercial|share-?alike|\bCC[- ]BY[- ](SA|NC|ND)/i;
const FREE =
  /\bBSD\b|\bMIT\b|Apache|FreeType|\bFTL\b|\bLPPL\b|LaTeX Project Public|public domain|Redistributions? of source/i;
const HEAD = 4000;

/**
 * Whether a file says at its head that it is under a licence with such conditions and names none without, though the
 * project as a whole is: some projects have files of others among their own. @param {string} text
 */
export function hasConditions(text) {
  const head = text.slice(0, HEAD);
  return CONDITIONS.test(head) && !FREE.test(head);
}

const C_COMMENT = /\/\*[\s\S]*?\*\/|(?:^[ \t]*\/\/.*(?:\n|$))+/gm;
const LATEX_COMMENT = /(?:^[ \t]*%.*(?:\n|$))+/gm;

/** A text without its licence. @param {string} text @param {'c' | 'latex'} language @returns {string} */
export function withoutLegalText(text, language) {
  const comment = language === 'c' ? C_COMMENT : LATEX_COMMENT;
  const body = startOfBody(text, comment);
  const cut = text.replace(comment, (block, place) => {
    const isLegal = LEGAL.test(block) || (place < body && LEGAL_AT_HEAD.test(block));
    if (!isLegal) return block;
    return block.endsWith('\n') ? '\n' : '';
  });
  const whole = language === 'latex' ? withoutLegalParagraphs(cut) : cut;
  return `${whole.replaceAll(/[ \t]*\n(?:[ \t]*\n){2,}/g, '\n\n').trim()}\n`;
}

/** Where the comments at the start of a text end. */
function startOfBody(text, comment) {
  let end = 0;
  for (const found of text.matchAll(comment)) {
    if (text.slice(end, found.index).trim() !== '') break;
    end = found.index + found[0].length;
  }
  return end;
}

/** Of the text itself; what opens or ends an environment there stays. */
function withoutLegalParagraphs(text) {
  const paragraphs = text.split(/(\n[ \t]*\n)/);
  return paragraphs.filter(each => !(LEGAL.test(each) && isBalanced(each))).join('');
}

/** Whether all braces and environments that a piece of LaTeX opens are closed in it. @param {string} text */
export function isBalanced(text) {
  const count = pattern => text.match(pattern)?.length ?? 0;
  return count(/\\begin\b/g) === count(/\\end\b/g) && count(/\{/g) === count(/\}/g);
}
