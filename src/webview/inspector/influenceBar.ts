import type { InfluenceMeasure } from '../../protocol/influence.ts';
import { makeSelect } from '../kit/controls.ts';
import { element, setText } from '../kit/element.ts';
import type { ShownInfluence } from './inspectorState.ts';
import { describeInfluence } from './influenceWords.ts';

const measures: Record<InfluenceMeasure, { title: string; description: string }> = {
  takenOut: {
    title: 'Taken out',
    description: 'The text is read again without the character; how much dearer does the prediction get?',
  },
  replaced: {
    title: 'Replaced',
    description: 'The same with an unknown character in its place, so that nothing moves up.',
  },
  gradient: {
    title: 'Gradient',
    description: 'Nothing is changed: the slope of the prediction by what was read there.',
  },
};

/** Stands in place of the cell's bar while influence is shown: how it is measured, and what it says. */
export class InfluenceBar {
  readonly #measure = makeSelect(
    'How influence is measured',
    Object.entries(measures).map(([value, words]) => ({ value, ...words })),
  );
  readonly #words = element('span', { class: 'words', role: 'status' });
  readonly root = element(
    'div',
    { class: 'cellBar influenceBar' },
    element('strong', {}, 'Influence'),
    this.#measure,
    this.#words,
  );

  constructor(choose: (measure: InfluenceMeasure) => void) {
    this.#measure.id = 'measure';
    this.#measure.addEventListener('change', () => {
      const { value } = this.#measure;
      if (value in measures) choose(value as InfluenceMeasure);
    });
  }

  update(shown: ShownInfluence | undefined, characterAt: (offset: number) => string): void {
    this.root.hidden = !shown;
    if (!shown) return;
    if (this.#measure.value !== shown.measure) this.#measure.value = shown.measure;
    setText(this.#words, describeInfluence(shown, characterAt));
  }
}
