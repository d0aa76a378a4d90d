import { Random } from '../../../src/model/base/random.ts';
import type { LabText } from '../../../src/model/lab/lesson.ts';

const speakers = ['ANNA', 'First Guard', 'BERNARD', 'Nurse'];
const openings = ['I say', 'Come now', 'My lord', 'Good night', 'Away', 'No more'];
const endings = ['the night is long', 'we are not late', 'they sing of it', 'it was a dream'];

/** A scene as plays are laid out; another number gives another one. */
export function play(number: number, speeches = 40): string {
  const random = new Random(number);
  const one = (of: readonly string[]) => of[Math.floor(random.next() * of.length)];
  const speech = () =>
    `${one(speakers)}:\n${one(openings)}, ${one(endings)};\n${one(openings)}: ${one(endings)}.\n`;
  return Array.from({ length: speeches }, speech).join('\n');
}

export function scenes(count: number): LabText[] {
  return Array.from({ length: count }, (_, i) => ({ path: `scene${i}.txt`, text: play(i) }));
}
