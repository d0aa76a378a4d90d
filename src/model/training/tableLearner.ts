import type { ReadControl } from '../base/readControl.ts';
import type { ContextTable } from '../contexts/contextTable.ts';
import type { ReaderModel } from '../predict/documentReader.ts';
import { CharacterBytes } from '../predict/mix/characterBytes.ts';
import { documentNumber } from '../contexts/documentNumber.ts';
import { MixedReader } from '../predict/mix/mixedReader.ts';
import type { Language } from '../text/language.ts';

/** Bytes that are learnt between two turns of other events: some ten milliseconds. */
const SLICE_BYTES = 1024;

/** A text of a file, or what of it is new. */
interface TextToLearn {
  path: string;
  language: Language;
  bytes: Uint8Array;
  /** What stands before that, and is only read. */
  lead?: Uint8Array;
}

/** How a text is learnt: by the context expert alone, or beside the network, to learn how far each is to be trusted. */
export type Learner = 'contexts' | 'both';

/** Learns texts into the workspace's layer of a table, in slices. What documents have learnt over it they must learn again. */
export class TableLearner {
  readonly #table: ContextTable;
  readonly #control: ReadControl;
  readonly #reader: MixedReader | undefined;

  /** `model` is needed to learn with both. */
  constructor(table: ContextTable, control: ReadControl, model?: ReaderModel) {
    this.#table = table;
    this.#control = control;
    const layer = table.workspace;
    this.#reader =
      model &&
      new MixedReader({ network: model.network, characters: new CharacterBytes(model.vocabulary), layer });
  }

  /** `onBytes` is told how many have been learnt. False when aborted. */
  async learn(
    { path, language, bytes, lead }: TextToLearn,
    learner: Learner,
    onBytes: (count: number) => void,
  ): Promise<boolean> {
    const { workspace } = this.#table;
    const { signal, yieldToEvents } = this.#control;
    const reader = learner === 'both' ? this.#reader : undefined;
    this.#table.enter(path);
    if (reader) reader.begin(documentNumber(path), language);
    else workspace.beginText(documentNumber(path));
    if (lead && !reader) workspace.pass(lead);
    for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
      // One may have been lent meanwhile.
      this.#table.recall();
      const slice = bytes.subarray(at, at + SLICE_BYTES);
      if (reader) reader.learn(slice);
      else workspace.learn(slice);
      onBytes(at + slice.length);
      await yieldToEvents();
      if (signal.aborted) return false;
    }
    return true;
  }
}
