import type { HostChannel } from '../kit/hostChannel.ts';
import type { InspectorState } from './inspectorState.ts';

/** A question about a character that has no answer after this time is given up for the next one, ms. */
const patience = 250;

/** Asks about the pointed character, one question at a time: the pointer moves faster than a model answers. */
export class HoverQuestion {
  readonly #channel: HostChannel;
  /** When the open question was asked (ms), and about which version. */
  #asked: { time: number; version: number } | undefined;

  constructor(channel: HostChannel) {
    this.#channel = channel;
  }

  ask({ pointed, document, model }: InspectorState): void {
    if (pointed === undefined || !document || !model) return this.forget();
    const now = performance.now();
    const open = this.#asked;
    if (open?.version === document.version && now - open.time < patience) return;
    this.#asked = { time: now, version: document.version };
    this.#channel.post({ kind: 'hover', document: document.id, version: document.version, offset: pointed });
  }

  /** The open question was answered, or its answer is of no more use. */
  forget(): void {
    this.#asked = undefined;
  }
}
