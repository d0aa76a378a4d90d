import type { Random } from '../../src/model/base/random.ts';

const KEYWORDS = new Set(
  (
    'auto break case char const continue default do double else enum extern float for goto if inline int long ' +
    'register return short signed sizeof static struct switch typedef union unsigned void volatile while bool true ' +
    'false NULL define include ifdef ifndef endif elif undef main printf malloc free memcpy strlen size_t uint32_t ' +
    'uint8_t int32_t FILE stdio stdlib string h'
  ).split(' '),
);

/** The same C as somebody else would have written it: other names, another indentation, brackets elsewhere. */
export function restyledC(text: string, words: readonly string[], random: Random): string {
  const one = <T>(from: readonly T[]): T => from[Math.floor(random.next() * from.length)];
  const indentation = one(['\t', '  ', '    ', '        ']);
  const between = one(['_', '_', '_', '']);
  const isLoud = random.next() < 0.1;
  const names = new Map<string, string>();
  const nameFor = (name: string) => {
    if (KEYWORDS.has(name) || name.length < 3 || random.next() < 0.2) return name;
    const parts = name.split('_').map(() => one(words).toLowerCase());
    if (between === '')
      return parts.map((part, i) => (i === 0 ? part : part[0].toUpperCase() + part.slice(1))).join('');
    return (isLoud || name === name.toUpperCase() ? parts.map(part => part.toUpperCase()) : parts).join('_');
  };
  const renamed = text.replace(/[A-Za-z_]\w*/g, name => {
    if (!names.has(name)) names.set(name, nameFor(name));
    return names.get(name)!;
  });
  const unit = /^(\t|  )/m.exec(renamed)?.[1] ?? '  ';
  return renamed
    .split('\n')
    .map(line => {
      const white = /^\s*/.exec(line)![0];
      const depth = Math.floor(white.length / unit.length);
      return indentation.repeat(depth) + line.slice(white.length);
    })
    .join('\n')
    .replace(/\) \{$/gm, one([') {', ') {', ')\n{']));
}
