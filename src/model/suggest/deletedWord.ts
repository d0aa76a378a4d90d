import type { DocumentText, TextChange } from '../text/documentText.ts';

const IN_WORD = /[\p{L}\p{N}_]/u;

/** Where a user has just deleted within a word: there he is not to be told how it goes on until he types again. */
export class DeletedWord {
  #offset: number | undefined;

  /** To be told of every edit of a document, which has been made already. */
  edited({ offset, length, text: inserted }: TextChange, text: DocumentText): void {
    const isDeletion = inserted === '' && length > 0;
    const isInWord = isDeletion && IN_WORD.test(text.sliceUnits(Math.max(0, offset - 1), offset));
    this.#offset = isInWord ? offset : undefined;
  }

  isAt(offset: number): boolean {
    return this.#offset === offset;
  }
}
