/** Lines that say which headers or packages a text uses. */
const LISTED = {
  c: /^[ \t]*#[ \t]*include\b/,
  latex: /^[ \t]*\\(documentclass|usepackage|RequirePackage|LoadClass)\b/,
};
/** Lines within such a list, which do not end it. */
const WITHIN = { c: /^[ \t]*(#[ \t]*(if|ifdef|ifndef|else|elif|endif)\b.*)?$/, latex: /^[ \t]*(%.*)?$/ };
/** What many files list in the same order would be learnt by heart: so many lines of it show how it is done. */
const MOST_LISTED = 2;
/** A longer line of it is learnt by heart alone: a package's options, say. In UTF-16 units. */
const LONGEST_LISTED = 30;

/** That tell a compiler of C++ that the functions of a header are C: the same words in every project. */
const C_GUARDS =
  /^[ \t]*#[ \t]*(?:ifdef[ \t]+|if[ \t]+defined[ \t]*\(?[ \t]*)__cplusplus\b.*\n(?:[ \t]*(?:extern[ \t]+"C"|\{|\}).*\n)+[ \t]*#[ \t]*endif.*\n?/gm;

/** A text of C without what makes it readable to C++. @param {string} text @param {'c' | 'latex'} language */
export function withoutGuards(text, language) {
  return language === 'c' ? text.replaceAll(C_GUARDS, '') : text;
}

/**
 * A text without most of the lines that say which headers or packages it uses: of each list the first short ones stay.
 * Blank lines, comments of LaTeX and conditions of C do not end a list.
 * @param {string} text @param {'c' | 'latex'} language
 */
export function withShortLists(text, language) {
  let listed = 0;
  const stays = line => {
    if (WITHIN[language].test(line)) return true;
    if (!LISTED[language].test(line)) {
      listed = 0;
      return true;
    }
    return line.length <= LONGEST_LISTED && ++listed <= MOST_LISTED;
  };
  return text.split('\n').filter(stays).join('\n');
}
