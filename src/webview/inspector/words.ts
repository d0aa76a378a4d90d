import type { Meaning } from '../kit/glossary.ts';

/** The words of the page that nobody need know, with what they mean. */
export const meanings: readonly Meaning[] = [
  [
    'Follows, weakly, no cell',
    'A cell follows something in the text when its value alone tells where that is. How well it does is said in words, with F1 behind them.',
  ],
  [
    'F1',
    'Take every value beyond a threshold for “inside”: F1 weighs how many of these places are right against how many of the right ones are found. 1 is perfect. The threshold is chosen on other text than it is tried on. The bar shows how far F1 lies above that of marking everything.',
  ],
  [
    'AUROC',
    'The chance that the cell’s value is further to its side at a place inside than at one outside: 0.5 is chance, 1 tells them apart without a fault. Where little of the text is inside, it may be high although most of what the cell marks is wrong; so F1 comes first.',
  ],
  ['Inside', 'The share of the text that is inside: what marking everything would be right about.'],
  [
    'Memory, output',
    'An LSTM’s cell keeps a memory c from character to character, and puts out a part of it, h. The memory is shown as tanh(c), so that both lie between −1 and +1. Each cell is shown by what follows better, unless you choose.',
  ],
  ['Positive, negative (+, −)', 'To which side the cell’s value goes inside. Both are as good.'],
  [
    'Also, hardly',
    'What else the cell follows, where the first thing is not, with F1: a cell of comments may be one of strings, too.',
  ],
  [
    'Place',
    'A value belongs to the place right after its character, when the network has just read it. So a string is inside from its opening quote on, and is over with its closing one.',
  ],
  [
    'Line under the text',
    'Where the chosen thing is, delimiters included. Dashed: it is not known what the text there is inside of, and it is not counted.',
  ],
  [
    'Influence',
    'What an earlier character did for the prediction of the chosen one: by how many bits the network foresaw it better (+) or worse (−) than without the character. Bits are powers of two: +1 bit is twice as likely. The 200 characters before it are asked about.',
  ],
  [
    'Bits per character',
    'How well the network foresees files that it was not trained on: the mean surprise. Fewer is better. 1 bit is as good as choosing between two characters each time.',
  ],
  [
    'Surprise',
    'How unlikely the network thought a character before it read it: 1 bit at a probability of one half, 2 at a quarter, 10 at a thousandth.',
  ],
];
