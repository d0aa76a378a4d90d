import type { Storage } from '../model/files/storage.ts';
import { loadModel, type Model } from '../model/files/modelFiles.ts';
import { featuresOf } from '../model/insight/features.ts';
import type { KernelFactory } from '../model/kernels/wasmKernels.ts';
import { qualityOf } from '../model/training/quality.ts';
import type { FeatureSummary } from '../protocol/inspector.ts';
import type { Language, LoadedModel } from '../protocol/modelMessages.ts';

/** A model in memory and the words about it. */
export interface ModelInUse {
  model: Model;
  summary: LoadedModel;
}

/** Keeps the model in memory that its folder holds: loads it again only when it was replaced. */
export class ModelLoader {
  readonly #storage: Storage;
  readonly #loadKernels: () => Promise<KernelFactory>;
  #kernels: Promise<KernelFactory> | undefined;
  #current: { json: string; inUse: ModelInUse } | undefined;
  #revisions = 0;
  /** Loads are made one after the other, so that the last one asked for is the one that stays. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(storage: Storage, loadKernels: () => Promise<KernelFactory>) {
    this.#storage = storage;
    this.#loadKernels = loadKernels;
  }

  get current(): ModelInUse | undefined {
    return this.#current?.inUse;
  }

  /** Undefined when there is no model; rejects with a UserError when it cannot be used. */
  load(): Promise<ModelInUse | undefined> {
    const load = this.#last.then(() => this.#loadNow());
    this.#last = load.catch(() => undefined);
    return load;
  }

  async #loadNow(): Promise<ModelInUse | undefined> {
    const bytes = await this.#storage.read('model.json');
    const json = bytes && new TextDecoder().decode(bytes);
    if (json !== undefined && json === this.#current?.json) return this.#current.inUse;
    this.#current = undefined;
    if (json === undefined) return undefined;
    this.#kernels ??= this.#loadKernels();
    const model = await loadModel(this.#storage, await this.#kernels);
    const inUse = { model, summary: summarise(model, ++this.#revisions) };
    this.#current = { json, inUse };
    return inUse;
  }
}

function summarise(model: Model, revision: number): LoadedModel {
  const { cell, numLayers, hiddenSize } = model.network.config;
  const { validationBitsPerChar: bits } = model;
  return {
    state: 'loaded',
    revision,
    cellType: cell,
    layers: numLayers,
    units: hiddenSize,
    step: model.training?.step ?? 0,
    languages: [...model.languages],
    features: {
      c: summariseFeatures('c'),
      latex: summariseFeatures('latex'),
      other: summariseFeatures('other'),
    },
    unfinished: model.training?.finished === false,
    ...(bits === undefined ? {} : { validationBitsPerChar: bits, quality: qualityOf(bits) }),
  };
}

function summariseFeatures(language: Language): FeatureSummary[] {
  return featuresOf(language).map(({ name, title, description }) => ({ name, title, description }));
}
