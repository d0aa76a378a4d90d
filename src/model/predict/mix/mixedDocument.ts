import type { ReadControl } from '../../base/readControl.ts';
import type { ContextLayer } from '../../contexts/contextLayer.ts';
import type { ContextTable } from '../../contexts/contextTable.ts';
import type { CharacterChange, DocumentText } from '../../text/documentText.ts';
import type { Language } from '../../text/language.ts';
import type { Vocabulary } from '../../text/vocabulary.ts';
import type { DocumentPredictor } from '../documentPredictor.ts';
import type { DocumentReader } from '../documentReader.ts';
import type { NetworkPredictor } from '../networkPredictor.ts';
import type { CharacterBytes } from './characterBytes.ts';
import { type Copied, copiedFrom } from './copiedFrom.ts';
import type { CharacterShares } from './explainText.ts';
import { LearntStretch } from './learntStretch.ts';
import { MixedPredictor } from './mixedPredictor.ts';
import { MixedReader } from './mixedReader.ts';

interface MixedDocumentOptions {
  /** The network's way of following the same document. */
  reader: DocumentReader;
  table: ContextTable;
  characters: CharacterBytes;
  /** Tells the document from others: `documentNumber` of its path. */
  number: number;
  /** Whose prediction it is; for comparisons. Both unless given. */
  experts?: 'both' | 'contexts';
}

/** Characters that the context expert looks back when it is put somewhere: some dozen lines. */
const LOOK_BACK = 1024;

/** Characters just typed that are learnt while a suggestion waits for it: one or two milliseconds. */
const MOST_AT_ONCE = 256;

/** Characters learnt between two turns of others, who may be waiting with a key. */
const SLICE = 96;

/** Characters of a large document that are learnt around the cursor. */
const MOST_LEARNT = 300_000;

/** How far a document is learnt, and where both experts have come to there; absent where they must be put there. */
interface Whole {
  index: number;
  at?: { place: Uint8Array; network: NetworkPredictor } | undefined;
}

const encoder = new TextEncoder();

/**
 * Follows an open document with the network and the context expert. The latter has a layer of its own for it, over the
 * workspace's: in that it learns the document once as a whole (`learn`), and then what is typed, as it is typed. What is
 * taken back at once is unlearnt; what is changed elsewhere stays as one more text that was there.
 */
export class MixedDocument implements DocumentPredictor {
  readonly #options: MixedDocumentOptions;
  readonly #subscription: { dispose: () => void };
  #layer: ContextLayer | undefined;
  #reader: MixedReader | undefined;
  /** What was typed last and is learnt. */
  #stretch: LearntStretch | undefined;
  /** Learning the document as a whole; undefined once it is done. */
  #whole: Whole | undefined = { index: 0 };

  constructor(options: MixedDocumentOptions) {
    this.#options = options;
    this.#subscription = this.text.onChange((_, characters) => this.#edited(characters));
  }

  dispose(): void {
    this.#subscription.dispose();
    if (this.#layer) this.#options.table.giveBack(this.#layer);
    this.#forget();
  }

  get text(): DocumentText {
    return this.#options.reader.text;
  }

  get language(): Language {
    return this.#options.reader.language;
  }

  get vocabulary(): Vocabulary {
    return this.#options.reader.vocabulary;
  }

  /** The context expert knows what is near; the network has read all. */
  async predictorAt(index: number, control: ReadControl): Promise<MixedPredictor | undefined> {
    const network = await this.#options.reader.predictorAt(index, control);
    if (!network || !(await this.nearbyPredictorAt(index, control))) return undefined;
    return this.#predictor(network);
  }

  async nearbyPredictorAt(index: number, control: ReadControl): Promise<MixedPredictor | undefined> {
    const layer = this.#ownLayer();
    if (this.#stretch?.canReach(index, MOST_AT_ONCE)) {
      const { reader } = this.#options;
      const from = this.#stretch.end;
      if (index > from) {
        const network = await reader.nearbyPredictorAt(from, control);
        if (!network || this.#layer !== layer || this.#stretch?.end !== from) return undefined;
        this.#learnTyped(network, index);
        return this.#predictor(network);
      }
    } else this.#beginStretch(layer, index);
    const network = await this.#options.reader.nearbyPredictorAt(index, control);
    if (!network || this.#layer !== layer) return undefined;
    this.#stretch?.goTo(index, (from, to) => this.#bytes(from, to));
    return this.#predictor(network);
  }

  /** Learns the document as a whole, where that has not been done. */
  async learn(control: ReadControl): Promise<boolean> {
    const layer = this.#ownLayer();
    const { version } = this.text;
    const isOver = () => control.signal.aborted || this.#layer !== layer || this.text.version !== version;
    while (this.#whole) {
      if (isOver()) return false;
      const { index, at } = this.#whole;
      const end = Math.min(this.text.length, index + SLICE, MOST_LEARNT);
      if (index >= end) {
        this.#whole = undefined;
        break;
      }
      const network = at?.network ?? (await this.#options.reader.predictorAt(index, control));
      if (!network || isOver()) return false;
      if (at) layer.goTo(at.place);
      else this.#putBefore(layer, index);
      this.#reader!.goOnWith(network);
      this.#reader!.learn(this.#bytes(index, end));
      this.#whole = { index: end, at: { place: layer.place(), network } };
      // Going back behind this would unlearn it, too.
      this.#stretch = undefined;
      await control.yieldToEvents();
    }
    return true;
  }

  /** How each character of a text would be predicted that came at an index; undefined when aborted or edited meanwhile. */
  async explain(index: number, text: string, control: ReadControl): Promise<CharacterShares[] | undefined> {
    const predictor = await this.nearbyPredictorAt(index, control);
    return predictor?.explain(text);
  }

  /**
   * Where in the files of the workspace a text was copied from that came at an index, if it was. `until` is where their
   * text ended then: once it is saved, it is in them, too.
   */
  sourceOf(index: number, text: string, until?: number): Copied | undefined {
    const before = this.#bytes(Math.max(0, index - LOOK_BACK), index);
    return copiedFrom(this.#options.table.workspace, { before, text: encoder.encode(text) }, until);
  }

  #ownLayer(): ContextLayer {
    const { table, characters, reader } = this.#options;
    if (this.#layer) table.touch(this.#layer);
    else {
      this.#layer = table.lend(() => this.#forget());
      this.#reader = new MixedReader({ network: reader.model.network, characters, layer: this.#layer });
    }
    return this.#layer;
  }

  /** The layer is another's. */
  #forget(): void {
    this.#layer = undefined;
    this.#reader = undefined;
    this.#stretch = undefined;
    this.#whole = { index: 0 };
  }

  #beginStretch(layer: ContextLayer, index: number): void {
    this.#putBefore(layer, index);
    this.#stretch = new LearntStretch(layer, index);
  }

  #putBefore(layer: ContextLayer, index: number): void {
    layer.beginText(this.#options.number);
    layer.pass(this.#bytes(Math.max(0, index - LOOK_BACK), index));
  }

  /** Learns what stands between the end of the stretch and an index; the network has read up to there. */
  #learnTyped(network: NetworkPredictor, index: number): void {
    const reader = this.#reader!;
    const stretch = this.#stretch!;
    // What is typed where all before it is learnt is not left to be learnt.
    if (this.#whole?.index === stretch.end) this.#whole = { index };
    reader.goOnWith(network);
    stretch.learn(index, (from, to) => reader.learn(this.#bytes(from, to)));
  }

  #predictor(network: NetworkPredictor): MixedPredictor {
    const { characters, experts = 'both' } = this.#options;
    return new MixedPredictor({
      network: experts === 'both' ? network : undefined,
      layer: this.#layer!,
      characters,
    });
  }

  #bytes(from: number, to: number): Uint8Array {
    return encoder.encode(this.text.slice(from, to));
  }

  #edited(change: CharacterChange): void {
    if (this.#stretch?.edited(change) === false) this.#stretch = undefined;
    const { from, removed, inserted } = change;
    if (!this.#whole || from >= this.#whole.index) return;
    const index = Math.max(from + inserted, this.#whole.index + inserted - removed);
    // Neither can go on behind another text than it has read.
    this.#whole = { index };
  }
}
