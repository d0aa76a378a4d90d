import { CellValues } from '../model/insight/cellValues.ts';
import type { LabelledDocument } from '../model/insight/labelledDocument.ts';
import type { Labeller } from '../model/insight/labeller.ts';
import { DocumentReader, type ReaderModel } from '../model/predict/documentReader.ts';
import type { TextEdit } from '../protocol/textPlaces.ts';
import type { Language, Syntax } from '../protocol/modelMessages.ts';

export interface OpenedDocument {
  language: Language;
  /** As its language if absent. */
  syntax?: Syntax | undefined;
  version: number;
  text: string;
}

/** The worker's copy of an open document, and what was found out about it. */
export class OpenDocument {
  readonly language: Language;
  readonly syntax: Syntax;
  #version: number;
  #text: string;
  #read: { reader: DocumentReader; values: CellValues } | undefined;
  /** Undefined until labels are first asked for; null for a language without any. */
  #labelled: LabelledDocument | null | undefined;

  constructor({ language, syntax, version, text }: OpenedDocument) {
    this.language = language;
    this.syntax = syntax ?? language;
    this.#version = version;
    this.#text = text;
  }

  get version(): number {
    return this.#version;
  }

  get text(): string {
    return this.#text;
  }

  edit(version: number, edits: readonly TextEdit[]): void {
    for (const edit of edits) {
      const { offset, length, text } = edit;
      this.#text = this.#text.slice(0, offset) + text + this.#text.slice(offset + length);
      this.#read?.reader.edit(edit);
    }
    this.#version = version;
  }

  /** The document as a model reads it; with another model than before it is read anew. */
  readBy(model: ReaderModel): { reader: DocumentReader; values: CellValues } {
    if (this.#read?.reader.model !== model) {
      const reader = new DocumentReader(model, this.language);
      reader.setText(this.#text);
      this.#read = { reader, values: new CellValues(reader) };
    }
    return this.#read;
  }

  /** The document with its labels; undefined for a language without features. */
  labelledBy(labeller: Labeller): LabelledDocument | undefined {
    if (this.#labelled === undefined) this.#labelled = labeller.open(this.syntax) ?? null;
    return this.#labelled ?? undefined;
  }

  close(): void {
    this.#labelled = undefined;
    this.#read = undefined;
  }
}
