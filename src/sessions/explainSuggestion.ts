import type { ReadControl } from '../model/base/readControl.ts';
import type { ContextTable } from '../model/contexts/contextTable.ts';
import type { MixedDocument } from '../model/predict/mix/mixedDocument.ts';
import { withLineFeeds } from '../model/text/vocabulary.ts';
import type { ExplainAnswer } from '../protocol/modelMessages.ts';

interface Suggested {
  predictor: MixedDocument;
  table: ContextTable;
  /** UTF-16 units. */
  offset: number;
  /** What was suggested there, whether it stands there by now or not. */
  text: string;
  /** Where the text of the table ended when it was shown, if that is known. */
  until?: number | undefined;
}

interface Files {
  /** The text of a file as it is now, by the name that a training has for it. */
  read: (path: string) => Promise<string | undefined>;
  /** Where it lies on disk. */
  locate: (path: string) => string | undefined;
}

/** Where a suggestion came from: who gave how much to each of its characters, and which file it was copied from. */
export async function explainSuggestion(
  { predictor, table, offset, text, until }: Suggested,
  files: Files,
  control: ReadControl,
): Promise<ExplainAnswer | undefined> {
  const document = predictor.text;
  const index = document.indexAt(Math.min(offset, document.unitLength));
  const characters = await predictor.explain(index, text, control);
  if (!characters) return undefined;
  const copied = predictor.sourceOf(index, text, until);
  const name = copied && table.fileAt(copied.position);
  if (copied === undefined || name === undefined) return { characters };
  const before = new TextDecoder().decode(
    table.workspace.textBetween(copied.position - copied.alike, copied.position),
  );
  const path = files.locate(name);
  const line = lineOf(await files.read(name), before, text);
  return path === undefined || line === undefined ? { characters } : { characters, source: { path, line } };
}

/** Where a text stands in a file now, counted from 0: after what stood before it when it was learnt, if it still does. */
function lineOf(file: string | undefined, before: string, text: string): number | undefined {
  if (file === undefined) return undefined;
  const lines = withLineFeeds(file);
  // What is cut off in the middle of a character begins with a stand-in.
  const lead = before.replace(/^\uFFFD+/, '');
  const found = lines.lastIndexOf(lead + text);
  const at = found >= 0 ? found + lead.length : lines.lastIndexOf(text);
  return at < 0 ? undefined : lines.slice(0, at).split('\n').length - 1;
}
