import type { Meaning } from '../kit/glossary.ts';

/** The words of the page that nobody need know, with what they mean. */
export const meanings: readonly Meaning[] = [
  [
    'Bits per character',
    'How unsure the network is of each next character: at 1 bit as if it had to choose between two, at 2 among four, at 3 among eight. Fewer is better. Nats are the same in another unit: a bit is 0.69 nats.',
  ],
  [
    'Training, held-out',
    'Most files are learnt from; some are held out, and only measured. Where the line of learnt text goes on falling and that of held-out text rises, the files are being learnt by heart.',
  ],
  [
    'Loss',
    'What the training makes smaller: how unlikely the network thought the characters that were there.',
  ],
  [
    'Gradients',
    'In which direction, and how steeply, each weight would have to change for a smaller loss. A norm that leaps up says that a step went astray; it is cut down to a limit before the step is taken.',
  ],
  [
    'Learning rate',
    'How large the steps are: small at first, as large as may be for half of the time, then smaller and smaller.',
  ],
  ['Step', 'What is learnt at a time: some characters from each of several places in the text.'],
  ['Epoch', 'All of the text, read once.'],
];
