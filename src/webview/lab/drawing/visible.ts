import { isUnseen, plainLine } from '../../../protocol/plainText.ts';

/** A character in a place of its own; a space stays empty. */
export function glyphOf(character: string): string {
  if (character === '\n') return '↵';
  if (character === '\t') return '→';
  if (character === '') return '∅';
  return isUnseen(character) ? '·' : character;
}

/** In words, for those who hear it. */
export function characterWords(character: string): string {
  if (character === '') return 'the initial state';
  if (character === '\n') return 'line end';
  if (character === '\t') return 'tab';
  if (character === ' ') return 'space';
  return plainLine(character);
}

/** A label of one line, cut where it is too long. */
export function label(text: string, longest = 60): string {
  const plain = plainLine(text);
  const characters = Array.from(plain);
  return characters.length <= longest ? plain : `${characters.slice(0, longest - 1).join('')}…`;
}
