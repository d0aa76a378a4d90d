import type { TimelineFigure } from '../../../protocol/labFigures.ts';
import { plainLine, plainText } from '../../../protocol/plainText.ts';
import { element, setText } from '../../kit/element.ts';
import { RangeControl } from '../../kit/rangeControl.ts';

/** A text at the moments of a training, with a slider from the first to the last. */
export class TimelineView {
  readonly root: HTMLElement;
  readonly #range: RangeControl;
  readonly #label = element('p', { class: 'momentLabel', role: 'status' });
  readonly #text = element('pre', { class: 'shownText', tabindex: '0', role: 'region' });
  #moments: TimelineFigure['moments'] = [];
  /** Undefined while the newest one is followed. */
  #chosen: number | undefined;

  constructor(title: string) {
    this.#range = new RangeControl({
      label: 'Moment',
      step: 1,
      isPlayable: true,
      changed: at => this.#choose(at),
    });
    this.#text.setAttribute('aria-label', `Text of ${title}`);
    this.root = element('div', { class: 'timeline' }, this.#range.root, this.#label, this.#text);
  }

  update({ moments }: TimelineFigure): void {
    this.#moments = moments;
    this.#show();
  }

  dispose(): void {
    this.#range.dispose();
  }

  #choose(at: number): void {
    this.#chosen = at >= this.#moments.length - 1 ? undefined : at;
    this.#show();
  }

  #show(): void {
    const last = Math.max(0, this.#moments.length - 1);
    const at = Math.min(this.#chosen ?? last, last);
    const moment = this.#moments[at];
    this.#range.update({ least: 0, most: last, value: at });
    setText(this.#label, plainLine(moment?.label ?? ''));
    setText(this.#text, plainText(moment?.text ?? ''));
  }
}
