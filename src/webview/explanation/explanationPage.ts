import type {
  ExplanationEvent,
  ExplanationPageEvent,
  FromExplanationPage,
  FromExplanationPanel,
  NamedPlace,
} from '../../protocol/explanation.ts';
import type { Host } from '../kit/channel.ts';
import { element } from '../kit/element.ts';
import { makeLegend } from '../kit/legend.ts';
import { characterColumns } from './characterColumns.ts';
import { summaryOf } from './explanationWords.ts';

type Explanation = Extract<ExplanationEvent, { kind: 'explanation' }>;

const looks = {
  net: 'the network, which knows the shape of the language',
  contexts: 'the memory, which has read the workspace',
  bits: 'how hard it was to guess: none for what was certain',
};

/** What the network and the memory of the workspace gave to the last suggestion, character by character. */
export class ExplanationPage {
  readonly #host: Host<FromExplanationPage, FromExplanationPanel>;
  readonly #body: HTMLElement;

  constructor(host: Host<FromExplanationPage, FromExplanationPanel>, body: HTMLElement) {
    this.#host = host;
    this.#body = body;
  }

  start(): void {
    this.#host.channel.hear(event => this.#show(event));
    this.#host.channel.tell({ kind: 'ready' });
  }

  #show(event: ExplanationEvent): void {
    const content =
      event.kind === 'explanation'
        ? this.#explanation(event)
        : [element('p', { class: 'emptyState', role: 'status' }, event.message)];
    this.#body.replaceChildren(
      element('main', { class: 'page' }, element('h1', {}, 'Last suggestion'), ...content),
    );
  }

  #explanation({ place, characters, probability, source }: Explanation): HTMLElement[] {
    return [
      element('p', {}, 'Suggested in ', this.#link(place, 'showPlace'), '.'),
      element('p', { class: 'summary' }, summaryOf(characters, probability)),
      makeLegend(looks),
      characterColumns(characters),
      source
        ? element('p', { class: 'source' }, 'Copied from ', this.#link(source, 'showSource'), '.')
        : element('p', { class: 'source quiet' }, 'No one place of the workspace has this text.'),
    ];
  }

  #link({ name, line }: NamedPlace, kind: Exclude<ExplanationPageEvent['kind'], 'ready'>): HTMLElement {
    const link = element('button', { class: 'link', type: 'button' }, `${name}, line ${line}`);
    link.addEventListener('click', () => this.#host.channel.tell({ kind }));
    return link;
  }
}
