import type { Channel } from '../../protocol/channel.ts';
import type { InfluenceMeasure } from '../../protocol/influence.ts';
import type { FromPage, FromPanel } from '../../protocol/inspector.ts';
import { Newest } from '../../protocol/newest.ts';
import type { TextEdit } from '../../protocol/textPlaces.ts';
import type { InspectorState, ShownInfluence } from './inspectorState.ts';
import type { Store } from '../kit/store.ts';
import { movedOffset } from './textSelection.ts';

/** Asks about the chosen character, and again whenever the text or the model has changed. */
export class InfluenceQuestion {
  readonly #channel: Pick<Channel<FromPage, FromPanel>, 'ask'>;
  readonly #store: Store<InspectorState>;
  readonly #newest = new Newest();
  /** Chosen last: it stays when the mode is left and taken up again. */
  #measure: InfluenceMeasure = 'takenOut';

  constructor(channel: Pick<Channel<FromPage, FromPanel>, 'ask'>, store: Store<InspectorState>) {
    this.#channel = channel;
    this.#store = store;
    store.subscribe((state, previous) => this.#changed(state, previous));
  }

  /** Takes up the mode with a character chosen, if there is one. */
  start(chosen: number | undefined): void {
    const measure = this.#measure;
    this.#store.update({ influence: { measure, chosen: undefined, answer: undefined, isWaiting: false } });
    if (chosen !== undefined) this.choose(chosen);
  }

  stop(): void {
    this.#newest.stop();
    this.#store.update({ influence: undefined });
  }

  choose(offset: number): void {
    this.#update({ chosen: offset });
    this.#ask();
  }

  chooseMeasure(measure: InfluenceMeasure): void {
    this.#measure = measure;
    this.#update({ measure });
    this.#ask();
  }

  /** The text was edited: what was chosen moves along, and what was coloured behind the edit is no longer right. */
  edited(edits: readonly TextEdit[]): void {
    const { influence } = this.#store.state;
    if (!influence) return;
    let { chosen, answer } = influence;
    for (const edit of edits) {
      if (answer && edit.offset <= answer.offset) answer = undefined;
      if (chosen !== undefined) chosen = movedOffset(chosen, edit);
    }
    this.#update({ chosen, answer });
  }

  #changed(state: InspectorState, previous: InspectorState): void {
    if (!state.influence) return;
    const isOther = state.document?.id !== previous.document?.id;
    if (isOther) {
      this.#newest.stop();
      return this.#update({ chosen: undefined, answer: undefined, isWaiting: false });
    }
    const isChanged =
      state.document?.version !== previous.document?.version ||
      state.model?.revision !== previous.model?.revision;
    if (isChanged) this.#ask();
  }

  #update(change: Partial<ShownInfluence>): void {
    const { influence } = this.#store.state;
    if (influence) this.#store.update({ influence: { ...influence, ...change } });
  }

  #ask(): void {
    const { influence, document, model } = this.#store.state;
    if (influence?.chosen === undefined || !document || !model) return;
    // Nothing stands before the first character.
    if (influence.chosen === 0) {
      this.#newest.stop();
      return this.#update({ answer: undefined, isWaiting: false });
    }
    this.#update({ isWaiting: true });
    const { chosen: offset, measure } = influence;
    void this.#request({ document: document.id, version: document.version, offset, measure });
  }

  async #request(asked: {
    document: number;
    version: number;
    offset: number;
    measure: InfluenceMeasure;
  }): Promise<void> {
    try {
      const answer = await this.#newest.run(async signal => {
        const given = await this.#channel.ask({ kind: 'influence', ...asked }, signal);
        return signal.aborted ? undefined : given;
      });
      // What is asked about a text that is no longer so is asked again once the page has the new one.
      if (answer && this.#store.state.document?.version === asked.version)
        this.#update({ chosen: answer.offset, answer, isWaiting: false });
    } catch (error) {
      this.#update({ isWaiting: false });
      this.#store.update({ error: error instanceof Error ? error.message : String(error) });
    }
  }
}
