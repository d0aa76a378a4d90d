import { Random } from '../../../src/model/base/random.ts';
import type { SourceText } from '../../../src/model/text/corpus.ts';

const names = ['count', 'index', 'buffer', 'length', 'next', 'state'];

/** A C file that is simple enough to be learnt in seconds; another number gives another file. */
export function cText(number: number, functions = 8): string {
  const random = new Random(number);
  const name = () => names[Math.floor(random.next() * names.length)];
  let text = `/* file ${number} */\n`;
  for (let i = 0; i < functions; i++)
    text += `int get_${name()}(int ${name()})\n{\n\tif (${name()} > ${i})\n\t\treturn ${name()};\n\treturn 0;\n}\n\n`;
  return text;
}

export function cSources(files: number): SourceText[] {
  return Array.from({ length: files }, (_, i) => ({ path: `src/file${i}.c`, language: 'c', text: cText(i) }));
}
