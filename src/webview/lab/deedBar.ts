import { makeButton } from '../kit/controls.ts';
import { element, setText } from '../kit/element.ts';
import type { LabView } from './labView.ts';
import { progressWords } from './progressWords.ts';

/** The one thing to do in a lesson, and how far it is. */
export class DeedBar {
  readonly root = element('div', { class: 'deed' });
  readonly #button = makeButton('', 'primary');
  readonly #progress = element('progress', { max: '1', 'aria-label': 'Progress' });
  readonly #words = element('span', { class: 'progressWords' });

  constructor(act: () => void) {
    this.#button.id = 'deed';
    this.#button.addEventListener('click', act);
    this.root.append(this.#button, this.#progress, this.#words);
  }

  update(view: LabView): void {
    const { lesson, hasWork, canWork, isWorking, isOpening, isWaiting, progress } = view;
    this.root.hidden = !lesson || (!hasWork && !isOpening);
    if (!lesson) return;
    const label = isWorking ? 'Stop' : canWork || isOpening ? lesson.deed : `${lesson.deed} again`;
    if (this.#button.textContent !== label) this.#button.textContent = label;
    this.#button.disabled = isOpening && !isWorking;
    this.#progress.hidden = !isWorking;
    this.#progress.value = progress?.share ?? 0;
    setText(this.#words, isWorking ? progressWords(progress, isWaiting) : isOpening ? 'Getting ready…' : '');
  }
}
