import type { Figure, FormulaTerm } from '../figures.ts';
import { type ScalarStep, scalarSteps } from '../gradients/scalarChain.ts';
import type { Experiment, Lesson } from '../lesson.ts';
import { numberOf, textOf, type Values } from '../settings.ts';

/** Weights that the chosen one is drawn beside. */
const BESIDE = [0.5, 1, 3];

/** The scalar example of Y. Bengio, P. Simard and P. Frasconi, "Learning long-term dependencies with gradient descent is difficult". */
export const scalarGradient: Lesson = {
  name: 'scalar-gradient',
  title: 'Why gradients vanish and explode',
  words: [
    'A recurrent network with a single cell multiplies its state by the same weight at every step, so the gradient on its way back is multiplied by it again and again.',
    'With a weight of 3 it grows threefold a step and explodes, with 0.5 it halves and vanishes, and tanh makes it smaller still wherever the cell is near its ends.',
    'Move the weight past 1 and back, then switch tanh on and see that a weight of 3 can vanish, too.',
  ],
  deed: 'Look',
  settings: [
    {
      kind: 'range',
      name: 'weight',
      label: 'Weight whh',
      affects: 'view',
      least: 0,
      most: 4,
      step: 0.05,
      initial: 3,
    },
    {
      kind: 'range',
      name: 'steps',
      label: 'Steps back',
      affects: 'view',
      least: 1,
      most: 30,
      step: 1,
      initial: 3,
      playable: true,
    },
    {
      kind: 'choice',
      name: 'activation',
      label: 'Activation',
      affects: 'view',
      choices: [
        { value: 'linear', label: 'None: h = whh · h' },
        { value: 'tanh', label: 'h = tanh(whh · h)' },
      ],
      initial: 'linear',
    },
    {
      kind: 'range',
      name: 'start',
      label: 'First state h0',
      affects: 'view',
      least: -1,
      most: 1,
      step: 0.05,
      initial: 0.5,
    },
  ],
  begin: () => Promise.resolve(experiment),
};

const experiment: Experiment = {
  figures(view: Values): readonly Figure[] {
    const weight = numberOf(view, 'weight');
    const count = numberOf(view, 'steps');
    const activation = textOf(view, 'activation') === 'tanh' ? 'tanh' : 'linear';
    const chain = (whh: number) =>
      scalarSteps({ weight: whh, start: numberOf(view, 'start'), steps: count, activation });
    const steps = chain(weight);
    const product = steps[0].gradient;
    return [
      formula(steps, { weight, product }),
      {
        kind: 'curves',
        id: 'gradient',
        title: `The gradient of h${count} on its way back`,
        caption: `After ${count} steps it is ${short(product)} times what it was; a weight of 1 without tanh would leave it at 1.`,
        x: { label: 'steps back', scale: 'linear' },
        y: { label: `|dh${count} / dh|`, scale: 'logarithmic' },
        series: [...new Set([weight, ...BESIDE])].map((whh, i) => ({
          name: i === 0 ? `weight ${whh}, chosen` : `weight ${whh}`,
          ...curveOf(chain(whh)),
        })),
      },
      {
        kind: 'table',
        id: 'steps',
        title: 'Step by step',
        columns: ['step', 'h', 'dh / dh of the step before', `dh${count} / dh`],
        rows: [
          [0, numberOf(view, 'start'), null, product],
          ...steps.map(({ h, factor }, i) => [i + 1, h, factor, steps[i + 1]?.gradient ?? 1]),
        ],
      },
    ];
  },
};

/** The chain rule with its numbers. */
function formula(
  steps: readonly ScalarStep[],
  { weight, product }: { weight: number; product: number },
): Figure {
  const last = steps.length;
  const factors = steps
    .toReversed()
    .flatMap(({ factor }, i): FormulaTerm[] => [
      ...(i === 0 ? [] : [{ text: '·' }]),
      { text: `dh${last - i}/dh${last - i - 1}`, value: factor, parameter: 'whh' },
    ]);
  const slopes = steps
    .toReversed()
    .flatMap(({ slope }, i): FormulaTerm[] => [
      ...(i === 0 ? [] : [{ text: '·' }]),
      { text: 'whh', value: weight, parameter: 'whh' },
      ...(slope === undefined ? [] : [{ text: '·' }, { text: `(1 − h${last - i}²)`, value: slope }]),
    ]);
  const whole: FormulaTerm[] = [{ text: `dh${last}/dh0`, value: product }, { text: '=' }];
  return {
    kind: 'formula',
    id: 'chain',
    title: 'The chain rule, with its numbers',
    lines: [{ terms: [...whole, ...factors] }, { terms: [...whole, ...slopes] }],
  };
}

/** From 0 steps back on; what is no longer a number above 0 has no place on a logarithmic scale. */
function curveOf(steps: readonly ScalarStep[]): { x: number[]; y: (number | null)[] } {
  const sizes = [1, ...steps.toReversed().map(({ gradient }) => Math.abs(gradient))];
  return { x: sizes.map((_, back) => back), y: sizes.map(size => (size > 0 ? size : null)) };
}

function short(value: number): string {
  return Number(value.toPrecision(3)).toString();
}
