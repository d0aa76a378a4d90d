import { element, setText } from '../kit/element.ts';
import type { LabView } from './labView.ts';

interface StateActions {
  startOver(): Promise<void>;
  changeSeed(seed: number): Promise<void>;
  copyLink(): Promise<void>;
  saveState(): Promise<void>;
  openState(): Promise<void>;
}

const greatestSeed = 2 ** 32 - 1;

/** What is done with a lesson as a whole: begun again, handed on, opened from somebody else. */
export class StateTools {
  readonly root: HTMLElement;
  readonly #seed = element('input', {
    type: 'number',
    min: '0',
    max: String(greatestSeed),
    step: '1',
    id: 'seed',
  });
  readonly #notice = element('span', { class: 'notice', role: 'status' });
  readonly #hint = element('span', { class: 'quiet' });

  constructor(actions: StateActions) {
    this.#seed.addEventListener('change', () => {
      const seed = this.#seed.valueAsNumber;
      if (Number.isInteger(seed) && seed >= 0 && seed <= greatestSeed) void actions.changeSeed(seed);
    });
    this.root = element(
      'footer',
      { class: 'stateTools' },
      smallButton('Start Over', () => actions.startOver()),
      element('label', { for: 'seed' }, 'Seed'),
      this.#seed,
      smallButton('Copy Link', () => actions.copyLink()),
      smallButton('Save…', () => actions.saveState()),
      smallButton('Open…', () => actions.openState()),
      this.#hint,
      this.#notice,
    );
  }

  update({ seed, notice, usesSelection }: LabView): void {
    if (this.#seed !== document.activeElement) this.#seed.value = String(seed);
    setText(this.#hint, usesSelection ? 'Start Over takes what is selected in the editor now.' : '');
    setText(this.#notice, notice ?? '');
  }
}

function smallButton(text: string, act: () => Promise<void>): HTMLElement {
  const made = element('button', { type: 'button', class: 'small' }, text);
  made.addEventListener('click', () => void act());
  return made;
}
