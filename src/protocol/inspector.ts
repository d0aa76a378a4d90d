import type { CellType } from '../model/network/cells/cells.ts';

/**
 * The messages between the extension host and the inspector's webview, each written once.
 *
 * Offsets. Every `offset`, `from` and `to` counts UTF-16 units of the document's text with '\n' line ends
 * (the text that `document` carries, so `text[offset]` is the unit meant). Ranges are half open: from <= i < to.
 * A character outside the basic plane takes two units; both carry the same value.
 *
 * Versions. `version` counts up by one with every `edits` and starts anew with every `document`; together with
 * `document` (a number that a `document` message brings) it names one state of the text. `revision` counts the
 * models that were loaded: a new `model` message means that all values and rankings known so far are old.
 *
 * Order of events. The webview says `ready`; the host answers with `palette`, then `model` or `noModel`, and
 * `document` or `noDocument`, and sends them again whenever they change. The webview asks for what is visible
 * with `needValues` (and `needLabels`), one range at a time: a newer one replaces an older one that has not been
 * answered. A request for a text or model that is no longer current gets no answer; the webview asks again after
 * `edits`, `document` and `model`. It says `chooseCell` and `chooseFeature` whenever they change, restored ones
 * included; if the user has not chosen a cell, it chooses the best one of a feature's first `ranking`. After a new
 * `model` it asks for the ranking again.
 *
 * Rankings. `chooseFeature` is answered by the ranking that was kept with the model, if it has one for the document's
 * language (`origin: 'model'`, at once), and then by the one of the document itself (`origin: 'document'`) or by
 * `rankingEnded`. Each belongs to the document that it names: with another document, or one without the feature, what
 * was shown of it is void. A document of a language without features, such as plain text, has no ranking.
 *
 * Quantities. What is shown of a cell is its output h or, where it has a memory c, tanh(c): both lie in -1..1.
 *
 * The page. The host's HTML has an empty body, the style media/inspector.css and the script
 * dist/webview/inspector.js, both with the nonce; the script makes everything else.
 */
import type { Language } from '../model/text/language.ts';

/** Half-open range of UTF-16 units. */
export interface TextRange {
  from: number;
  to: number;
}

/** One replacement in the text: `length` units at `offset` become `text` (with '\n' line ends). */
export interface TextEdit {
  offset: number;
  length: number;
  text: string;
}

/** A hidden cell, written layer.index: layers count from 1, cells from 0 (2.137). */
export interface CellName {
  layer: number;
  index: number;
}

/** What a cell can be compared with: a stretch of text that can be found in it. */
export interface FeatureSummary {
  /** Stable name, such as 'quotes'. */
  name: string;
  /** For people: 'Inside quotes'. */
  title: string;
  description: string;
}

/** What is looked at of a cell: its output h, or tanh(c) of the memory c that an LSTM's cell keeps beside it. */
export type Quantity = 'h' | 'c';

/** One quantity of one cell: what text is coloured by. */
export interface CellSignal extends CellName {
  quantity: Quantity;
}

/**
 * How well the values of a cell tell the places inside a feature from those outside, when every value beyond a
 * threshold is taken for inside. F1, precision, recall and gain are measured on other text than the threshold was
 * chosen on (`Measured.chosenOn`).
 */
export interface CellScore {
  /** 2 precision recall / (precision + recall), 0..1. */
  f1: number;
  /** How far F1 is above that of taking every place for inside, as a share of the way to 1: 0 is no better, 1 perfect. */
  gain: number;
  /** Share of the places beyond the threshold that are inside, 0..1. */
  precision: number;
  /** Share of the places inside that are beyond the threshold, 0..1. */
  recall: number;
  /** -1..1; the best one of all the text. */
  threshold: number;
  /** 1: inside is above the threshold; -1: below it. */
  direction: 1 | -1;
  /** Area under the ROC curve in the better direction: 0.5 is chance, 1 is perfect. */
  auroc: number;
  /** Pearson's correlation of the cell's value with the feature, -1..1. */
  correlation: number;
  /** What else it follows best; absent if the language has nothing else or it is not in the text. */
  second?: SecondFeature;
}

/** How well a cell follows another feature where the first one is not. */
export interface SecondFeature {
  feature: string;
  f1: number;
  gain: number;
  direction: 1 | -1;
  /** Share of the places outside the first feature that are inside this one, 0..1. */
  baseRate: number;
}

/** How well one cell follows a feature, by the quantity that follows it better. */
export interface RankedCell extends CellSignal, CellScore {
  /** By the other quantity, where the cell has two. */
  other?: CellScore;
}

/** What a ranking was measured on. */
export interface Measured {
  files: number;
  /** That were counted. */
  characters: number;
  /** Share of the characters inside the feature, 0..1. */
  baseRate: number;
  /** How many stretches of text are inside: strings, comments, formulas. */
  stretches: number;
  /** Share of the characters not counted because it is not known what they are inside of, 0..1. */
  maskedShare: number;
  /**
   * Where thresholds were chosen: on other files than those that they were tried on, on other parts of the same files,
   * or, where there is too little text for either, on the same text.
   */
  chosenOn: 'otherFiles' | 'otherParts' | 'sameText';
}

/** Every cell of every layer by how well it follows a feature. */
export interface Ranking extends Measured {
  /** Of the model. */
  revision: number;
  feature: string;
  /**
   * 'model': made on held-out files at the end of training and kept with the model; preliminary, since that of the
   * document follows. 'document': made on the document and on held-out files.
   */
  origin: 'model' | 'document';
  /** Best first; empty where the feature is nowhere, or everywhere. */
  cells: RankedCell[];
}

/** A character that may come next, and how likely. */
export interface NextCharacter {
  /** One code point; '\uFFFD' for a character the model does not know. */
  character: string;
  /** 0..1 */
  probability: number;
}

/** Red negative, blue positive as in the seed; or a scale that colour-blind people can read. */
export type Palette = 'red-blue' | 'orange-blue';

/** What the model that colours the text is. */
export interface ModelSummary {
  cellType: CellType;
  layers: number;
  /** Cells in each layer. */
  units: number;
  /** What can be looked at of each cell. */
  quantities: readonly Quantity[];
  /** Training steps behind it. */
  step: number;
  /** True while a training run is writing newer checkpoints. */
  training: boolean;
  /** Bits per character on files kept out of training; absent if none was measured. */
  validationBitsPerChar?: number;
}

/** The values of one cell at one place, -1..1. */
export interface QuantityValues {
  h: number;
  /** tanh(c), where the cell has a memory. */
  c?: number;
}

/** The model's answer to a hovered character. */
export interface HoverAnswer {
  /** Where the character starts (not the middle of a surrogate pair). */
  offset: number;
  /** The character itself, one code point. */
  character: string;
  /** The chosen cell's values after it read the character, -1..1; absent while no cell is chosen. */
  values?: QuantityValues;
  /** Bits of surprise: -log2 of the probability that the model gave this character before it read it. */
  surpriseBits: number;
  /** The five likeliest characters after this one, best first. */
  next: NextCharacter[];
}

export type WebviewToHost =
  | { kind: 'ready' }
  | { kind: 'chooseCell'; cell: CellSignal }
  /** Asks for rankings of all cells; answered by `rankingProgress`es and one or two `ranking`s (or an `error`). */
  | { kind: 'chooseFeature'; feature: string }
  | { kind: 'choosePalette'; palette: Palette }
  /**
   * `cells[0]` is the chosen cell; the others are the ones the user may flip to next. One `values` comes for each,
   * in that order, so that flipping through cells finds its colours ready.
   */
  | ({ kind: 'needValues'; document: number; version: number; cells: CellSignal[] } & TextRange)
  /** Asks where the feature truly is; like needValues, a newer one replaces an older one. Answered by `labels`. */
  | ({ kind: 'needLabels'; document: number; version: number; feature: string } & TextRange)
  | { kind: 'hover'; document: number; version: number; offset: number }
  /** The pointer left the text: no hover answer is wanted any more. */
  | { kind: 'hoverEnd' }
  /** Show this place in the editor and put the cursor there. */
  | { kind: 'reveal'; document: number; version: number; offset: number }
  /** Stop the ranking under way. */
  | { kind: 'stopRanking' }
  /** The Train button of the untrained state. */
  | { kind: 'train' };

export type HostToWebview =
  | { kind: 'palette'; palette: Palette }
  | ({ kind: 'model'; revision: number } & ModelSummary)
  /** Nothing to colour with yet: `message` says why and what to do; `canTrain` shows the Train button. */
  | {
      kind: 'noModel';
      message: string;
      canTrain: boolean;
      /** While a first model is being trained: the share of the run that is done, 0..1. */
      share?: number;
    }
  /** A document to show from the start; features are those of its language, first one is the default. */
  | {
      kind: 'document';
      document: number;
      version: number;
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
    }
  /** The part of a large text that comes behind those that were sent; before any edit. */
  | { kind: 'moreText'; document: number; text: string }
  /** No document that can be shown; `message` says why and what to do. */
  | { kind: 'noDocument'; message: string }
  /** Edits to the shown document, to be made one after the other; `version` is the one after them. */
  | { kind: 'edits'; document: number; version: number; edits: TextEdit[] }
  | {
      kind: 'values';
      document: number;
      version: number;
      revision: number;
      cell: CellSignal;
      from: number;
      /** One for each UTF-16 unit from `from`: the cell's h, or tanh(c), after it read that character, -1..1. */
      values: Float32Array;
    }
  /** The model is still reading the text before the wanted range: `share` of the way is done, 0..1; 1 ends it. */
  | { kind: 'reading'; document: number; version: number; share: number }
  | {
      kind: 'labels';
      document: number;
      version: number;
      feature: string;
      from: number;
      /**
       * One for each UTF-16 unit from `from`: 1 where the place right after it is inside the feature, 0 where it is
       * not, 2 where that is not known and the place is not counted.
       */
      labels: Uint8Array;
    }
  /** `share` is 0..1 of the work on the ranking. */
  | { kind: 'rankingProgress'; document: number; feature: string; share: number }
  | ({ kind: 'ranking'; document: number } & Ranking)
  /** No ranking (more) will come: it was stopped or could not be made; why is in an `error` if it was not the user. */
  | { kind: 'rankingEnded'; document: number; feature: string }
  | ({ kind: 'hover'; document: number; version: number; cell?: CellSignal } & HoverAnswer)
  /** Where the editor's cursor is; `visible` is what the editor shows of the text. */
  | { kind: 'cursor'; document: number; version: number; offset: number; visible: TextRange }
  | { kind: 'error'; message: string };
