import type { Random } from '../../model/base/random.ts';
import { Vocabulary } from '../../model/text/vocabulary.ts';

const FIRST_CHARACTER = 0x20;

/** A vocabulary of so many symbols, some of which it takes for itself; the others are the line end and from space on. */
export function vocabularyFor(vocabSize: number): Vocabulary {
  const characters = vocabSize - Vocabulary.fromTexts([]).size;
  const all = Array.from({ length: characters - 1 }, (_, i) => String.fromCharCode(FIRST_CHARACTER + i));
  return Vocabulary.fromTexts([`\n${all.join('')}`]);
}

const NAMES = ['list', 'count', 'buffer', 'node', 'length', 'index', 'result', 'key', 'value', 'next'];

const LINES: readonly ((name: () => string) => string)[] = [
  name => `int ${name()}_${name()}(struct ${name()} *${name()}, int ${name()}) {`,
  name => `    if (${name()} > ${name()}->${name()}) {`,
  name => `        ${name()}[${name()}] = ${name()}(${name()}, 10);`,
  name => `        printf("%d of %s\\n", ${name()}, ${name()}->${name()});`,
  () => '    }',
  name => `    for (int i = 0; i < ${name()}; i++) ${name()} += ${name()}[i];`,
  name => `    return ${name()}; /* the ${name()} of the ${name()} */`,
  () => '}',
  () => '',
];

/** Functions in C that say nothing, at least so many characters of them. */
export function cLikeText(characters: number, random: Random): string {
  const name = () => NAMES[Math.floor(random.next() * NAMES.length)];
  const lines: string[] = [];
  for (let length = 0; length < characters; length += lines.at(-1)!.length + 1)
    lines.push(LINES[lines.length % LINES.length](name));
  return `${lines.join('\n')}\n`;
}
