import { CellValues } from '../model/insight/cellValues.ts';
import type { LabelledDocument } from '../model/insight/labels/labelledDocument.ts';
import type { Labeller } from '../model/insight/labels/labeller.ts';
import { DocumentReader, type ReaderModel } from '../model/predict/documentReader.ts';
import { Suggester } from '../model/suggest/suggester.ts';
import { DocumentText } from '../model/text/documentText.ts';
import type { Language, Syntax } from '../model/text/language.ts';
import type { TextEdit } from '../protocol/textPlaces.ts';

interface OpenedDocument {
  language: Language;
  /** As its language if absent. */
  syntax?: Syntax | undefined;
  version: number;
  /** With LF line ends. */
  text: string;
}

/** A document as a model reads it. */
interface ReadDocument {
  reader: DocumentReader;
  values: CellValues;
  suggester: Suggester;
}

/** The worker's copy of an open document, and what was found out about it. */
export class OpenDocument {
  readonly language: Language;
  readonly syntax: Syntax;
  readonly text: DocumentText;
  #version: number;
  #read: ReadDocument | undefined;
  /** Undefined until labels are first asked for; null for a language without any. */
  #labelled: LabelledDocument | null | undefined;

  constructor({ language, syntax, version, text }: OpenedDocument) {
    this.language = language;
    this.syntax = syntax ?? language;
    this.#version = version;
    this.text = new DocumentText(text);
  }

  get version(): number {
    return this.#version;
  }

  edit(version: number, edits: readonly TextEdit[]): void {
    for (const edit of edits) this.text.replace(edit);
    this.#version = version;
  }

  /** The document as a model reads it; with another model than before it is read anew, and nothing is on screen. */
  readBy(model: ReaderModel): ReadDocument {
    if (this.#read?.reader.model !== model) {
      this.#forget();
      const reader = new DocumentReader(model, this.text, this.language);
      this.#read = { reader, values: new CellValues(reader), suggester: new Suggester(reader) };
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
    this.#forget();
  }

  #forget(): void {
    const { reader, values, suggester } = this.#read ?? {};
    for (const one of [suggester, values, reader]) one?.dispose();
    this.#read = undefined;
  }
}
