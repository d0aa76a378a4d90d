const LISTED = {
  c: /^[ \t]*#[ \t]*include\b/,
  latex: /^[ \t]*\\(usepackage|RequirePackage)\b/,
};
/** What many files list in the same order would be learnt by heart: so many lines of it show how it is done. */
const MOST_LISTED = 2;
/** A longer line of it is learnt by heart alone: a package's options, say. In UTF-16 units. */
const LONGEST_LISTED = 40;

/**
 * A text without most of the lines that say which headers or packages it uses: of each list the first short ones stay.
 * Blank lines do not end a list.
 * @param {string} text @param {'c' | 'latex'} language
 */
export function withShortLists(text, language) {
  let listed = 0;
  const stays = line => {
    if (line.trim() === '') return true;
    if (!LISTED[language].test(line)) {
      listed = 0;
      return true;
    }
    return line.length <= LONGEST_LISTED && ++listed <= MOST_LISTED;
  };
  return text.split('\n').filter(stays).join('\n');
}
