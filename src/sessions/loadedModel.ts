import { type KeptRanking, readKeptRankings } from '../model/insight/evidence/keptRankings.ts';
import type { Storage } from '../model/files/storage.ts';
import { UserError } from '../model/base/userError.ts';
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

/** Where models lie. */
export interface ModelPlaces {
  /** Of the workspace's own. */
  storage: Storage;
  /** Of the one that serves where there is none; without it none does. */
  starter?: Storage;
}

interface LoaderTools {
  loadKernels: () => Promise<KernelFactory>;
  /** The starter is there but cannot be used. */
  onStarterProblem: (problem: string) => void;
}

/** What a place held when it was looked at. */
interface Found {
  storage: Storage;
  json: string;
}

/**
 * Keeps the model in memory that the workspace has, or the starter as long as it has none: loads it again only when it
 * was replaced.
 */
export class ModelLoader {
  readonly #places: ModelPlaces;
  readonly #tools: LoaderTools;
  #kernels: Promise<KernelFactory> | undefined;
  #current: (Found & { inUse: ModelInUse }) | undefined;
  #revisions = 0;
  /** Loads are made one after the other, so that the last one asked for is the one that stays. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(places: ModelPlaces, tools: LoaderTools) {
    this.#places = places;
    this.#tools = tools;
  }

  get current(): ModelInUse | undefined {
    return this.#current?.inUse;
  }

  /** Undefined when there is no model; rejects with a UserError when the workspace's own cannot be used. */
  load(): Promise<ModelInUse | undefined> {
    const load = this.#last.then(() => this.#loadNow());
    this.#last = load.catch(() => undefined);
    return load;
  }

  async #loadNow(): Promise<ModelInUse | undefined> {
    const { storage, starter } = this.#places;
    const own = await readJsonText(storage);
    if (own !== undefined) return await this.#use({ storage, json: own });
    if (!starter) return this.#forget();
    try {
      const json = await readJsonText(starter);
      if (json === undefined) throw new UserError(`There is none in ${starter.place}.`);
      return await this.#use({ storage: starter, json });
    } catch (error) {
      this.#tools.onStarterProblem(error instanceof Error ? error.message : String(error));
      return this.#forget();
    }
  }

  #forget(): undefined {
    this.#current = undefined;
  }

  async #use({ storage, json }: Found): Promise<ModelInUse> {
    if (this.#current?.json === json && this.#current.storage === storage) return this.#current.inUse;
    this.#forget();
    this.#kernels ??= this.#tools.loadKernels();
    const loaded = await loadModel(storage, await this.#kernels);
    const model = withCharacters(loaded, storage.place);
    const isStarter = storage !== this.#places.storage;
    const inUse = {
      model,
      summary: summarise(model, { revision: ++this.#revisions, isStarter }),
      keptRankings: keptOnceFound(() => readKeptRankings(storage, model.network)),
    };
    this.#current = { storage, json, inUse };
    return inUse;
  }
}

/** Asks again only as long as there is nothing: rankings come a little after their model. */
function keptOnceFound<T>(read: () => Promise<T | undefined>): () => Promise<T | undefined> {
  let found: T | undefined;
  return async () => (found ??= await read());
}

function summarise(
  model: Model,
  { revision, isStarter }: Pick<LoadedModel, 'revision' | 'isStarter'>,
): LoadedModel {
  const { cell, numLayers, hiddenSize } = model.network.config;
  const { validationBitsPerChar: bits } = model;
  return {
    state: 'loaded',
    revision,
    isStarter,
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
