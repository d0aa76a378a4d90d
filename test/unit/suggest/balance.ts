import type { Language } from '../../../src/model/text/language.ts';

/**
 * What is open at the end of a text, told by other means than those that suggestions are made with: comments and
 * strings are taken out first, then the brackets are counted. Undefined when something is closed that is not open.
 */
export function openAtEnd(text: string, language: Language): string[] | undefined {
  return language === 'latex' ? openInLatex(text) : openInC(text);
}

/** Whether all that a text opens is closed in it. */
export function isBalanced(text: string, language: Language): boolean {
  const open = openAtEnd(text, language);
  return open !== undefined && open.every(each => each === '//' || each === '%');
}

const OF_C =
  /\/\*[\s\S]*?\*\/|\/\*[\s\S]*$|\/\/(?:\\\n|[^\n])*(?:\n|$)|"(?:\\[\s\S]|[^"\\\n])*"|"(?:\\[\s\S]|[^"\\\n])*|'(?:\\[\s\S]|[^'\\\n])*'|'(?:\\[\s\S]|[^'\\\n])*|[()[\]{}]/g;

function openInC(text: string): string[] | undefined {
  const open: string[] = [];
  for (const [token] of text.matchAll(OF_C)) {
    if (token.startsWith('/*') && !/^\/\*[\s\S]*\*\/$/.test(token)) open.push('/*');
    else if (token.startsWith('//') && !token.endsWith('\n')) open.push('//');
    else if (/^["']/.test(token) && !/^(["'])(?:\\[\s\S]|[^\\])*\1$/.test(token)) open.push(token[0]);
    else if (/^[([{]$/.test(token)) open.push(token);
    else if (/^[)\]}]$/.test(token) && open.pop() !== { ')': '(', ']': '[', '}': '{' }[token])
      return undefined;
  }
  return open;
}

const OF_LATEX =
  /\\begin\{(verbatim|lstlisting)\}[\s\S]*?\\end\{\1\}|\\verb(.).*?\2|\\begin\{[^{}]*\}|\\end\{[^{}]*\}|\\[()[\]]|\\(?:left|right)\b\s*(?:\\[a-zA-Z]+|\\.|[^\\\s])|\\(?:[a-zA-Z]+|[\s\S])|%.*(?:\n|$)|\$\$?|[{}]/g;

const CLOSES: Readonly<Record<string, string>> = { '}': '{', '\\)': '\\(', '\\]': '\\[' };

function openInLatex(text: string): string[] | undefined {
  const open: string[] = [];
  for (const [token] of text.matchAll(OF_LATEX)) {
    if (/^\\begin\{[^{}]*\}$/.test(token)) open.push(token.slice(6));
    else if (token.startsWith('\\end{')) {
      if (open.pop() !== token.slice(4)) return undefined;
    } else if (token in CLOSES) {
      if (open.pop() !== CLOSES[token]) return undefined;
    } else if (/^\\left\b/.test(token)) open.push('\\left');
    else if (/^\\right\b/.test(token)) {
      if (open.pop() !== '\\left') return undefined;
    } else if (token.startsWith('%')) {
      if (!token.endsWith('\n')) open.push('%');
    } else if (/^\$\$?$/.test(token)) {
      if (open.at(-1) === '$' && token === '$$') open.splice(-1, 1, '$');
      else if (open.at(-1) === token) open.pop();
      else open.push(token);
    } else if (['{', '\\(', '\\['].includes(token)) open.push(token);
  }
  return open;
}
