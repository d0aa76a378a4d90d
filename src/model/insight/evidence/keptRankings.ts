import { JsonFields } from '../../base/jsonFields.ts';
import { type JsonLimits, parseJsonText } from '../../base/jsonText.ts';
import { UserError } from '../../base/userError.ts';
import type { Storage } from '../../files/storage.ts';
import type { Network } from '../../network/network.ts';
import type { NetworkConfig } from '../../network/networkConfig.ts';
import { Digest } from '../../text/digest.ts';
import { type Language, languages } from '../../text/language.ts';
import { features } from '../labels/features.ts';
import { quantitiesOf } from '../quantity.ts';
import type { CellScore, RankedCell, Ranking, SecondFeature } from './ranking.ts';

const FORMAT_VERSION = 1;

/** A file that is larger is not one of rankings: 2048 cells of 8 layers have less. */
const LIMITS: JsonLimits = { length: 64_000_000, depth: 8 };

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
  { rankings, version }: { rankings: readonly KeptRanking[]; version: string },
): Promise<void> {
  const json = { formatVersion: FORMAT_VERSION, cellscope: version, rankings };
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
    const bytes = await storage.read(rankingsFile(network), LIMITS.length);
    return bytes && parseKeptRankings(new TextDecoder().decode(bytes), network.config);
  } catch (error) {
    if (error instanceof UserError || error instanceof NotRankings) return undefined;
    throw error;
  }
}

function rankingsFile({ parameters }: Network): string {
  const words = new Uint32Array(parameters.buffer, parameters.byteOffset, parameters.length);
  return `cells-${new Digest().addValues(words).hex()}.json`;
}

/** The file is not what it must be; the message says how. */
class NotRankings extends Error {}

function refuse(what: string): never {
  throw new NotRankings(what);
}

function parseKeptRankings(text: string, config: NetworkConfig): KeptRanking[] {
  const parsed = parseJsonText(text, LIMITS);
  if ('problem' in parsed) return refuse(parsed.problem);
  const json = new JsonFields(parsed.value, '', refuse);
  json.count('formatVersion', { minimum: FORMAT_VERSION, maximum: FORMAT_VERSION });
  return json.list('rankings', (item, path) => readRanking(new JsonFields(item, path, refuse), config));
}

function readRanking(json: JsonFields, config: NetworkConfig): KeptRanking {
  const cells = json.list('cells', (item, path) => readCell(new JsonFields(item, path, refuse), config));
  const { numLayers, hiddenSize } = config;
  if (cells.length > 0 && cells.length !== numLayers * hiddenSize)
    json.refuse('cells', 'of all cells, or of none');
  return {
    language: json.oneOf('language', languages),
    feature: readFeature(json),
    cells,
    files: json.count('files'),
    characters: json.count('characters'),
    baseRate: readShare(json, 'baseRate'),
    stretches: json.count('stretches'),
    maskedShare: readShare(json, 'maskedShare'),
    chosenOn: json.oneOf('chosenOn', ['otherFiles', 'otherParts', 'sameText']),
  };
}

function readCell(json: JsonFields, config: NetworkConfig): RankedCell {
  const other = json.optional('other', () => readScore(json.object('other')));
  return {
    layer: json.count('layer', { minimum: 1, maximum: config.numLayers }),
    index: json.count('index', { maximum: config.hiddenSize - 1 }),
    quantity: json.oneOf('quantity', quantitiesOf(config)),
    ...readScore(json),
    ...(other && { other }),
  };
}

function readScore(json: JsonFields): CellScore {
  const second = json.optional('second', () => readSecond(json.object('second')));
  return {
    f1: readShare(json, 'f1'),
    gain: readShare(json, 'gain'),
    precision: readShare(json, 'precision'),
    recall: readShare(json, 'recall'),
    threshold: json.number('threshold', { minimum: -1, maximum: 1 }),
    direction: readDirection(json),
    auroc: readShare(json, 'auroc'),
    correlation: json.number('correlation', { minimum: -1, maximum: 1 }),
    ...(second && { second }),
  };
}

function readSecond(json: JsonFields): SecondFeature {
  return {
    feature: readFeature(json),
    f1: readShare(json, 'f1'),
    gain: readShare(json, 'gain'),
    direction: readDirection(json),
    baseRate: readShare(json, 'baseRate'),
  };
}

function readFeature(json: JsonFields) {
  const names = features.map(({ name }) => name);
  return json.oneOf('feature', names);
}

function readShare(json: JsonFields, name: string): number {
  return json.number(name, { minimum: 0, maximum: 1 });
}

function readDirection(json: JsonFields): 1 | -1 {
  const direction = json.number('direction');
  return direction === 1 || direction === -1 ? direction : json.refuse('direction', '1 or -1');
}
