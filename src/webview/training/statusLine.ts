import type { TrainingNow, TrainingPageEvent } from '../../protocol/trainingView.ts';
import { makeButton } from '../kit/controls.ts';
import { element, setText } from '../kit/element.ts';
import { describeNow } from './trainingWords.ts';

type Command = Extract<TrainingPageEvent['kind'], 'train' | 'pause' | 'resume' | 'stop'>;

const labels: Readonly<Record<Command, string>> = {
  train: 'Train on Workspace',
  resume: 'Resume',
  pause: 'Pause',
  stop: 'Stop',
};

/** What this window trains, how long yet, and what can be done about it. */
export class StatusLine {
  readonly element: HTMLElement;
  readonly #words: HTMLElement;
  readonly #bar: HTMLProgressElement;
  readonly #buttons: Readonly<Record<Command, HTMLElement>>;

  constructor(run: (command: Command) => void) {
    this.#words = element('p', { class: 'now' });
    this.#bar = element('progress', { max: '1', 'aria-label': 'Done of the training' });
    const make = (command: Command) => {
      const button = makeButton(labels[command], command === 'stop' ? 'secondary' : 'primary');
      button.addEventListener('click', () => run(command));
      return button;
    };
    this.#buttons = {
      train: make('train'),
      resume: make('resume'),
      pause: make('pause'),
      stop: make('stop'),
    };
    this.element = element(
      'div',
      { class: 'statusLine' },
      this.#words,
      this.#bar,
      element('div', { class: 'commands' }, ...Object.values(this.#buttons)),
    );
  }

  show(training: TrainingNow): void {
    const { phase, share, canResume, trainedElsewhere } = training;
    setText(this.#words, describeNow(training));
    this.#bar.hidden = share === undefined || phase === 'idle';
    if (share !== undefined) this.#bar.value = share;
    const offered: Record<Command, boolean> = {
      train: phase === 'idle' && !trainedElsewhere,
      resume: phase === 'paused' || (phase === 'idle' && canResume && !trainedElsewhere),
      pause: phase === 'running',
      stop: phase !== 'idle' && phase !== 'stopping',
    };
    for (const command of Object.keys(offered) as Command[])
      this.#buttons[command].hidden = !offered[command];
  }
}
