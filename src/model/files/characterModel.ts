import { UserError } from '../base/userError.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import type { Model } from './modelFiles.ts';

/** A model whose symbols are characters: what is asked of it at a place of a text it can be asked at every place. */
export interface CharacterModel extends Model {
  vocabulary: Vocabulary;
}

export function hasCharacters(model: Model): model is CharacterModel {
  return model.vocabulary instanceof Vocabulary;
}

/** Throws a UserError for a model of words, which has no state between the characters of one. */
export function withCharacters(model: Model, place: string): CharacterModel {
  if (hasCharacters(model)) return model;
  throw new UserError(
    `The model in ${place} reads words, with which text can be drawn and measured, but not completed, inspected or compressed; for that train one that reads characters (--tokens char).`,
  );
}
