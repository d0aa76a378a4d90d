// The trainings that the starter model is made by, one after the other: what each cuts out of its texts beyond whole
// files that are left out, and the options of `cellscope train`. The second goes on from what the first would have
// shipped, and unlearns what the first could recite.
import { withoutLegalText } from './legalText.mjs';
import { withoutGuards, withShortLists } from './preambles.mjs';

const SHAPE = '--layers 2 --units 256 --sequence 128 --seed 1 --threads 2'.split(' ');

export const STAGES = [
  { name: 'first', cuts: [withoutLegalText], options: [...SHAPE, '--epochs', '2'] },
  {
    name: 'second',
    cuts: [withoutLegalText, withoutGuards, withShortLists],
    options: [...SHAPE, '--epochs', '1'],
  },
];
