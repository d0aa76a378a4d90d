import { Arena } from '../kernels/arena.ts';
import { ContextLayer } from './contextLayer.ts';
import { documentSizes, workspaceSizes } from './layerSizes.ts';
import type { ContextKernels } from './contextKernels.ts';
import type { ContextKernelFactory } from './wasmContextKernels.ts';

/** Of a layer for an open document, bytes. */
const DOCUMENT_BYTES = 16 * 2 ** 20;

/** Documents that have a layer at the same time, and so stay as quick as they are. */
const MOST_DOCUMENTS = 4;

/** Cursors and what else is small. */
const SPARE_BYTES = 8 * 2 ** 20;

/** The memory that the user may give it, in MB. */
export const tableMegabytes = { minimum: 32, maximum: 1024, usual: 128 };

/** What the user wishes for, as near as it may be; settings can hold anything. */
export function allowedMegabytes(wished: number): number {
  const { minimum, maximum, usual } = tableMegabytes;
  return wished > 0 ? Math.round(Math.min(maximum, Math.max(minimum, wished))) : usual;
}

/** The least that a table has, in MB. */
const LEAST_MEGABYTES = 8;

/** Bytes for each byte of text where the user gives what is usual; who gives more wants the last hundredths of a bit. */
const BYTES_PER_BYTE = 64;

/** The memory that is of use for so much text, in MB, of what the user gives. */
export function megabytesFor(textBytes: number, most: number): number {
  const each = BYTES_PER_BYTE * Math.max(1, most / tableMegabytes.usual);
  return Math.min(most, LEAST_MEGABYTES + Math.ceil((textBytes * each) / 2 ** 20));
}

interface LearntText {
  from: number;
  path: string;
}

/**
 * What the context expert has learnt of the files of a workspace, with room for layers over it: one for each open
 * document. As long as a document has a layer nothing may be learnt in the workspace's: `recall` first.
 */
export class ContextTable {
  readonly workspace: ContextLayer;
  /** Of the workspace's layer. */
  readonly megabytes: number;
  /** What was learnt: the hash of each file's name and text, by its name. */
  readonly learnt = new Map<string, number>();
  /** Where in the workspace's text what was learnt of a file begins, in the order of the text. */
  readonly texts: LearntText[] = [];
  readonly #kernels: ContextKernels;
  readonly #arena: Arena;
  readonly #free: ContextLayer[] = [];
  /** Those of documents, the one that was used longest ago first, and what to do when it is taken away. */
  readonly #lent = new Map<ContextLayer, () => void>();

  private constructor(create: ContextKernelFactory, megabytes: number) {
    const bytes = megabytes * 2 ** 20;
    this.megabytes = megabytes;
    this.#arena = new Arena(bytes + MOST_DOCUMENTS * DOCUMENT_BYTES + SPARE_BYTES);
    this.#kernels = create(this.#arena);
    this.workspace = new ContextLayer(this.#kernels, this.#arena, workspaceSizes(bytes));
  }

  /** One that has learnt nothing. */
  static empty(create: ContextKernelFactory, megabytes: number): ContextTable {
    return new ContextTable(create, megabytes);
  }

  /** What is learnt from here on is of a file. */
  enter(path: string): void {
    const { textEnd, sizes } = this.workspace;
    // What was learnt long ago is not kept as text.
    const lost = this.texts.findLastIndex(({ from }) => textEnd - from >= sizes.textBytes);
    this.texts.splice(0, Math.max(0, lost));
    this.texts.push({ from: textEnd, path });
  }

  /** Of which file the text at a position is. */
  fileAt(position: number): string | undefined {
    return this.texts.findLast(({ from }) => from <= position)?.path;
  }

  /** The arena that the layers are in. */
  get arena(): Arena {
    return this.#arena;
  }

  /**
   * An empty layer for a document. It is the borrower's until he gives it back, or until it is taken from him: when
   * others need it more, or the workspace's is to learn.
   */
  lend(onTaken: () => void): ContextLayer {
    if (this.#lent.size === MOST_DOCUMENTS) this.#take(this.#lent.keys().next().value!);
    const layer = this.#free.pop() ?? this.#makeLayer();
    layer.forget();
    this.#lent.set(layer, onTaken);
    return layer;
  }

  /** It was used just now: others are taken away before. */
  touch(layer: ContextLayer): void {
    const onTaken = this.#lent.get(layer);
    if (!onTaken) return;
    this.#lent.delete(layer);
    this.#lent.set(layer, onTaken);
  }

  giveBack(layer: ContextLayer): void {
    if (this.#lent.delete(layer)) this.#free.push(layer);
  }

  /** Takes all layers of documents away: before something is learnt in the workspace's. */
  recall(): void {
    for (const layer of this.#lent.keys()) this.#take(layer);
  }

  #take(layer: ContextLayer): void {
    const onTaken = this.#lent.get(layer);
    this.giveBack(layer);
    onTaken?.();
  }

  #makeLayer(): ContextLayer {
    return new ContextLayer(this.#kernels, this.#arena, documentSizes(DOCUMENT_BYTES), this.workspace);
  }
}
