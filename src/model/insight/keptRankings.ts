import { version as cellscopeVersion } from '../../../package.json';
import { type FeatureName, features } from '../insight/features.ts';
import { type Quantity, quantitiesOf } from '../insight/quantity.ts';
import type { CellScore, RankedCell, Ranking, SecondFeature } from '../insight/ranking.ts';
import type { Network } from '../network/network.ts';
import type { NetworkConfig } from '../network/networkConfig.ts';
import { Digest } from '../text/digest.ts';
import { type Language, languages } from '../text/language.ts';
import { UserError } from '../base/userError.ts';
import type { Storage } from './storage.ts';

const FORMAT_VERSION = 1;

/** A file that is larger is not one of rankings: 2048 cells of 8 layers have less. */
const MAX_BYTES = 64_000_000;

/** Digits that are kept of a figure. */
const DIGITS = 5;

/** A ranking on files of one language that were held out of the training. */
export interface KeptRanking extends Ranking {
  language: Language;
}

/**
 * Keeps the rankings of a network's cells beside its model. The file is named for the weights, so that it is found by
 * them alone and goes with them: a checkpoint with others removes it.
 */
export async function keepRankings(
  storage: Storage,
  network: Network,
  rankings: readonly KeptRanking[],
): Promise<void> {
  const json = { formatVersion: FORMAT_VERSION, cellscope: cellscopeVersion, rankings };
  const text = JSON.stringify(json, (_, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(DIGITS)) : value,
  );
  await storage.write(rankingsFile(network), new TextEncoder().encode(`${text}\n`));
}

/** Whether the rankings of a network with these weights are kept. */
export async function hasKeptRankings(storage: Storage, network: Network): Promise<boolean> {
  return (await storage.list()).includes(rankingsFile(network));
}

/**
 * The rankings that were kept for a network. Undefined where there are none, or none that can be used: they can be made
 * again, so nobody needs to be told.
 */
export async function readKeptRankings(
  storage: Storage,
  network: Network,
): Promise<KeptRanking[] | undefined> {
  try {
    const bytes = await storage.read(rankingsFile(network), MAX_BYTES);
    return bytes && parse(JSON.parse(new TextDecoder().decode(bytes)), network.config);
  } catch (error) {
    const isExpected = [SyntaxError, NotARanking, UserError].some(kind => error instanceof kind);
    if (isExpected) return undefined;
    throw error;
  }
}

function rankingsFile({ parameters }: Network): string {
  const words = new Uint32Array(parameters.buffer, parameters.byteOffset, parameters.length);
  return `cells-${new Digest().addValues(words).hex()}.json`;
}

/** Something in the file is not what it must be. */
class NotARanking extends Error {}

type Fields = Record<string, unknown>;

function parse(json: unknown, config: NetworkConfig): KeptRanking[] {
  const { formatVersion, rankings } = object(json);
  check(formatVersion === FORMAT_VERSION);
  return list(rankings).map(each => parseRanking(object(each), config));
}

function parseRanking(fields: Fields, config: NetworkConfig): KeptRanking {
  const cells = list(fields['cells']).map(cell => parseCell(object(cell), config));
  const { numLayers, hiddenSize } = config;
  check(cells.length === 0 || cells.length === numLayers * hiddenSize);
  return {
    language: oneOf(fields['language'], languages),
    feature: featureName(fields['feature']),
    cells,
    files: count(fields['files']),
    characters: count(fields['characters']),
    baseRate: share(fields['baseRate']),
    stretches: count(fields['stretches']),
    maskedShare: share(fields['maskedShare']),
    chosenOn: oneOf(fields['chosenOn'], ['otherFiles', 'otherParts', 'sameText']),
  };
}

function parseCell(fields: Fields, config: NetworkConfig): RankedCell {
  const { other } = fields;
  const layer = count(fields['layer']);
  const index = count(fields['index']);
  check(layer >= 1 && layer <= config.numLayers && index < config.hiddenSize);
  return {
    layer,
    index,
    quantity: oneOf<Quantity>(fields['quantity'], quantitiesOf(config)),
    ...parseScore(fields),
    ...(other === undefined ? {} : { other: parseScore(object(other)) }),
  };
}

function parseScore(fields: Fields): CellScore {
  const { second } = fields;
  return {
    f1: share(fields['f1']),
    gain: share(fields['gain']),
    precision: share(fields['precision']),
    recall: share(fields['recall']),
    threshold: number(fields['threshold'], -1),
    direction: oneOf(fields['direction'], [1, -1]),
    auroc: share(fields['auroc']),
    correlation: number(fields['correlation'], -1),
    ...(second === undefined ? {} : { second: parseSecond(object(second)) }),
  };
}

function parseSecond(fields: Fields): SecondFeature {
  return {
    feature: featureName(fields['feature']),
    f1: share(fields['f1']),
    gain: share(fields['gain']),
    direction: oneOf(fields['direction'], [1, -1]),
    baseRate: share(fields['baseRate']),
  };
}

function featureName(value: unknown): FeatureName {
  return oneOf(
    value,
    features.map(({ name }) => name),
  );
}

function object(value: unknown): Fields {
  check(typeof value === 'object' && value !== null && !Array.isArray(value));
  return value as Fields;
}

function list(value: unknown): unknown[] {
  check(Array.isArray(value));
  return value as unknown[];
}

function oneOf<T>(value: unknown, choices: readonly T[]): T {
  check(choices.includes(value as T));
  return value as T;
}

function count(value: unknown): number {
  check(Number.isSafeInteger(value) && (value as number) >= 0);
  return value as number;
}

function share(value: unknown): number {
  return number(value, 0);
}

/** Up to 1. */
function number(value: unknown, least: number): number {
  check(typeof value === 'number' && value >= least && value <= 1);
  return value as number;
}

function check(isRight: boolean): void {
  if (!isRight) throw new NotARanking();
}
