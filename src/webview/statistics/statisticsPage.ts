import {
  type FromStatisticsPage,
  type FromStatisticsPanel,
  type StatisticsEvent,
  sumOf,
} from '../../protocol/statistics.ts';
import type { Host } from '../kit/channel.ts';
import { makeButton } from '../kit/controls.ts';
import { element } from '../kit/element.ts';
import { makeLegend } from '../kit/legend.ts';
import { figuresOf, sinceWords, titleOf } from './statisticsWords.ts';
import { tallyBar } from './tallyBar.ts';

const looks = {
  kept: 'taken and kept',
  changed: 'taken, and changed within 30 s or not looked at yet',
  left: 'shown and not taken',
};

/** What became of suggestions: all of them in figures, then a bar for each manner and language. */
export class StatisticsPage {
  readonly #host: Host<FromStatisticsPage, FromStatisticsPanel>;
  readonly #body: HTMLElement;

  constructor(host: Host<FromStatisticsPage, FromStatisticsPanel>, body: HTMLElement) {
    this.#host = host;
    this.#body = body;
  }

  start(): void {
    this.#host.channel.hear(event => this.#show(event));
    this.#host.channel.tell({ kind: 'ready' });
  }

  #show({ tallies, since }: StatisticsEvent): void {
    const shown = tallies.filter(tally => tally.shown > 0);
    const most = Math.max(1, ...shown.map(tally => tally.shown));
    const content =
      shown.length === 0 || since === undefined
        ? [
            element(
              'p',
              { class: 'emptyState' },
              'Nothing was suggested yet. Type in a C or LaTeX file: what is suggested, taken and saved is counted here, on this machine alone.',
            ),
          ]
        : [
            figures(figuresOf(sumOf(shown))),
            element(
              'section',
              {},
              element('h2', {}, 'By manner and language'),
              makeLegend(looks),
              ...shown.map(tally =>
                element(
                  'article',
                  {},
                  element('h3', {}, titleOf(tally)),
                  tallyBar(tally, most),
                  figures(figuresOf(tally), 'small'),
                ),
              ),
            ),
            this.#resetButton(),
          ];
    this.#body.replaceChildren(
      element(
        'main',
        { class: 'page' },
        element('h1', {}, 'Completion statistics'),
        element('p', { class: 'quiet' }, sinceWords(since)),
        ...content,
      ),
    );
  }

  #resetButton(): HTMLElement {
    const button = makeButton('Count Anew', 'secondary');
    button.addEventListener('click', () => this.#host.channel.tell({ kind: 'reset' }));
    return button;
  }
}

function figures(all: ReturnType<typeof figuresOf>, look = 'large'): HTMLElement {
  const entries = all.map(({ value, name, detail }) =>
    element(
      'div',
      { class: 'figure', title: detail },
      element('dt', {}, name),
      element(
        'dd',
        {},
        element('span', { class: 'value' }, value),
        element('span', { class: 'detail' }, detail),
      ),
    ),
  );
  return element('dl', { class: `figures ${look}` }, ...entries);
}
