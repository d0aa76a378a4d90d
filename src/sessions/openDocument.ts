import { CellValues } from '../model/insight/cellValues.ts';
import type { LabelledDocument } from '../model/insight/labels/labelledDocument.ts';
import type { Labeller } from '../model/insight/labels/labeller.ts';
import type { ReadControl } from '../model/base/readControl.ts';
import type { ContextTable } from '../model/contexts/contextTable.ts';
import { DocumentReader, type ReaderModel } from '../model/predict/documentReader.ts';
import { CharacterBytes } from '../model/predict/mix/characterBytes.ts';
import { MixedDocument } from '../model/predict/mix/mixedDocument.ts';
import { documentNumber } from '../model/contexts/documentNumber.ts';
import type { Experience } from '../model/suggest/experience.ts';
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
  /** Absolute path of its file, if it has one. */
  file?: string | undefined;
}

/** What predicts a document. */
interface Experts {
  model: ReaderModel;
  /** Without it the network predicts alone. */
  table: ContextTable | undefined;
  /** What a training calls the document's file, if it reads it. */
  sourcePath: (file: string) => string | undefined;
}

/** A document as a model reads it. */
interface ReadDocument {
  reader: DocumentReader;
  values: CellValues;
  suggester: Suggester;
  /** Of the suggester. */
  predictor: MixedDocument | undefined;
  table: ContextTable | undefined;
}

/** The worker's copy of an open document, and what was found out about it. */
export class OpenDocument {
  readonly language: Language;
  readonly syntax: Syntax;
  readonly text: DocumentText;
  readonly #file: string | undefined;
  readonly #experience: Experience;
  #version: number;
  #read: ReadDocument | undefined;
  /** The table when a suggestion was last shown, and where its text ended then. */
  #lastShown: { table: ContextTable; end: number } | undefined;
  /** Undefined until labels are first asked for; null for a language without any. */
  #labelled: LabelledDocument | null | undefined;

  /** `experience` is of the user and of all documents of the language. */
  constructor({ language, syntax, version, text, file }: OpenedDocument, experience: Experience) {
    this.#file = file;
    this.#experience = experience;
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

  /**
   * The document as a model reads it. With another model than before it is read anew. What is on screen stays, with
   * another model as with another table: a training writes them while one types.
   */
  readBy({ model, table, sourcePath }: Experts): ReadDocument {
    if (this.#read?.reader.model !== model) {
      const suggester = this.#read?.suggester;
      this.#unread();
      const reader = new DocumentReader(model, this.text, this.language);
      suggester?.predictBy(reader);
      this.#read = {
        reader,
        values: new CellValues(reader),
        suggester: suggester ?? new Suggester(reader, this.#experience),
        predictor: undefined,
        table: undefined,
      };
    }
    if (this.#read.table !== table) {
      this.#lastShown = undefined;
      this.#read.predictor?.dispose();
      const path = this.#file === undefined ? '' : (sourcePath(this.#file) ?? this.#file);
      const { reader, suggester } = this.#read;
      const predictor = table && mixed(reader, table, path);
      suggester.predictBy(predictor ?? reader);
      Object.assign(this.#read, { predictor, table });
    }
    return this.#read;
  }

  /** Learns what makes suggestions better; false when it was edited meanwhile or aborted. */
  async learn(control: ReadControl): Promise<boolean> {
    return (await this.#read?.predictor?.learn(control)) ?? true;
  }

  /** What was suggested last is on screen. */
  suggestionShown(): void {
    const { suggester, table } = this.#read ?? {};
    suggester?.shown();
    this.#lastShown = table && { table, end: table.workspace.textEnd };
  }

  /** Where the text of a table ended when a suggestion was last shown; undefined if it was none of that table. */
  tableEndWhenShown(table: ContextTable): number | undefined {
    return this.#lastShown?.table === table ? this.#lastShown.end : undefined;
  }

  /** The document with its labels; undefined for a language without features. */
  labelledBy(labeller: Labeller): LabelledDocument | undefined {
    if (this.#labelled === undefined) this.#labelled = labeller.open(this.syntax) ?? null;
    return this.#labelled ?? undefined;
  }

  close(): void {
    this.#labelled = undefined;
    this.#read?.suggester.dispose();
    this.#unread();
  }

  /** All that is of the model goes. */
  #unread(): void {
    const { reader, values, predictor } = this.#read ?? {};
    for (const one of [values, predictor, reader]) one?.dispose();
    this.#read = undefined;
    this.#lastShown = undefined;
  }
}

function mixed(reader: DocumentReader, table: ContextTable, path: string): MixedDocument {
  const characters = new CharacterBytes(reader.vocabulary);
  return new MixedDocument({ reader, table, characters, number: documentNumber(path) });
}
