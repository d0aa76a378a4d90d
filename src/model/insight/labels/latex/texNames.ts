/** Names that TeX, LaTeX and widely used packages give to what matters for labels. */

/** How a command quotes: what stands before the quoted text, and what marks its ends. */
export interface QuotingCommand {
  /** Arguments in braces before the quoted text, such as a language. */
  skips: number;
  /** Braces, the next character whatever it is, or either. */
  marks: 'braces' | 'delimiter' | 'either';
  /** The delimiter may be any mark, and stand behind spaces; else it is one that hardly stands there by chance. */
  anyDelimiter: boolean;
}

const verb: QuotingCommand = { skips: 0, marks: 'delimiter', anyDelimiter: true };
const either: QuotingCommand = { skips: 0, marks: 'either', anyDelimiter: true };
const url: QuotingCommand = { skips: 0, marks: 'either', anyDelimiter: false };
const link: QuotingCommand = { skips: 0, marks: 'braces', anyDelimiter: false };
const minted: QuotingCommand = { skips: 1, marks: 'either', anyDelimiter: true };

/** Commands that take text as it stands. */
export const quotingCommands: ReadonlyMap<string, QuotingCommand> = new Map([
  ['verb', verb],
  ['Verb', either],
  ['SaveVerb', { ...verb, skips: 1 }],
  ['spverb', verb],
  ['fverb', verb],
  ['tcboxverb', either],
  ['lstinline', either],
  ['mintinline', minted],
  ['mint', minted],
  ['url', url],
  ['path', url],
  ['nolinkurl', url],
  ['href', link],
  ['hyperimage', link],
  ['hyperbaseurl', link],
]);

/** What commands quote that a file declares. */
export const declaredQuoting = { verb, either, url };

/** Of the environments whose text is not LaTeX, those that take no options: a bracket behind them is text. */
export const plainVerbatim: ReadonlySet<string> = new Set(['verbatim', 'alltt', 'comment', 'spverbatim']);

/** Environments that are math from \begin to \end. With a star they are the same. */
export const mathEnvironments: ReadonlySet<string> = new Set(
  (
    'math displaymath equation align alignat flalign gather multline eqnarray xalignat xxalignat subeqnarray ' +
    'dmath IEEEeqnarray IEEEeqnarraybox empheq mathpar numcases subnumcases DispWithArrows'
  ).split(' '),
);

/** Of those, the ones that take options in brackets; in the others a bracket is math. */
export const mathWithOptions: ReadonlySet<string> = new Set([
  'dmath',
  'IEEEeqnarray',
  'IEEEeqnarraybox',
  'empheq',
]);

/** An empty line in it is no end of math. */
export const mathWithParagraphs: ReadonlySet<string> = new Set(['mathpar']);

/** Environments that are parts of a formula. */
export const partsOfMath =
  /^(?:array|(?:d|r|dr)?cases|aligned(?:at)?|gathered|split|multlined|subarray|(?:small|[pbBvV])?(?:small)?matrix)\*?$/;

/** Commands whose argument is text, with paragraphs of its own, within math as well. */
export const textCommands =
  /^(?:text\w*|mbox|hbox|vbox|vtop|vcenter|[fm]akebox|f(?:rame)?box|parbox|raisebox|footnote(?:text)?|(?:short)?intertext)$/;

/** The conditionals of TeX, e-TeX, pdfTeX and LuaTeX: each has a \fi of its own. */
const conditionals = new Set(
  (
    'if ifcat ifnum ifdim ifodd ifvmode ifhmode ifmmode ifinner ifvoid ifhbox ifvbox ifx ifeof iftrue iffalse ' +
    'ifcase ifdefined ifcsname iffontchar ifincsname ifprimitive ifabsnum ifabsdim ifpdfprimitive ifpdfabsnum ' +
    'ifpdfabsdim'
  ).split(' '),
);

/** Commands that begin like a conditional and take their cases as arguments. */
const noConditionals =
  /^(?:iff|ifthenelse|ifdef\w+|ifundef\w*|ifcs\w+|ifbool\w*|iftoggle|ifblank|ifempty|ifnotblank|ifstr\w+|ifpackage\w+|ifclass\w+|iffile\w+|ifnumber\w+|ifentry\w+|iffield\w+|ifname\w+)$/;

/**
 * Whether a command that begins with "if" is a conditional. Of names that are not known most are made by \newif; those
 * that an opening brace stands behind take arguments.
 */
export function isConditional(name: string, isDeclared: boolean, next: string): boolean {
  if (!name.startsWith('if')) return false;
  if (isDeclared || conditionals.has(name)) return true;
  return !noConditionals.test(name) && next !== '{';
}
