import { element, setText } from './element.ts';

interface RangeOptions {
  label: string;
  /** Between two neighbours. */
  step: number;
  isPlayable: boolean;
  changed: (value: number) => void;
}

export interface RangeState {
  least: number;
  most: number;
  value: number;
}

/** Between two steps in slow motion, ms. */
const SLOW = 500;
/** With so many steps it goes from end to end: longer ones take several at a time. */
const STEPS_OF_PLAY = 60;

/** A slider with its value beside it; a playable one can be stepped, and goes on by itself in slow motion. */
export class RangeControl {
  readonly root: HTMLElement;
  readonly #slider = element('input', { type: 'range' });
  readonly #value = element('output', {});
  readonly #play = element('button', { type: 'button', class: 'small' }, '▶');
  readonly #options: RangeOptions;
  #state: RangeState = { least: 0, most: 0, value: 0 };
  #playing: ReturnType<typeof setInterval> | undefined;

  constructor(options: RangeOptions) {
    this.#options = options;
    const { label, isPlayable } = options;
    this.#slider.setAttribute('aria-label', label);
    this.#slider.addEventListener('input', () => {
      this.#stop();
      this.#change(Number(this.#slider.value));
    });
    const name = element('span', { class: 'settingName', 'aria-hidden': 'true' }, label);
    const row = element('div', { class: 'rangeRow' }, this.#slider, this.#value);
    if (isPlayable) row.append(this.#stepButton('‹', -1), this.#stepButton('›', 1), this.#play);
    this.root = element('div', { class: 'setting range' }, name, row);
    this.#play.addEventListener('click', () => (this.#playing === undefined ? this.#start() : this.#stop()));
    this.#namePlay();
  }

  update(state: RangeState): void {
    const { least, most, value } = state;
    this.#state = state;
    // The value last: it is cut to what the others allow.
    this.#slider.min = String(least);
    this.#slider.max = String(Math.max(least, most));
    this.#slider.step = String(this.#options.step);
    this.#slider.value = String(value);
    this.#slider.disabled = most <= least;
    setText(this.#value, value.toLocaleString('en-US', { maximumSignificantDigits: 12 }));
  }

  dispose(): void {
    this.#stop();
  }

  #stepButton(sign: string, direction: 1 | -1): HTMLElement {
    const button = element('button', { type: 'button', class: 'small' }, sign);
    button.setAttribute('aria-label', `${this.#options.label}: ${direction > 0 ? 'forward' : 'back'}`);
    button.addEventListener('click', () => {
      this.#stop();
      this.#move(direction * this.#options.step);
    });
    return button;
  }

  #start(): void {
    const { least, most, value } = this.#state;
    const { step } = this.#options;
    const stride = step * Math.max(1, Math.ceil((most - least) / step / STEPS_OF_PLAY));
    if (value >= most) this.#change(least);
    this.#playing = setInterval(() => {
      this.#move(stride);
      if (this.#state.value >= this.#state.most) this.#stop();
    }, SLOW);
    this.#namePlay();
  }

  #stop(): void {
    clearInterval(this.#playing);
    this.#playing = undefined;
    this.#namePlay();
  }

  #namePlay(): void {
    const isPlaying = this.#playing !== undefined;
    setText(this.#play, isPlaying ? '❚❚' : '▶');
    this.#play.setAttribute('aria-label', `${this.#options.label}: ${isPlaying ? 'stop' : 'slow motion'}`);
  }

  #move(by: number): void {
    const { least, most, value } = this.#state;
    const moved = Number((value + by).toPrecision(12));
    this.#change(Math.max(least, Math.min(most, moved)));
  }

  #change(value: number): void {
    if (value === this.#state.value) return;
    this.update({ ...this.#state, value });
    this.#options.changed(value);
  }
}
