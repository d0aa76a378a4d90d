import { type KeptRanking, readKeptRankings } from '../model/insight/evidence/keptRankings.ts';
import type { Storage } from '../model/files/storage.ts';
import { type CharacterModel, withCharacters } from '../model/files/characterModel.ts';
import { loadModel, type Model, readJsonText } from '../model/files/modelFiles.ts';
import { featuresOf } from '../model/insight/labels/labelledSyntaxes.ts';
import { quantitiesOf } from '../model/insight/quantity.ts';
import type { KernelFactory } from '../model/kernels/wasmKernels.ts';
import { qualityOf } from '../model/training/quality.ts';
import { type Language, languages } from '../model/text/language.ts';
import type { FeatureSummary } from '../protocol/cells.ts';
import type { LoadedModel } from '../protocol/modelMessages.ts';

/** A model in memory and the words about it. */
export interface ModelInUse {
  model: CharacterModel;
  summary: LoadedModel;
  /** Those that its training has left, if it has ended. */
  keptRankings: () => Promise<KeptRanking[] | undefined>;
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
    const json = await readJsonText(this.#storage);
    if (json !== undefined && json === this.#current?.json) return this.#current.inUse;
    this.#current = undefined;
    if (json === undefined) return undefined;
    this.#kernels ??= this.#loadKernels();
    const loaded = await loadModel(this.#storage, await this.#kernels);
    const model = withCharacters(loaded, this.#storage.place);
    const inUse = {
      model,
      summary: summarise(model, ++this.#revisions),
      keptRankings: keptOnceFound(() => readKeptRankings(this.#storage, model.network)),
    };
    this.#current = { json, inUse };
    return inUse;
  }
}

/** Asks again only as long as there is nothing: rankings come a little after their model. */
function keptOnceFound<T>(read: () => Promise<T | undefined>): () => Promise<T | undefined> {
  let found: T | undefined;
  return async () => (found ??= await read());
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
    quantities: quantitiesOf(model.network.config),
    step: model.training?.step ?? 0,
    languages: [...model.languages],
    features: Object.fromEntries(
      languages.map(language => [language, summariseFeatures(language)]),
    ) as LoadedModel['features'],
    unfinished: model.training?.finished === false,
    ...(bits === undefined ? {} : { validationBitsPerChar: bits, quality: qualityOf(bits) }),
  };
}

function summariseFeatures(language: Language): FeatureSummary[] {
  return featuresOf(language).map(({ name, title, description }) => ({ name, title, description }));
}
