import type { CellType } from '../../network/cells/cells.ts';
import type { FormulaTerm } from '../figures.ts';
import { biasOf, type CellWeights, gateLetters, keepsBiasesApart } from './cellWeights.ts';
import type { CellStep } from './stepReader.ts';
import { subscript } from './subscript.ts';

/** A step with all that goes into it. */
export interface FormulaStep {
  weights: CellWeights;
  symbols: readonly string[];
  /** counted from 1 */
  t: number;
  step: CellStep;
  /** The step before; undefined before the first one, where the state is zero. */
  before: CellStep | undefined;
}

/** The terms of the formulas of one step and one cell of it, each with what it is worth. */
export class FormulaTerms {
  readonly cell: CellType;
  readonly symbols: readonly string[];
  /** their letters, in the order of the rows */
  readonly gates: readonly string[];
  readonly target: number;
  readonly #given: FormulaStep;
  readonly #unit: number;

  constructor(given: FormulaStep, unit: number) {
    this.#given = given;
    this.#unit = unit;
    this.cell = given.weights.cell;
    this.symbols = given.symbols;
    this.gates = gateLetters(this.cell);
    this.target = given.step.target;
  }

  /** A letter at this step: h₄. */
  readonly now = (letter: string): string => letter + subscript(this.#given.t);

  /** A letter at the step before: h₃. */
  readonly before = (letter: string): string => letter + subscript(this.#given.t - 1);

  get h(): FormulaTerm {
    return this.#ofUnit(this.now('h'), this.#given.step.hidden[this.#unit]);
  }

  get c(): FormulaTerm {
    return this.#ofUnit(this.now('c'), this.#given.step.memory![this.#unit]);
  }

  get hBefore(): FormulaTerm {
    return this.#hBefore(this.#unit);
  }

  get cBefore(): FormulaTerm {
    return this.#ofUnit(this.before('c'), this.#given.before?.memory?.[this.#unit] ?? 0);
  }

  gate(kind: number): FormulaTerm {
    return this.#ofUnit(this.now(this.gates[kind]), this.#given.step.gates[kind][this.#unit]);
  }

  logit(symbol: number): FormulaTerm {
    return { text: `${this.now('y')}[${this.symbols[symbol]}]`, value: this.#given.step.logits[symbol] };
  }

  chance(symbol: number): FormulaTerm {
    const value = this.#given.step.probabilities[symbol];
    return { text: `${this.now('p')}[${this.symbols[symbol]}]`, value };
  }

  get loss(): FormulaTerm {
    return { text: this.now('loss'), value: this.#given.step.loss };
  }

  /** Wxf x₄ + Whf h₃ + bf, as vectors. */
  vectorSum(gate: string): FormulaTerm[] {
    const fromInput = [{ text: `Wx${gate} ${this.now('x')}`, parameter: 'Wxh' }];
    const fromState = [{ text: `Wh${gate} ${this.before('h')}`, parameter: 'Whh' }];
    const bias = (name: string) => [{ text: this.#gateBias(name, gate), parameter: name }];
    return this.#joined(gate, { fromInput, fromState, bias, factor: { text: this.now('r') } });
  }

  /** The same of the one cell: what comes from the input, from the state, and the bias, summed up. */
  partialSums(kind: number): FormulaTerm[] {
    const gate = this.gates[kind];
    const fromInput = [
      { text: `Wx${gate} ${this.now('x')}`, value: this.#fromInput(kind), parameter: 'Wxh' },
    ];
    const fromState = [
      { text: `Wh${gate} ${this.before('h')}`, value: this.#fromState(kind), parameter: 'Whh' },
    ];
    const bias = (name: string) => [this.#bias(name, kind)];
    return this.#joined(gate, { fromInput, fromState, bias, factor: this.#reset });
  }

  /** The same with every product. */
  products(kind: number): FormulaTerm[] {
    const { weights, step } = this.#given;
    const { vocabSize, hiddenSize, Wxh, Whh } = weights;
    const gate = this.gates[kind];
    const row = this.#row(kind);
    const fromInput = sumOf(
      this.symbols.map((symbol, column) => [
        {
          text: `Wx${gate}[${this.#unit},${symbol}]`,
          value: Wxh[row * vocabSize + column],
          parameter: `Wxh[${row},${column}]`,
        },
        { text: '·' },
        { text: `${this.now('x')}[${symbol}]`, value: step.input === column ? 1 : 0 },
      ]),
    );
    const fromState = sumOf(
      Array.from({ length: hiddenSize }, (_, column) => [
        {
          text: `Wh${gate}[${this.#unit},${column}]`,
          value: Whh[row * hiddenSize + column],
          parameter: `Whh[${row},${column}]`,
        },
        { text: '·' },
        this.#hBefore(column),
      ]),
    );
    const bias = (name: string) => [this.#bias(name, kind)];
    return this.#joined(gate, { fromInput, fromState, bias, factor: this.#reset });
  }

  /** Why h₄ + by of one symbol. */
  outputSums(symbol: number): FormulaTerm[] {
    const { weights, step } = this.#given;
    const value = dot(weights.Why, symbol * weights.hiddenSize, step.hidden);
    return [
      { text: `Why ${this.now('h')}`, value, parameter: 'Why' },
      { text: '+' },
      this.#outputBias(symbol),
    ];
  }

  /** The same with every product. */
  outputProducts(symbol: number): FormulaTerm[] {
    const { weights, step } = this.#given;
    const products = step.hidden.map((value, column) => [
      {
        text: `Why[${this.symbols[symbol]},${column}]`,
        value: weights.Why[symbol * weights.hiddenSize + column],
        parameter: `Why[${symbol},${column}]`,
      },
      { text: '·' },
      { text: `${this.now('h')}[${column}]`, value },
    ]);
    return [...sumOf(products), { text: '+' }, this.#outputBias(symbol)];
  }

  /** What makes a gate: one sum, but for the new state of a GRU, where the reset gate works on the second half. */
  #joined(
    gate: string,
    {
      fromInput,
      fromState,
      bias,
      factor,
    }: {
      fromInput: FormulaTerm[];
      fromState: FormulaTerm[];
      bias: (name: string) => FormulaTerm[];
      factor: FormulaTerm;
    },
  ): FormulaTerm[] {
    const plus = { text: '+' };
    if (!keepsBiasesApart(this.#given.weights)) return [...fromInput, plus, ...fromState, plus, ...bias('b')];
    const input = [...fromInput, plus, ...bias('bx')];
    const state = [...fromState, plus, ...bias('bh')];
    if (gate !== 'n') return [...input, plus, ...state];
    return [
      ...input,
      plus,
      factor,
      { text: this.#isVector(factor) ? '⊙ (' : '· (' },
      ...state,
      { text: ')' },
    ];
  }

  #isVector({ value }: FormulaTerm): boolean {
    return value === undefined;
  }

  get #reset(): FormulaTerm {
    return this.gate(0);
  }

  #row(kind: number): number {
    return kind * this.#given.weights.hiddenSize + this.#unit;
  }

  #fromInput(kind: number): number {
    const { weights, step } = this.#given;
    return weights.Wxh[this.#row(kind) * weights.vocabSize + step.input];
  }

  #fromState(kind: number): number {
    const { weights, before } = this.#given;
    return before ? dot(weights.Whh, this.#row(kind) * weights.hiddenSize, before.hidden) : 0;
  }

  /** b, bx or bh of one cell of a gate. */
  #bias(name: string, kind: number): FormulaTerm {
    const { weights } = this.#given;
    const row = this.#row(kind);
    const value = name === 'b' ? biasOf(weights, row) : (name === 'bx' ? weights.bx : weights.bh)[row];
    return {
      text: `${this.#gateBias(name, this.gates[kind])}[${this.#unit}]`,
      value,
      parameter: `${name}[${row},0]`,
    };
  }

  /** bf, bxr: of an RNN, which has no gates but h, plain b. */
  #gateBias(name: string, gate: string): string {
    return this.gates.length === 1 ? name : name + gate;
  }

  #outputBias(symbol: number): FormulaTerm {
    return {
      text: `by[${this.symbols[symbol]}]`,
      value: this.#given.weights.by[symbol],
      parameter: `by[${symbol},0]`,
    };
  }

  #hBefore(unit: number): FormulaTerm {
    return { text: `${this.before('h')}[${unit}]`, value: this.#given.before?.hidden[unit] ?? 0 };
  }

  #ofUnit(letter: string, value: number): FormulaTerm {
    return { text: `${letter}[${this.#unit}]`, value };
  }
}

function dot(matrix: Float32Array, start: number, values: readonly number[]): number {
  return values.reduce((sum, value, i) => sum + matrix[start + i] * value, 0);
}

/** Products with plus signs between them. */
function sumOf(products: readonly FormulaTerm[][]): FormulaTerm[] {
  return products.flatMap((product, i) => (i === 0 ? product : [{ text: '+' }, ...product]));
}
