import type { Random } from '../../src/model/base/random.ts';

/**
 * LaTeX made of sentences: there is little of it in the repository, and what makes it LaTeX are its commands, which
 * stand here. `sentences` are prose.
 */
export function latexLikeText(sentences: readonly string[], random: Random): string {
  const one = <T>(from: readonly T[]): T => from[Math.floor(random.next() * from.length)];
  const several = (most: number, make: () => string, between: string) =>
    Array.from({ length: 1 + Math.floor(random.next() * most) }, make).join(between);
  const sentence = () => one(sentences);
  const word = () =>
    one(
      sentence()
        .split(/\W+/)
        .filter(each => each.length > 2),
    ) ?? 'text';
  const key = () =>
    `${one(['sec', 'eq', 'fig', 'lem', 'thm', 'section', 'lemma'])}${one([':', '-', '_'])}${word()}`;
  const symbol = () =>
    one([
      'x',
      'y',
      'n',
      'X',
      'f',
      'g',
      'i',
      'k',
      '\\alpha',
      '\\beta',
      '\\mathcal{F}',
      '\\mathbf{R}',
      '\\lambda',
      '\\varphi',
      'A',
      'h_t',
      'x_{i}',
      'U',
      '\\Omega',
      '\\mathcal{O}_X',
    ]);
  const relation = () =>
    one([
      ' = ',
      ' \\to ',
      ' \\leq ',
      ' \\in ',
      ' + ',
      ' - ',
      ' \\cdot ',
      ' \\otimes ',
      ' \\circ ',
      ' \\subset ',
      ' \\longrightarrow ',
      ' \\cong ',
      '\\times ',
    ]);
  const part = (): string =>
    one([
      symbol,
      symbol,
      () => `${symbol()}_{${symbol()}}`,
      () => `${symbol()}^{${one(['2', '-1', 'n', '*', '\\prime'])}}`,
      () => `\\frac{${symbol()}}{${symbol()}}`,
      () => `\\sum_{i=1}^{n} ${symbol()}_i`,
      () => `\\sqrt{${symbol()}}`,
      () => `\\int_0^1 ${symbol()}\\,dx`,
      () => `\\text{${word()}}(${symbol()})`,
      () => `\\left(${symbol()}\\right)`,
      () => `\\{${symbol()}\\}`,
      () => `\\Hom(${symbol()}, ${symbol()})`,
    ])();
  const formula = () => several(3, part, relation());
  const inline = () =>
    one([
      `$${formula()}$`,
      `$${formula()}$`,
      `\\(${formula()}\\)`,
      `\\emph{${word()}}`,
      `{\\it ${word()}}`,
      `\\textbf{${word()}}`,
      `\\cite{${word()}}`,
      `Section~\\ref{${key()}}`,
      `Lemma \\ref{${key()}}`,
      `\\texttt{${word()}}`,
      `\`\`${word()}''`,
      `\\footnote{${sentence()}}`,
      `\\eqref{${key()}}`,
    ]);
  const prose = () =>
    sentence()
      .replace(/ /g, space => (random.next() < 0.12 ? ` ${inline()} ` : space))
      .replace(/ {2}/g, ' ');
  const wrapped = (text: string) => text.replace(/(.{50,75}) /g, random.next() < 0.8 ? '$1\n' : '$1 ');
  const paragraph = () => (random.next() < 0.3 ? '\\noindent\n' : '') + wrapped(several(4, prose, ' '));
  const display = () =>
    one([
      `$$\n${formula()}\n$$`,
      `\\[\n  ${formula()}\n\\]`,
      `\\begin{equation}\n\\label{${key()}}\n${formula()}\n\\end{equation}`,
      `\\begin{align*}\n${formula()} &= ${formula()} \\\\\n&= ${formula()}.\n\\end{align*}`,
    ]);
  const environment = () => {
    const name = one([
      'lemma',
      'theorem',
      'proof',
      'definition',
      'quote',
      'proposition',
      'remark',
      'abstract',
      'example',
      'center',
    ]);
    return `\\begin{${name}}\n${random.next() < 0.5 ? `\\label{${key()}}\n` : ''}${paragraph()}\n\\end{${name}}`;
  };
  const list = () => {
    const name = one(['itemize', 'enumerate']);
    return `\\begin{${name}}\n${several(4, () => `${one(['', '  '])}\\item ${prose()}`, '\n')}\n\\end{${name}}`;
  };
  const heading = () =>
    `\\${one(['section', 'subsection', 'chapter', 'section*', 'paragraph', 'subsubsection'])}{${sentence().slice(0, 40)}}\n${random.next() < 0.6 ? `\\label{${key()}}\n` : ''}`;
  const table = () =>
    `\\begin{tabular}{${one(['ll', 'l|r', 'lcr'])}}\n\\hline\n${several(4, () => `${word()} & ${word()} & ${formula()} \\\\`, '\n')}\n\\hline\n\\end{tabular}`;
  const figure = () =>
    `\\begin{figure}[htbp]\n  \\centering\n  \\includegraphics[width=0.8\\textwidth]{${word()}}\n  \\caption{${prose()}}\n  \\label{${key()}}\n\\end{figure}`;
  const preamble = () =>
    `\\documentclass[${one(['11pt', 'a4paper', '12pt'])}]{${one(['article', 'report', 'amsart', 'book'])}}\n${several(5, () => `\\usepackage${one(['', '[utf8]', '[T1]'])}{${one(['amsmath', 'graphicx', 'hyperref', 'inputenc', 'fontenc', 'amssymb', 'xcolor', 'geometry'])}}`, '\n')}\n\\title{${sentence().slice(0, 40)}}\n\\author{${word()}}\n\\date{\\today}\n\\newcommand{\\${word()}}[1]{${formula()}}\n\\begin{document}\n\\maketitle\n`;
  const comment = () => `% ${sentence().slice(0, 60)}`;
  const blocks = [
    paragraph,
    paragraph,
    paragraph,
    paragraph,
    display,
    display,
    environment,
    environment,
    list,
    heading,
    heading,
    table,
    figure,
    comment,
    preamble,
  ];
  return several(12, () => one(blocks)(), '\n\n');
}
