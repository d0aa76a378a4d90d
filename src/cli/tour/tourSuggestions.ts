import { Random } from '../../model/base/random.ts';
import { defaultManner } from '../../model/suggest/manner.ts';
import { Suggester } from '../../model/suggest/suggester.ts';
import { DocumentText } from '../../model/text/documentText.ts';
import { DocumentReader, type ReaderModel } from '../../model/predict/documentReader.ts';
import { undisturbed } from '../../model/base/readControl.ts';
import { withLineFeeds } from '../../model/text/vocabulary.ts';
import { dim, printLine } from '../base/output.ts';
import type { HeldOutFile } from './tourFile.ts';

const COUNT = 3;

/** Places that are tried in each part of the text. */
const TRIES = 120;

/** Characters of a suggestion that are worth showing. */
const SHORTEST = 4;

const OPTIONS = {
  maxLength: 60,
  manner: defaultManner,
  hidesList: false,
  isInvoked: true,
  waited: () => 0,
};

/** A text that is being typed, and what is suggested on the way. */
interface Typist {
  document: DocumentText;
  suggester: Suggester;
}

interface Place {
  offset: number;
  suggestion: string;
}

/** Half-open range of UTF-16 units. */
interface Part {
  start: number;
  end: number;
}

/** Types the held-out text as a user would, and shows what is suggested on the way: one in each third of it. */
export async function showSuggestions(model: ReaderModel, { source, from }: HeldOutFile): Promise<void> {
  const text = withLineFeeds(source.text);
  printLine();
  printLine(`Suggestions in ${source.path}, which the model has not read (the surest in each third)`);
  const document = new DocumentText();
  const suggester = new Suggester(new DocumentReader(model, document, source.language));
  const size = (text.length - from) / COUNT;
  let shown = 0;
  for (let part = 0; part < COUNT; part++) {
    const [start, end] = [part, part + 1].map(parts => from + Math.floor(size * parts));
    const place = await surestPlace({ document, suggester }, text, { start, end });
    if (!place) continue;
    printPlace(text, place);
    shown++;
  }
  if (shown === 0)
    printLine('  None: the model is not sure of anything yet. Train longer, with more --seconds.');
}

/** Where a suggestion saves the most keystrokes in the model's own opinion; whether it is right plays no part. */
async function surestPlace(
  { document, suggester }: Typist,
  text: string,
  { start, end }: Part,
): Promise<Place | undefined> {
  let best: (Place & { gain: number }) | undefined;
  let typed = start;
  document.set(text.slice(0, start));
  for (const offset of placesToTry(text, { start, end })) {
    // Only what stands before the cursor is there yet.
    document.replace({ offset: typed, length: 0, text: text.slice(typed, offset) });
    typed = offset;
    // Each place is tried by itself: nothing that was suggested before is on screen.
    suggester.forget();
    const options = { ...OPTIONS, offset, random: new Random(1) };
    const outcome = await suggester.suggest(options, undisturbed);
    if ('reason' in outcome) continue;
    const { text: suggestion, probability } = outcome;
    const length = suggestion.trim().length;
    const gain = probability * length;
    if (length >= SHORTEST && gain > (best?.gain ?? 0)) best = { offset, suggestion, gain };
  }
  return best;
}

/** Places within a line where more of it is to come, spread over a part of the text. */
function placesToTry(text: string, { start, end }: Part): number[] {
  const places = [];
  for (let offset = start + 1; offset < end; offset++)
    if (text[offset - 1].trim() !== '' && restOfLine(text, offset).trim().length >= SHORTEST)
      places.push(offset);
  const step = Math.max(1, Math.ceil(places.length / TRIES));
  return places.filter((_, index) => index % step === 0);
}

function printPlace(text: string, { offset, suggestion }: Place): void {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const line = text.slice(0, offset).split('\n').length;
  const number = String(line).padStart(6);
  const [first, ...others] = `${number}  ${text.slice(lineStart, offset)}[${suggestion}]`.split('\n');
  for (const shown of [first, ...others.map(other => `        ${other}`)]) printLine(withSpaces(shown));
  const actual = text.slice(offset, offset + suggestion.length);
  const verdict = actual === suggestion ? 'as in the file' : `in the file: ${restOfLine(text, offset)}`;
  printLine('        ', dim(withSpaces(verdict)));
}

function withSpaces(line: string): string {
  return line.replaceAll('\t', '    ');
}

function restOfLine(text: string, offset: number): string {
  const end = text.indexOf('\n', offset);
  return text.slice(offset, end < 0 ? text.length : end);
}
