import { isUnseen } from '../../protocol/plainText.ts';

/** A character that moves no cursor and changes no terminal; a tab as four spaces. */
export function visible(character: string): string {
  return character === '\t' ? '    ' : seen(character);
}

/** One that can be seen for one that cannot; what lays the text out stays. */
export function seen(character: string): string {
  if (character === '\t' || character === '\n') return character;
  return isUnseen(character) ? '\u00b7' : character;
}
