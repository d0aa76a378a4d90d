/**
 * The messages between the extension host and the model worker, which answers from the trained model.
 *
 * Documents are named by numbers that the host gives out, and are mirrored in the worker: `openDocument` brings the
 * text once, `editDocument` what changed. Offsets and versions are those of inspector.ts. Requests about a version
 * that is no longer (or not yet) the mirrored one are answered with `undefined`.
 */
import type { EngineChoice } from './engineChoice.ts';
import type {
  CellName,
  FeatureSummary,
  HoverAnswer,
  ModelSummary,
  RankedCell,
  TextEdit,
  TextRange,
} from './inspector.ts';
import type { Quality } from './quality.ts';

export type Language = 'c' | 'latex' | 'other';

/** One state of one mirrored document. */
export interface DocumentState {
  document: number;
  version: number;
}

export interface CompleteRequest extends DocumentState {
  kind: 'complete';
  offset: number;
  /** Characters of the longest suggestion. */
  maxLength: number;
  /** Of the whole suggestion, 0..1: below it nothing is suggested. */
  minimumProbability: number;
  /** 0 takes the likeliest character each time. */
  temperature: number;
}

export type ModelRequest =
  /** Reads the model from its folder if it is not the one that is loaded. */
  | { kind: 'load' }
  | ({ kind: 'openDocument'; language: Language; text: string } & DocumentState)
  | ({ kind: 'editDocument'; edits: TextEdit[] } & DocumentState)
  | { kind: 'closeDocument'; document: number }
  | CompleteRequest
  /** Tells its progress in `reading` events when it has to read far. */
  | ({ kind: 'values'; cells: CellName[] } & TextRange & DocumentState)
  | ({ kind: 'labels'; feature: string } & TextRange & DocumentState)
  | ({ kind: 'hover'; offset: number; cell?: CellName } & DocumentState)
  | RankRequest;

/**
 * Ranks all cells by how well they follow a feature, on a document as it is now and on files of its language that the
 * model was not trained on. Tells its progress in `rankingProgress` events.
 */
export interface RankRequest {
  kind: 'rank';
  document: number;
  feature: string;
  /** Absolute paths of the folders that the model was trained on. */
  folders: string[];
}

export interface ModelAnswers {
  load: LoadedModel | { state: 'missing' };
  openDocument: void;
  editDocument: void;
  closeDocument: void;
  complete: Suggestion | undefined;
  values: CellValues | undefined;
  /** As in the `labels` message of inspector.ts. */
  labels: Uint8Array | undefined;
  hover: HoverAnswer | undefined;
  rank: CellRanking | undefined;
}

export interface LoadedModel extends Omit<ModelSummary, 'training'> {
  state: 'loaded';
  /** Counts the models that this worker loaded. */
  revision: number;
  /** Languages of the files it was trained on. */
  languages: Language[];
  /** What its cells can be compared with, by language. */
  features: Record<Language, FeatureSummary[]>;
  /** How well it predicts files kept out of training; absent if that was not measured. */
  quality?: Quality;
  /** The run that made it was neither finished nor stopped by its budget, and can be resumed. */
  unfinished: boolean;
}

export interface Suggestion {
  /** May be empty: nothing likely enough. */
  text: string;
  /** Of the whole text, 0..1. */
  probability: number;
  /** That the worker spent on it. */
  milliseconds: number;
}

export interface CellValues {
  revision: number;
  /** For each cell one value for each UTF-16 unit of the range, -1..1. */
  values: Float32Array[];
}

export interface CellRanking {
  revision: number;
  /** All cells, best first. */
  cells: RankedCell[];
  files: number;
  characters: number;
  /** 0..1 of the characters. */
  baseRate: number;
  /** 0..1 of the characters. */
  maskedShare: number;
}

export type ModelWorkerEvent =
  /** Which kernels answer from now on, and why they are not the native ones, if that was to be. */
  | { event: 'kernels'; name: string; nativeProblem?: string }
  /** Of the ranking under way, 0..1. */
  | { event: 'rankingProgress'; document: number; share: number }
  /** Of the text before a wanted range, 0..1. */
  | ({ event: 'reading'; share: number } & DocumentState);

/** What the worker is started with. */
export interface ModelWorkerData {
  modelDirectory: string;
  /** Folder of the built kernels. */
  kernelDirectory: string;
  engine: EngineChoice;
  /** Folder of the tree-sitter grammars. */
  grammarDirectory: string;
}
