import type { HoverAnswer } from '../../protocol/cells.ts';
import type { Channel } from '../../protocol/channel.ts';
import type { FromPage, FromPanel } from '../../protocol/inspector.ts';
import { Newest } from '../../protocol/newest.ts';
import type { InspectorState } from './inspectorState.ts';

/** A question about a character that has no answer after this time is given up for the next one, ms. */
const patience = 250;

interface HoverParts {
  channel: Pick<Channel<FromPage, FromPanel>, 'ask'>;
  /** An answer, with what was shown when it was asked for. */
  answered: (answer: HoverAnswer, asked: InspectorState) => void;
  failed: (error: unknown) => void;
}

/** Asks about the pointed character, one question at a time: the pointer moves faster than a model answers. */
export class HoverQuestion {
  readonly #parts: HoverParts;
  readonly #newest = new Newest();
  /** When the open question was asked (ms), and about what. */
  #asked: { time: number; state: InspectorState } | undefined;

  constructor(parts: HoverParts) {
    this.#parts = parts;
  }

  ask(state: InspectorState): void {
    const { pointed, document, model } = state;
    if (pointed === undefined || !document || !model) return this.forget();
    const now = performance.now();
    const open = this.#asked;
    if (open?.state.document?.version === document.version && now - open.time < patience) return;
    void this.#ask(state, { document: document.id, version: document.version, offset: pointed });
  }

  /** The answer to the open question is of no more use. */
  forget(): void {
    this.#asked = undefined;
    this.#newest.stop();
  }

  async #ask(
    state: InspectorState,
    place: { document: number; version: number; offset: number },
  ): Promise<void> {
    const asked = { time: performance.now(), state };
    this.#asked = asked;
    const { channel, answered, failed } = this.#parts;
    const { layer, index } = state.cell ?? {};
    const cell = layer === undefined || index === undefined ? {} : { cell: { layer, index } };
    try {
      const answer = await this.#newest.run(signal =>
        channel.ask({ kind: 'hover', ...place, ...cell }, signal),
      );
      if (this.#asked !== asked) return;
      this.#asked = undefined;
      if (answer) answered(answer, state);
    } catch (error) {
      if (this.#asked !== asked) return;
      this.#asked = undefined;
      failed(error);
    }
  }
}
