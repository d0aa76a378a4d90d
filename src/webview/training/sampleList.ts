import { element } from '../kit/element.ts';
import type { KeptCurves } from './keptCurves.ts';
import { count, duration } from './trainingWords.ts';

/** What a run has drawn as it learnt, the newest first. The text is the model's, or a file's: it is put in as text. */
export class SampleList {
  readonly element: HTMLElement;
  readonly #list: HTMLElement;
  #shown: KeptCurves['samples'] = [];

  constructor(name: string) {
    this.#list = element('div', {
      class: 'samples',
      tabindex: '0',
      role: 'region',
      'aria-label': `Samples of ${name}`,
    });
    this.element = element(
      'div',
      { class: 'samplesPlace' },
      element('h3', {}, 'Samples, the newest first'),
      this.#list,
    );
    this.#list.append(
      element('p', { class: 'quiet' }, 'None yet: a training writes a few lines every ten seconds.'),
    );
  }

  show(curves: Pick<KeptCurves, 'samples'> | undefined): void {
    const samples = curves?.samples ?? [];
    const first = this.#shown.at(0);
    const goesOn =
      this.#shown.length > 0 &&
      samples.length >= this.#shown.length &&
      samples[0].step === first?.step &&
      samples[this.#shown.length - 1].text === this.#shown.at(-1)?.text;
    if (goesOn && samples.length === this.#shown.length) return;
    if (samples.length === 0 && this.#shown.length === 0) return;
    const fresh = samples.slice(goesOn ? this.#shown.length : 0).toReversed();
    if (goesOn) this.#list.prepend(...fresh.map(sampleOf));
    else this.#list.replaceChildren(...fresh.map(sampleOf));
    this.#shown = samples;
  }
}

function sampleOf({ step, seconds, text }: KeptCurves['samples'][number]): HTMLElement {
  return element(
    'article',
    {},
    element('h4', {}, `Step ${count(step)}, after ${duration(seconds)}`),
    element('pre', {}, text),
  );
}
