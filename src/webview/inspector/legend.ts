import { cellLabel, quantityName, signed } from './cellName.ts';
import type { ColorTable } from './colorTable.ts';
import { element, setText } from '../kit/element.ts';
import { quoted } from './influenceWords.ts';
import type { InspectorState } from './inspectorState.ts';

/** Steps drawn, an odd number so that 0 is one of them. */
const steps = 65;

/** The scale of colours with the values that its ends stand for, and what the line under the text means. */
export class Legend {
  readonly #canvas = element('canvas', { class: 'scale', 'aria-hidden': 'true' });
  readonly #low = element('span', { class: 'low' });
  readonly #high = element('span', { class: 'high' });
  /** What the colours are of. */
  readonly #shown = element('span', { class: 'shownKey' });
  readonly #underline = element('span', { class: 'underlineKey' });
  readonly #model = element('span', { class: 'modelSummary' });
  readonly #scale = element('span', { class: 'scaleBox', role: 'img' }, this.#low, this.#canvas, this.#high);
  readonly root = element('div', { class: 'legend' }, this.#scale, this.#shown, this.#underline, this.#model);

  constructor() {
    this.#canvas.width = steps;
    this.#canvas.height = 1;
  }

  update(state: InspectorState, table: ColorTable, scale: number): void {
    this.#drawScale(table);
    const unit = state.influence ? ' bits' : '';
    setText(this.#low, signed(-scale, 1));
    setText(this.#high, `${signed(scale, 1)}${unit}`);
    const [negative, positive] = state.palette === 'red-blue' ? ['red', 'blue'] : ['orange', 'blue'];
    this.#scale.setAttribute(
      'aria-label',
      `From ${negative} at ${signed(-scale, 1)} to ${positive} at ${signed(scale, 1)}${unit}`,
    );
    this.#scale.title = state.influence
      ? 'The full colour is at the character that moved the prediction most.'
      : state.options.scale === 'cell'
        ? 'The full colour is at the largest value seen of this cell. View options fix it at 1.'
        : 'The full colour is at 1, for every cell.';
    if (state.influence) {
      const { answer } = state.influence;
      const predicted = answer ? quoted(answer.character) : 'the chosen character';
      setText(this.#shown, `${positive}: it made ${predicted} likelier; ${negative}: less likely`);
      this.#underline.hidden = true;
      return setText(this.#model, modelSummary(state));
    }
    const { cell, model } = state;
    const isOneOfTwo = (model?.quantities.length ?? 0) > 1;
    const quantity = isOneOfTwo && cell ? quantityName[cell.quantity] : 'value';
    setText(this.#shown, cell ? `${quantity} of cell ${cellLabel(cell)} after each character` : '');
    const feature = state.document?.features.find(one => one.name === state.feature);
    this.#underline.hidden = !feature || !state.options.underline;
    setText(this.#underline, feature?.title.toLowerCase() ?? '');
    setText(this.#model, modelSummary(state));
  }

  #drawScale(table: ColorTable): void {
    const context = this.#canvas.getContext('2d');
    if (!context) return;
    const image = context.createImageData(steps, 1);
    const pixels = new Uint32Array(image.data.buffer);
    for (let step = 0; step < steps; step++) pixels[step] = table.pixel((2 * step) / (steps - 1) - 1);
    context.putImageData(image, 0, 0);
  }
}

function modelSummary({ model }: InspectorState): string {
  if (!model) return '';
  const parts = [
    ...(model.isStarter ? ['starter model'] : []),
    `${model.cellType.toUpperCase()} ${model.layers} × ${model.units}`,
  ];
  if (model.validationBitsPerChar !== undefined)
    parts.push(`${model.validationBitsPerChar.toFixed(2)} bits per character`);
  if (!model.isStarter) parts.push(`step ${model.step.toLocaleString('en')}`);
  if (model.training) parts.push('training…');
  return parts.join(' · ');
}
