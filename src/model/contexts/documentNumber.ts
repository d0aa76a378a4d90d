import { Digest } from '../text/digest.ts';

/** The number that tells a document from others, by its path: the context expert knows it again by it. 32 bits. */
export function documentNumber(path: string): number {
  return new Digest().addText(path).value();
}
