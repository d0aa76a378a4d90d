/** Hexadecimal digits of a file's hash. Of a thousand changed files among 20,000 one is taken for unchanged: no harm. */
const DIGITS = 6;
const MASK = 0xffffff;

/** Hashes of files, name and text, in a form that is short in JSON. */
export function formatFileHashes(hashes: Iterable<number>): string {
  return [...hashes]
    .map(hash => (hash & MASK).toString(16).padStart(DIGITS, '0'))
    .toSorted()
    .join('');
}

/** Those that `formatFileHashes` was given. */
export class FileHashes {
  private readonly hashes = new Set<number>();

  constructor(text: string) {
    for (let i = 0; i < text.length; i += DIGITS)
      this.hashes.add(Number.parseInt(text.slice(i, i + DIGITS), 16));
  }

  has(hash: number): boolean {
    return this.hashes.has(hash & MASK);
  }
}
