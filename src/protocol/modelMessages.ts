/**
 * The messages between the extension host and the model worker, which answers from the trained model.
 *
 * Documents are named by numbers that the host gives out, and are mirrored in the worker: `openDocument` brings the
 * text once, `editDocument` what changed. Offsets and versions are those of textPlaces.ts. Requests about a version
 * that is no longer (or not yet) the mirrored one are answered with `undefined`, or `outdated`.
 */
import type { CellType } from '../model/network/cells/cells.ts';
import type { Manner } from '../model/suggest/manner.ts';
import type { Outcome } from '../model/suggest/outcome.ts';
import type { Language, Syntax } from '../model/text/language.ts';
import type { Speech } from './channel.ts';
import type { ContextNotice } from './contextNotice.ts';
import type { EngineChoice } from './engineChoice.ts';
import type { CellName, CellSignal, FeatureSummary, HoverAnswer, Quantity, Ranking } from './cells.ts';
import type { InfluenceAnswer, InfluenceMeasure } from './influence.ts';
import type { DocumentState, TextEdit, TextRange } from './textPlaces.ts';
import type { Quality } from './quality.ts';

export interface CompleteRequest extends DocumentState {
  kind: 'complete';
  offset: number;
  /** Whether something is suggested that was not asked for, and what. */
  manner: Manner;
  /** Whether the editor holds back its own list of completions while a suggestion is on screen. */
  hidesList: boolean;
  /** Characters of the longest suggestion, in place of what is usual. */
  maxLength?: number;
  /** How the editor would indent a line where the text does not say it: a tab, or spaces. */
  indentation?: string | undefined;
  /** The user asked for it himself, and waits. */
  isInvoked: boolean;
  /** Milliseconds that the editor has waited already. */
  waited: number;
}

export type ModelRequest =
  /** Reads the model from its folder if it is not the one that is loaded. */
  | { kind: 'load' }
  /** Removes the model's files from its folder, and leaves whatever else is there. */
  | { kind: 'deleteModel' }
  /** Removes an update that is not finished. */
  | { kind: 'discardUpdate' }
  | ({
      kind: 'openDocument';
      language: Language;
      syntax?: Syntax;
      text: string;
      file?: string;
    } & DocumentState)
  | ({ kind: 'editDocument'; edits: TextEdit[] } & DocumentState)
  | { kind: 'closeDocument'; document: number }
  | CompleteRequest
  /**
   * What was suggested last in a document is on screen from now on. Until then nobody has seen it, and whoever types
   * something else has not refused it.
   */
  | { kind: 'suggestionShown'; document: number }
  | ExplainRequest
  /** Tells its progress in `reading` events when it has to read far. */
  | ({ kind: 'values'; cells: CellSignal[] } & TextRange & DocumentState)
  | ({ kind: 'labels'; feature: string } & TextRange & DocumentState)
  | ({ kind: 'hover'; offset: number; cell?: CellName } & DocumentState)
  /** What the characters before one did for its prediction. */
  | ({ kind: 'influence'; offset: number; measure: InfluenceMeasure } & DocumentState)
  /** The ranking for a document's language that was kept with the model; answered at once, undefined without one. */
  | { kind: 'keptRanking'; document: number; feature: string }
  | RankRequest
  /** Learns what has changed in the files of the workspace, in the background; answered when that is done. */
  | ({ kind: 'keepUp' } & WorkspaceFiles)
  /** How much of the text of these files the model has not learnt: they are new, or have changed. */
  | ({ kind: 'changedShare' } & WorkspaceFiles)
  /** Keeps at once what was learnt so: the worker is to be ended. */
  | { kind: 'settle' };

/** Files that a training would read, all of them or those that were saved. */
export interface WorkspaceFiles {
  /** `path` is absolute; `exclude` are globs of files to leave out. */
  folders: { path: string; exclude: string[] }[];
  /** Globs of files to take besides those of known languages. */
  include: string[];
  /** Absolute paths. */
  saved?: string[];
}

/** Where a text comes from that was suggested at a place, whether it stands there by now or not. */
export interface ExplainRequest extends DocumentState {
  kind: 'explain';
  offset: number;
  /** With LF line ends. */
  text: string;
}

/** What the parts of the predictor gave to a text that was suggested. */
export interface ExplainAnswer {
  /** One for each code point of the text. */
  characters: ExplainedCharacter[];
  /** The place of the workspace that the context expert copied from, if there is one. */
  source?: { /** Absolute. */ path: string; /** Counted from 0. */ line: number };
}

export interface ExplainedCharacter {
  character: string;
  /** What it cost to predict: 0 for one that was certain. */
  bits: number;
  /** Shares of the two experts in what was predicted, 0..1, together 1. */
  net: number;
  contexts: number;
}

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
  deleteModel: void;
  discardUpdate: void;
  openDocument: void;
  editDocument: void;
  closeDocument: void;
  complete: SuggestionOutcome;
  suggestionShown: void;
  /** Undefined too where nothing is known of it: from a model that has no context expert. */
  explain: ExplainAnswer | undefined;
  values: CellValues | undefined;
  labels: FeatureLabels | undefined;
  hover: HoverAnswer | undefined;
  /** Undefined too of the first character, before which there is none. */
  influence: InfluenceAnswer | undefined;
  keptRanking: Ranking | undefined;
  /** Undefined too for a feature that the document's language does not have. */
  rank: Ranking | undefined;
  keepUp: void;
  /** 0..1; of no model's own, and of the starter, 1. */
  changedShare: number;
  settle: void;
}

export interface LoadedModel {
  state: 'loaded';
  /** Counts the models that this worker loaded. */
  revision: number;
  /** It came with Cellscope, and has read nothing of the workspace, which has no model of its own. */
  isStarter: boolean;
  cellType: CellType;
  layers: number;
  /** Cells in each layer. */
  units: number;
  /** What can be looked at of each cell. */
  quantities: readonly Quantity[];
  /** Training steps behind it. */
  step: number;
  /** Bits per character on files kept out of training; absent if none was measured. */
  validationBitsPerChar?: number;
  /** Languages of the files it was trained on. */
  languages: Language[];
  /** What its cells can be compared with, by language. */
  features: Record<Language, FeatureSummary[]>;
  /** How well it predicts files kept out of training; absent if that was not measured. */
  quality?: Quality;
  /** The run that made it was neither finished nor stopped by its budget, and can be resumed. */
  unfinished: boolean;
}

/** What is to be shown at the cursor from now on, or why nothing is; a model that is not there says `outdated`. */
export type SuggestionOutcome = Outcome & {
  /** That the worker spent on it. */
  milliseconds: number;
};

export interface CellValues {
  revision: number;
  /** For each signal one value for each UTF-16 unit of the range, -1..1. */
  values: Float32Array[];
}

export interface FeatureLabels {
  /**
   * One for each UTF-16 unit of the range: 1 where the place right after it is inside the feature, 0 where it is not, 2
   * where that is not known and the place is not counted.
   */
  labels: Uint8Array;
  /** To find out what is inside what took longer than it may, so that nothing is known of the whole text. */
  isUnlabelled: boolean;
}

export type ModelWorkerEvent =
  /** Which kernels answer from now on, and why they are not the native ones, if that was to be. */
  | { kind: 'kernels'; name: string; nativeProblem?: string }
  /** How far the files of the workspace are learnt, 0..1, when that begins anew; without a share it is over. */
  | { kind: 'learning'; share?: number }
  | { kind: 'contexts'; notice: ContextNotice }
  /** The model that comes with Cellscope cannot be used, and the workspace has none. */
  | { kind: 'noStarter'; problem: string }
  /** Of the ranking under way, 0..1. */
  | { kind: 'rankingProgress'; document: number; share: number }
  /** Of the text before a wanted range, 0..1. */
  | ({ kind: 'reading'; share: number } & DocumentState);

/** How far long work has come. */
export type ModelProgress = Extract<ModelWorkerEvent, { kind: 'rankingProgress' | 'reading' }>;

/** What the worker is started with. */
export interface ModelWorkerData {
  modelDirectory: string;
  /** Of the model that serves where there is none in there. */
  starterDirectory: string;
  /** Folder of the built kernels. */
  kernelDirectory: string;
  engine: EngineChoice;
  /** For what is learnt of the workspace's files, MB. */
  memory: number;
}

/** What the host and the model worker say. */
export type ToModel = Speech<ModelRequest, ModelAnswers, never>;
export type FromModel = Speech<never, object, ModelWorkerEvent>;
