import type { QuantityValues } from '../../protocol/cells.ts';
import { cellLabel, quantityName, signed } from './cellName.ts';
import { element, setText } from '../kit/element.ts';
import { bitsAt, describeBits, inBits } from './influenceWords.ts';
import type { InspectorState } from './inspectorState.ts';
import { characterName, visibleGlyph } from './visibleGlyph.ts';

/** Likeliest next characters shown. */
const nextShown = 5;
/** Room between the character and the card, CSS pixels. */
const gap = 6;

/** What the card needs that is not in the state. */
interface CardSource {
  characterAt(offset: number): string;
  valueAt(offset: number): number | undefined;
  /** Where the character is on the page; undefined if it is not on it. */
  rectangleOf(offset: number): DOMRect | undefined;
}

/** One of the likeliest next characters: glyph, bar, percentage. */
class NextRow {
  readonly #glyph = element('span', { class: 'glyph' });
  readonly #bar = element('span', { class: 'bar' }, element('span'));
  readonly #percent = element('span', { class: 'percent' });
  readonly root = element('div', { class: 'nextRow' }, this.#glyph, this.#bar, this.#percent);

  show(character: string, probability: number): void {
    setText(this.#glyph, visibleGlyph(character));
    this.#bar.style.setProperty('--share', String(Math.max(0, Math.min(1, probability))));
    setText(this.#percent, percent(probability));
  }
}

/** The card beside a character: the cell's value there, the model's surprise, what it expects next. */
export class HoverCard {
  readonly #glyph = element('span', { class: 'glyph' });
  readonly #name = element('span', { class: 'charName' });
  readonly #cell = element('span', { class: 'cellOf' });
  readonly #value = element('span', { class: 'value' });
  /** Both quantities of the cell, where it has two. */
  readonly #both = element('div', { class: 'both' });
  readonly #surprise = element('div', { class: 'surprise' });
  /** What the character did for the prediction of another one. */
  readonly #influence = element('div', { class: 'influenceOf' });
  readonly #nextTitle = element('div', { class: 'nextTitle' }, 'Likeliest next');
  readonly #next = Array.from({ length: nextShown }, () => new NextRow());
  readonly root = element(
    'div',
    { class: 'card', 'aria-hidden': 'true' },
    element('div', { class: 'cardHead' }, this.#glyph, this.#name, this.#cell, this.#value),
    this.#both,
    this.#surprise,
    this.#influence,
    this.#nextTitle,
    ...this.#next.map(row => row.root),
  );
  readonly #source: CardSource;

  constructor(source: CardSource) {
    this.#source = source;
    this.root.hidden = true;
  }

  update(state: InspectorState): void {
    const { pointed, model } = state;
    const place = pointed === undefined || !model ? undefined : this.#source.rectangleOf(pointed);
    this.root.hidden = !place;
    if (!place || pointed === undefined) return;
    const character = this.#source.characterAt(pointed);
    const name = characterName(character);
    setText(this.#glyph, visibleGlyph(character));
    setText(this.#name, name === character ? '' : name);
    const isOfCell = !state.influence;
    for (const part of [this.#cell, this.#both, this.#surprise, this.#nextTitle]) part.hidden = !isOfCell;
    this.#influence.hidden = isOfCell;
    if (isOfCell) this.#showCell(state);
    else this.#showInfluence(state, pointed);
    this.#place(place);
  }

  #showInfluence({ influence }: InspectorState, pointed: number): void {
    const bits = influence && bitsAt(influence, pointed);
    setText(this.#value, bits === undefined ? '' : inBits(bits));
    const words = influence && describeBits(influence, pointed);
    setText(this.#influence, words ?? 'Click it to ask what moved its prediction.');
    for (const row of this.#next) row.root.hidden = true;
    this.root.classList.remove('waiting');
  }

  #showCell({ pointed, cell, hover }: InspectorState): void {
    const value = pointed === undefined ? undefined : this.#source.valueAt(pointed);
    setText(this.#cell, cell ? cellLabel(cell) : '');
    setText(this.#value, value === undefined || Number.isNaN(value) ? '…' : signed(value));
    const answered = hover !== undefined && hover.offset === pointed;
    this.#both.hidden = hover?.values?.c === undefined;
    if (answered) setText(this.#both, describeValues(hover.values));
    this.root.classList.toggle('waiting', !answered);
    if (answered) {
      setText(this.#surprise, `Surprise ${hover.surpriseBits.toFixed(1)} bits`);
      for (const [index, row] of this.#next.entries()) {
        const next = hover.next.at(index);
        row.root.hidden = !next;
        if (next) row.show(next.character, next.probability);
      }
    }
  }

  /** Below the character, or above it where there is no room; never outside the window. */
  #place(character: DOMRect): void {
    const { offsetWidth: width, offsetHeight: height } = this.root;
    const left = Math.max(gap, Math.min(character.left, window.innerWidth - width - gap));
    const below = character.bottom + gap;
    const top = below + height <= window.innerHeight ? below : Math.max(gap, character.top - height - gap);
    this.root.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }
}

/** The card in words, for a screen reader. */
export function describeCharacter(
  state: InspectorState,
  character: string,
  value: number | undefined,
): string {
  const { cell, hover, pointed, influence } = state;
  if (influence && pointed !== undefined) {
    const bits = bitsAt(influence, pointed);
    const said = [bits === undefined ? undefined : inBits(bits), describeBits(influence, pointed)];
    return [characterName(character), ...said.filter(Boolean)].join('; ');
  }
  const parts = [characterName(character)];
  const answered = hover?.offset === pointed ? hover : undefined;
  if (cell && answered?.values?.c !== undefined)
    parts.push(`cell ${cellLabel(cell)} ${describeValues(answered.values)}`);
  else if (cell && value !== undefined && !Number.isNaN(value))
    parts.push(`cell ${cellLabel(cell)} ${signed(value)}`);
  if (answered) {
    parts.push(`surprise ${answered.surpriseBits.toFixed(1)} bits`);
    const next = answered.next.map(one => `${characterName(one.character)} ${percent(one.probability)}`);
    parts.push(`next ${next.join(', ')}`);
  }
  return parts.join('; ');
}

/** 'memory +0.83, output +0.40', or the output alone where there is no memory. */
function describeValues(values: QuantityValues | undefined): string {
  if (!values) return '';
  const output = `${quantityName.h} ${signed(values.h)}`;
  return values.c === undefined ? output : `${quantityName.c} ${signed(values.c)}, ${output}`;
}

function percent(probability: number): string {
  return probability < 0.01 ? '<1 %' : `${Math.round(100 * probability)} %`;
}
