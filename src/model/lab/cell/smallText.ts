import { UserError } from '../../base/userError.ts';

/** A short text in symbols of its own. */
export interface SmallText {
  /** in their order */
  symbols: readonly string[];
  ids: readonly number[];
}

/** Throws a UserError for a text of more or fewer different characters than `symbolCount`. */
export function smallText(
  text: string,
  { symbolCount, example }: { symbolCount: number; example: string },
): SmallText {
  const characters = Array.from(text);
  const symbols = [...new Set(characters)].toSorted();
  if (symbols.length !== symbolCount)
    throw new UserError(
      `The text has ${symbols.length} different ${symbols.length === 1 ? 'character' : 'characters'}, and this cell reads ${symbolCount}: write one such as ${example}.`,
    );
  return { symbols, ids: characters.map(character => symbols.indexOf(character)) };
}
