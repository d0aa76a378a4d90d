import type { DocumentReader, ReadBlock } from '../predict/documentReader.ts';
import type { CharacterRange, DocumentText } from '../text/documentText.ts';
import type { ReadControl } from '../base/readControl.ts';
import { type CellSignal, type Quantity, quantitiesOf, valuesOf } from './quantity.ts';

/** Characters whose values are kept together. */
const BLOCK_CHARACTERS = 64;

/** Of all values kept for one document. */
const CACHE_BYTES = 32 * 2 ** 20;

/** Half-open range of UTF-16 units. */
export interface UnitRange {
  from: number;
  to: number;
}

/**
 * The values of cells along one document. It keeps those of all cells where it last was asked for some, so that
 * flipping from cell to cell or scrolling back costs nothing.
 */
export class CellValues {
  private readonly reader: DocumentReader;
  /** Values (BLOCK_CHARACTERS, columns) of the characters from BLOCK_CHARACTERS * key on, in the order of use. */
  private readonly blocks = new Map<number, Float32Array>();
  private readonly quantities: readonly Quantity[];
  /** (layers, quantities, H) */
  private readonly columns: number;
  private readonly maximumBlocks: number;
  private readonly subscription: { dispose: () => void };

  constructor(reader: DocumentReader) {
    this.reader = reader;
    const { config } = reader.model.network;
    this.quantities = quantitiesOf(config);
    this.columns = config.numLayers * this.quantities.length * config.hiddenSize;
    this.maximumBlocks = Math.max(1, Math.floor(CACHE_BYTES / (4 * BLOCK_CHARACTERS * this.columns)));
    this.subscription = reader.text.onChange((_, { from }) => this.forgetFrom(from));
  }

  /** Follows the text no longer. */
  dispose(): void {
    this.subscription.dispose();
  }

  /**
   * The value of each signal after each character of a range of the document's UTF-16 units: one array a signal, with one
   * value a unit. (Both units of a surrogate pair carry the character's value.) Undefined when
   * aborted or edited meanwhile. `onProgress` gets 0..1 while it has to read what lies before.
   */
  async read(
    range: UnitRange,
    signals: readonly CellSignal[],
    control: ReadControl,
    onProgress?: (share: number) => void,
  ): Promise<Float32Array[] | undefined> {
    const { text } = this.reader;
    const characters = charactersOf(text, range);
    const values = await this.readCharacters(characters, signals, control, onProgress);
    return values?.map(perCharacter => spreadOverUnits(text, perCharacter, characters, range));
  }

  /** As `read`, for a range of characters and with one value a character. */
  async readCharacters(
    { from, to }: CharacterRange,
    signals: readonly CellSignal[],
    control: ReadControl,
    onProgress?: (share: number) => void,
  ): Promise<Float32Array[] | undefined> {
    const values = signals.map(() => new Float32Array(Math.max(0, to - from)));
    const lastBlock = to > from ? Math.ceil(to / BLOCK_CHARACTERS) : 0;
    for (let block = Math.floor(from / BLOCK_CHARACTERS); block < lastBlock; block++) {
      if (!this.blocks.has(block)) {
        const end = this.missingUntil(block, lastBlock);
        if (!(await this.fill(block, end, control, onProgress))) return undefined;
      }
      this.copyBlock(block, signals, { from, to }, values);
    }
    return values;
  }

  /** Where a run of blocks that are not kept ends, short enough for all of it to be kept. */
  private missingUntil(first: number, last: number): number {
    let end = first + 1;
    while (end < last && end - first < this.maximumBlocks && !this.blocks.has(end)) end++;
    return end;
  }

  private async fill(
    first: number,
    end: number,
    control: ReadControl,
    onProgress?: (share: number) => void,
  ): Promise<boolean> {
    const rows = new Float32Array((end - first) * BLOCK_CHARACTERS * this.columns);
    const range = {
      from: first * BLOCK_CHARACTERS,
      to: Math.min(end * BLOCK_CHARACTERS, this.reader.text.length),
    };
    const visit = (block: ReadBlock) => this.copyRows(block, range.from, rows);
    if (!(await this.reader.readRange(range, control, visit, onProgress))) return false;
    const blockLength = BLOCK_CHARACTERS * this.columns;
    for (let block = first; block < end; block++)
      this.keep(block, rows.slice((block - first) * blockLength, (block - first + 1) * blockLength));
    return true;
  }

  /** From the run's (T, 1, H) of each layer and quantity to rows of all columns. */
  private copyRows({ from, length, run }: ReadBlock, start: number, rows: Float32Array): void {
    const { numLayers, hiddenSize } = this.reader.model.network.config;
    for (let layer = 0; layer < numLayers; layer++)
      for (const quantity of this.quantities) {
        const values = valuesOf(run, layer, quantity);
        const column = this.columnOf({ layer: layer + 1, index: 0, quantity });
        for (let t = 0; t < length; t++) {
          const row = values.subarray(t * hiddenSize, (t + 1) * hiddenSize);
          rows.set(row, (from - start + t) * this.columns + column);
        }
      }
  }

  private columnOf({ layer, index, quantity }: CellSignal): number {
    const { hiddenSize } = this.reader.model.network.config;
    return ((layer - 1) * this.quantities.length + this.quantities.indexOf(quantity)) * hiddenSize + index;
  }

  private copyBlock(
    block: number,
    signals: readonly CellSignal[],
    { from, to }: CharacterRange,
    values: readonly Float32Array[],
  ): void {
    const rows = this.blocks.get(block)!;
    const start = block * BLOCK_CHARACTERS;
    const last = Math.min(to, start + BLOCK_CHARACTERS);
    for (const [i, signal] of signals.entries()) {
      const column = this.columnOf(signal);
      for (let t = Math.max(from, start); t < last; t++)
        values[i][t - from] = rows[(t - start) * this.columns + column];
    }
    this.keep(block, rows);
  }

  /** As the block used last; the one that was not used for longest makes room. */
  private keep(block: number, rows: Float32Array): void {
    this.blocks.delete(block);
    this.blocks.set(block, rows);
    if (this.blocks.size > this.maximumBlocks) this.blocks.delete(this.blocks.keys().next().value!);
  }

  private forgetFrom(index: number): void {
    const first = Math.floor(index / BLOCK_CHARACTERS);
    for (const block of this.blocks.keys()) if (block >= first) this.blocks.delete(block);
  }
}

/** The characters that the units of a range lie in. */
export function charactersOf(text: DocumentText, { from, to }: UnitRange): CharacterRange {
  const first = text.indexAt(from);
  const end = to <= from ? first : text.indexAt(to - 1) + 1;
  return { from: first, to: Math.min(end, text.length) };
}

/** One value for each UTF-16 unit of a range, from one for each of the characters that it lies in. */
export function spreadOverUnits<Values extends Float32Array | Uint8Array>(
  text: DocumentText,
  perCharacter: Values,
  characters: CharacterRange,
  units: UnitRange,
): Values {
  const widths = text.widths(characters.from, characters.to);
  const start = text.offsetAt(characters.from);
  const length = Math.max(0, units.to - units.from);
  const spread = (
    perCharacter instanceof Float32Array ? new Float32Array(length) : new Uint8Array(length)
  ) as Values;
  for (let i = 0, unit = start - units.from; i < widths.length; unit += widths[i++])
    for (let at = Math.max(0, unit); at < unit + widths[i] && at < length; at++) spread[at] = perCharacter[i];
  return spread;
}
