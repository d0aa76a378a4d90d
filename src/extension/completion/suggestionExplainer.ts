import * as vscode from 'vscode';
import type { ExplainedCharacter } from '../../protocol/modelMessages.ts';
import type { DocumentMirror } from '../documents/documentMirror.ts';
import { positionOf } from '../documents/documentText.ts';
import type { ModelService } from '../trainedModel/modelService.ts';
import type { LastSuggestion, OfferWatch } from './offerWatch.ts';

interface ExplainerParts {
  model: ModelService;
  mirror: DocumentMirror;
  watch: OfferWatch;
  log: vscode.LogOutputChannel;
}

/** Where the last suggestion came from. */
export interface Explained {
  /** Where it was suggested. */
  place: vscode.Location;
  /** One for each code point of it. */
  characters: ExplainedCharacter[];
  /** That all of it is right, 0..1, as it was held when it was shown. */
  probability: number | undefined;
  /** What the context expert copied from, if there is one such place. */
  source: vscode.Location | undefined;
}

/** Finds out where the suggestion came from that was last on screen. */
export class SuggestionExplainer {
  readonly #parts: ExplainerParts;

  constructor(parts: ExplainerParts) {
    this.#parts = parts;
  }

  /** Where the last suggestion stands, if it was taken and stands there still. */
  get taken(): vscode.Location | undefined {
    const found = this.#last();
    if (!found) return undefined;
    const { document, offset, text } = found;
    const start = positionOf(document, offset);
    const range = new vscode.Range(start, positionOf(document, offset + text.length));
    const stands = document.getText(range).replaceAll('\r\n', '\n') === text;
    return stands ? new vscode.Location(document.uri, range) : undefined;
  }

  /** `nothing`: there was no suggestion yet. `unknown`: nothing is known of it any more, or it is no longer asked about. */
  async explain(signal: AbortSignal): Promise<Explained | 'nothing' | 'unknown'> {
    const found = this.#last();
    if (!found) return 'nothing';
    const { document, offset, text, probability } = found;
    const { mirror, model, log } = this.#parts;
    const state = mirror.stateOf(document);
    if (!state) return 'unknown';
    try {
      const answer = await model.ask({ kind: 'explain', ...state, offset, text }, signal);
      if (!answer) return 'unknown';
      const { characters, source } = answer;
      return {
        place: new vscode.Location(document.uri, positionOf(document, offset)),
        characters,
        probability,
        source:
          source && new vscode.Location(vscode.Uri.file(source.path), new vscode.Position(source.line, 0)),
      };
    } catch (error) {
      if (!signal.aborted) log.warn(`No explanation: ${String(error)}`);
      return 'unknown';
    }
  }

  #last(): (Omit<LastSuggestion, 'document'> & { document: vscode.TextDocument }) | undefined {
    const { watch, mirror } = this.#parts;
    const { last } = watch;
    const document = last && mirror.documentOf(last.document);
    return document && { ...last, document };
  }
}
