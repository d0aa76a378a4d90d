/**
 * What the inspector's page and its panel say to each other.
 *
 * The page asks the model session's own requests; the panel looks whether they may be passed on, and adds what only the
 * host knows. What is asked about a text or a model that is no longer current is answered with `undefined`: the page asks
 * again after `edits`, `document` and `model`. `revision` counts the models that were loaded: a new `model` means that
 * all values and rankings known so far are old.
 *
 * Order of events. The page says `ready` once it listens; the host answers with `palette`, then `model` or `noModel`, and
 * `document` or `noDocument`, and sends them again whenever they change.
 *
 * Rankings. `keptRanking` is what was kept with the model (`origin: 'model'`, at once), `rank` that of the document
 * itself. Each belongs to the document that was asked about: with another document, or one without the feature, what was
 * shown of it is void. A document of a language without features, such as plain text, has no ranking.
 *
 * Quantities. What is shown of a cell is its output h or, where it has a memory c, tanh(c): both lie in -1..1.
 */
import type { Palette } from './cellColors.ts';
import type { CellSignal, FeatureSummary } from './cells.ts';
import type { Speech } from './channel.ts';
import type { LoadedModel, ModelAnswers, ModelProgress, ModelRequest } from './modelMessages.ts';
import type { Language } from './languages.ts';
import type { DocumentState, TextEdit, TextRange } from './textPlaces.ts';

/** Requests of the session that a page may make. */
type Askable = 'values' | 'labels' | 'hover' | 'influence' | 'keptRanking' | 'rank';

/** The page's requests, without what the panel adds. */
export type PageRequest =
  | Extract<ModelRequest, { kind: Exclude<Askable, 'rank'> }>
  | Omit<Extract<ModelRequest, { kind: 'rank' }>, 'folders'>;

export type PageEvent =
  /** The page has loaded and listens. */
  | { kind: 'ready' }
  /** A version was missed, so that what is shown is no longer the text: have everything sent again. */
  | { kind: 'sendAgain' }
  | { kind: 'choosePalette'; palette: Palette }
  /** Show this place in the editor and put the cursor there. */
  | ({ kind: 'reveal'; offset: number } & DocumentState)
  /** The Train button of the untrained state. */
  | { kind: 'train' };

/** What is shown of the model that colours the text. */
export type ModelSummary = Pick<
  LoadedModel,
  'revision' | 'isStarter' | 'cellType' | 'layers' | 'units' | 'quantities' | 'step' | 'validationBitsPerChar'
> & {
  /** True while a training run is writing newer checkpoints. */
  training: boolean;
};

export type HostEvent =
  | { kind: 'palette'; palette: Palette }
  | ({ kind: 'model' } & ModelSummary)
  /** Nothing to colour with yet: `message` says why and what to do; `canTrain` shows the Train button. */
  | {
      kind: 'noModel';
      message: string;
      canTrain: boolean;
      /** While a first model is being trained: the share of the run that is done, 0..1. */
      share?: number;
    }
  /** A document to show from the start; features are those of its language, first one is the default. */
  | ({
      kind: 'document';
      /** Path for people, relative to its workspace folder. */
      name: string;
      language: Language;
      features: FeatureSummary[];
      /** Columns from one tab stop to the next, as the editor shows them; 4 if absent. */
      tabSize?: number;
      /** All of the text or, of a large one, its first part: the others follow at once. */
      text: string;
      /** Units of the whole text. */
      length: number;
    } & DocumentState)
  /** The part of a large text that comes behind those that were sent; before any edit. */
  | { kind: 'moreText'; document: number; text: string }
  /** No document that can be shown; `message` says why and what to do. */
  | { kind: 'noDocument'; message: string }
  /** Edits to the shown document, to be made one after the other; `version` is the one after them. */
  | ({ kind: 'edits'; edits: TextEdit[] } & DocumentState)
  /** Values that the page has not asked for yet, and is going to after an edit. */
  | ({
      kind: 'valuesAhead';
      revision: number;
      cell: CellSignal;
      from: number;
      /** One for each UTF-16 unit from `from`. */
      values: Float32Array;
    } & DocumentState)
  /** Where the editor's cursor is; `visible` is what the editor shows of the text. */
  | ({ kind: 'cursor'; offset: number; visible: TextRange } & DocumentState)
  | ModelProgress;

export type FromPage = Speech<PageRequest, Pick<ModelAnswers, Askable>, PageEvent>;
export type FromPanel = Speech<never, object, HostEvent>;
