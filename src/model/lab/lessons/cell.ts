import { rolledCell, unrolledCell } from '../cell/cellDiagram.ts';
import { type SmallText, smallText } from '../cell/smallText.ts';
import { type Level, stepFormula } from '../cell/stepFormula.ts';
import type { CellStep } from '../cell/stepReader.ts';
import { TextTraining } from '../cell/textTraining.ts';
import { visibleSymbol } from '../cell/visibleSymbol.ts';
import { weightFigures } from '../cell/weightFigures.ts';
import type { Figure, StripFigure } from '../figures.ts';
import type { Experiment, Lesson, Progress, Setup } from '../lesson.ts';
import { numberOf, textOf, type Values } from '../settings.ts';
import { cellOf } from './cellSetting.ts';
import {
  cellSettings,
  EXAMPLE_TEXT,
  HIDDEN_SIZE,
  MOST_TRAINING_STEPS,
  SYMBOL_COUNT,
} from './cellLessonSettings.ts';

const LEARNING_RATE = 0.03;

/** The recurrent cell in its smallest form. */
export const cell: Lesson = {
  name: 'cell',
  title: 'The cell',
  words: [
    'A recurrent cell makes its state h, here of 2 numbers, from the symbol that it reads, one of 3, and from its state before.',
    'It is one cell with one set of weights at all steps: point at a weight, and it lights up wherever it works.',
    'Step through the text, go down from character to gate to weight, then train it and see the same numbers move.',
  ],
  deed: 'Train',
  settings: cellSettings,
  begin: async setup => {
    const text = textOf(setup.values, 'text');
    return new CellExperiment(setup, smallText(text, { symbolCount: SYMBOL_COUNT, example: EXAMPLE_TEXT }));
  },
};

class CellExperiment implements Experiment {
  readonly #text: SmallText;
  readonly #training: TextTraining;

  constructor(setup: Setup, text: SmallText) {
    this.#text = text;
    this.#training = new TextTraining(setup, {
      cell: cellOf(setup.values),
      vocabSize: SYMBOL_COUNT,
      hiddenSize: HIDDEN_SIZE,
      text: text.ids,
      learningRate: LEARNING_RATE,
      mostSteps: MOST_TRAINING_STEPS,
    });
  }

  work(): Iterable<Progress> {
    return this.#training.train();
  }

  figures(view: Values): readonly Figure[] {
    const { symbols: characters } = this.#text;
    const symbols = characters.map(visibleSymbol);
    const moment = Math.min(numberOf(view, 'training'), this.#training.stepCount);
    const { weights, steps } = this.#training.moments[moment];
    const t = Math.min(numberOf(view, 'step'), steps.length);
    const level = textOf(view, 'level') as Level;
    const drawn = { weights, symbols, steps, t, withGates: level !== 'character' };
    const step = t === 0 ? undefined : { weights, symbols, t, step: steps[t - 1], before: steps[t - 2] };
    return [
      textOf(view, 'view') === 'rolled' ? rolledCell(drawn) : unrolledCell(drawn),
      ...(step ? [stepFormula(step, { level, unit: numberOf(view, 'unit') })] : []),
      ...weightFigures(weights, symbols),
      this.#strip(steps, t),
      this.#training.lossCurve(moment),
    ];
  }

  most(): Readonly<Record<string, number>> {
    return { step: this.#text.ids.length - 1, training: this.#training.stepCount };
  }

  #strip(steps: readonly CellStep[], chosen: number): StripFigure {
    const rowsOf = (letter: string, valuesOf: (step: CellStep) => readonly number[]) =>
      Array.from({ length: HIDDEN_SIZE }, (_, unit) => ({
        label: `${letter}[${unit}]`,
        values: [0, ...steps.map(step => valuesOf(step)[unit])],
      }));
    return {
      kind: 'strip',
      id: 'states',
      title: 'The state along the text',
      caption:
        'Under each character is the state after it was read; it begins with zeros, before anything is.',
      characters: ['', ...steps.map(({ input }) => this.#text.symbols[input])],
      rows: [
        ...rowsOf('h', ({ hidden }) => hidden),
        ...(steps[0].memory ? rowsOf('c', ({ memory }) => memory!) : []),
      ],
      scale: 'signed',
      chosen,
      choice: 'step',
    };
  }
}
