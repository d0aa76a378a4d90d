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
 * The page. The host's HTML has an empty body, the style media/inspector.css and the script
 * dist/webview/inspector.js, both with the nonce; the script makes everything else.
 */

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

/** What a cell can be compared with: a stretch of text that tree-sitter finds. */
export interface FeatureSummary {
  /** Stable name, such as 'quotes'. */
  name: string;
  /** For people: 'Inside quotes'. */
  title: string;
  description: string;
}

/** How well one cell follows a feature. */
export interface RankedCell extends CellName {
  /** Area under the ROC curve in the better direction: 0.5 is chance, 1 is perfect. */
  auroc: number;
  /** Pearson's correlation of the cell's value with the feature, -1..1; its sign is the cell's direction. */
  correlation: number;
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
  cellType: 'rnn' | 'lstm' | 'gru';
  layers: number;
  /** Cells in each layer. */
  units: number;
  /** Training steps behind it. */
  step: number;
  /** True while a training run is writing newer checkpoints. */
  training: boolean;
  /** Bits per character on files kept out of training; absent if none was measured. */
  validationBitsPerChar?: number;
}

/** The model's answer to a hovered character. */
export interface HoverAnswer {
  /** Where the character starts (not the middle of a surrogate pair). */
  offset: number;
  /** The character itself, one code point. */
  character: string;
  /** The chosen cell's value after it read the character, -1..1; absent while no cell is chosen. */
  value?: number;
  /** Bits of surprise: -log2 of the probability that the model gave this character before it read it. */
  surpriseBits: number;
  /** The five likeliest characters after this one, best first. */
  next: NextCharacter[];
}

export type WebviewToHost =
  | { kind: 'ready' }
  | { kind: 'chooseCell'; cell: CellName }
  /** Asks for a ranking of all cells; answered by `rankingProgress`es and a `ranking` (or an `error`). */
  | { kind: 'chooseFeature'; feature: string }
  | { kind: 'choosePalette'; palette: Palette }
  /**
   * `cells[0]` is the chosen cell; the others are the ones the user may flip to next. One `values` comes for each,
   * in that order, so that flipping through cells finds its colours ready.
   */
  | ({ kind: 'needValues'; document: number; version: number; cells: CellName[] } & TextRange)
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
      language: 'c' | 'latex' | 'other';
      features: FeatureSummary[];
      /** Columns from one tab stop to the next, as the editor shows them; 4 if absent. */
      tabSize?: number;
      text: string;
    }
  /** No document that can be shown; `message` says why and what to do. */
  | { kind: 'noDocument'; message: string }
  /** Edits to the shown document, to be made one after the other; `version` is the one after them. */
  | { kind: 'edits'; document: number; version: number; edits: TextEdit[] }
  | {
      kind: 'values';
      document: number;
      version: number;
      revision: number;
      cell: CellName;
      from: number;
      /** One value for each UTF-16 unit from `from`: the cell's h after it read that character, -1..1. */
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
  | { kind: 'rankingProgress'; feature: string; share: number }
  | {
      kind: 'ranking';
      revision: number;
      feature: string;
      /** Every cell of every layer, best first. */
      cells: RankedCell[];
      /** Files and characters the ranking was measured on, for people: "12 files, 240 000 characters". */
      files: number;
      characters: number;
      /** Share of the characters inside the feature, 0..1. */
      baseRate: number;
      /** Share of the characters not counted because it is not known what they are inside of, 0..1. */
      maskedShare: number;
    }
  /** The ranking was stopped or could not be made; why is in an `error` if it was not the user. */
  | { kind: 'rankingEnded'; feature: string }
  | ({ kind: 'hover'; document: number; version: number; cell?: CellName } & HoverAnswer)
  /** Where the editor's cursor is; `visible` is what the editor shows of the text. */
  | { kind: 'cursor'; document: number; version: number; offset: number; visible: TextRange }
  | { kind: 'error'; message: string };
