import { UserError } from '../../base/userError.ts';
import type { Lesson } from '../lesson.ts';
import { cell } from './cell.ts';
import { exploding } from './exploding.ts';
import { folder } from './folder.ts';
import { gradients } from './gradients.ts';
import { hello } from './hello.ts';
import { influence } from './influence.ts';
import { language } from './language.ts';
import { oneToMany } from './oneToMany.ts';
import { oneToOne } from './oneToOne.ts';
import { pairs } from './pairs.ts';
import { plays } from './plays.ts';
import { scalarGradient } from './scalarGradient.ts';
import { states } from './states.ts';
import { tags } from './tags.ts';
import { timeline } from './timeline.ts';
import { truncated } from './truncated.ts';
import { words } from './words.ts';

/** All lessons, in the order in which they are read. */
export const lessons: readonly Lesson[] = [
  cell,
  hello,
  oneToOne,
  oneToMany,
  language,
  folder,
  tags,
  pairs,
  words,
  timeline,
  plays,
  truncated,
  states,
  scalarGradient,
  gradients,
  exploding,
  influence,
];

/** Throws a UserError for a name that there is none of. */
export function lessonNamed(name: string, among: readonly Lesson[] = lessons): Lesson {
  const lesson = among.find(each => each.name === name);
  if (lesson) return lesson;
  throw new UserError(
    `There is no lesson ${JSON.stringify(name)}. Choose one of ${among.map(each => each.name).join(', ')}.`,
  );
}
