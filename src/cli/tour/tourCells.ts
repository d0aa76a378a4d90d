import { formatCell } from '../../model/insight/cellName.ts';
import { CellValues } from '../../model/insight/cellValues.ts';
import type { Feature } from '../../model/insight/labels/features.ts';
import { featuresOf } from '../../model/insight/labels/labelledSyntaxes.ts';
import { Labeller } from '../../model/insight/labels/labeller.ts';
import { rankCells } from '../../model/insight/evidence/rankCells.ts';
import type { Ranking } from '../../model/insight/evidence/ranking.ts';
import { DocumentReader, type ReaderModel } from '../../model/predict/documentReader.ts';
import { undisturbed } from '../../model/base/readControl.ts';
import type { SourceText } from '../../model/text/corpus.ts';
import { DocumentText } from '../../model/text/documentText.ts';
import { withLineFeeds } from '../../model/text/vocabulary.ts';
import { kindsOfPath, knownLanguages, languageNames } from '../../protocol/languages.ts';
import { type Verdict, verdictOf } from '../../protocol/verdict.ts';
import { rankingTexts } from '../../model/insight/evidence/rankingTexts.ts';
import { type Activations, PLAIN_LEGEND, toAnsi, toPlain } from '../cells/activationFormats.ts';
import { labelBudget } from '../base/labelBudget.ts';
import { count, dim, plural, printColored, printLine, printText } from '../base/output.ts';
import { percent, QUANTITY_NAMES } from '../cells/rankingText.ts';
import type { HeldOutFile } from './tourFile.ts';

/** Features of a language that are shown. */
const FEATURES = 3;
/** Characters of the line that is shown. */
const LONGEST_LINE = 100;

interface CellsTour {
  model: ReaderModel;
  sources: readonly SourceText[];
  heldOut: HeldOutFile;
}

/** Ranks the cells for the features of each language, and colours a line by the first one's best. */
export async function showBestCells({ model, sources, heldOut }: CellsTour): Promise<void> {
  const labeller = new Labeller(labelBudget);
  const shown: LineTour[] = [];
  for (const language of knownLanguages) {
    const files = sources.filter(source => source.language === language);
    if (files.length === 0) continue;
    // What was held out comes first: the model cannot know it by heart.
    files.sort((a, b) => Number(b === heldOut.source) - Number(a === heldOut.source));
    const features = featuresOf(language).slice(0, FEATURES);
    const names = features.map(feature => feature.name);
    const texts = rankingTexts({
      language,
      texts: files.map(file => ({ text: withLineFeeds(file.text), syntax: kindsOfPath(file.path).syntax })),
      features: names,
      labeller,
      control: undisturbed,
    });
    const rankings = (await rankCells({ model, texts, features: names, control: undisturbed })) ?? [];
    printLine();
    printLine(`The cells that follow best (F1; h or tanh(c)), in ${languageNames[language]}, what is`);
    for (const [index, feature] of features.entries()) printRanking(feature, rankings[index]);
    if (rankings.length > 0)
      shown.push({ model, labeller, files, feature: features[0], ranking: rankings[0] });
  }
  if (shown.length > 0) await showLine(shown[0]);
}

function printRanking({ title }: Feature, ranking: Ranking): void {
  const { cells, files, characters, baseRate } = ranking;
  const best = cells
    .slice(0, 3)
    .map(
      cell => `${formatCell(cell)} ${cell.direction === 1 ? '+' : '-'}${cell.f1.toFixed(2)} ${cell.quantity}`,
    );
  const measured = `${plural(files, 'file')}, ${count(characters)} characters, ${percent(baseRate)} inside`;
  printLine(
    cells.length > 0
      ? `  ${title.padEnd(22)} ${best.join('   ')}   ${VERDICTS[verdictOf(cells[0], ranking)]}   `
      : `  ${title.padEnd(22)} not in these files   `,
    dim(measured),
  );
}

/** Of the first of the three. */
const VERDICTS: Record<Verdict, string> = {
  follows: 'the first follows it',
  weakly: 'the first follows it weakly',
  none: 'none follows it',
  unclear: 'too little of it to tell',
};

interface LineTour {
  model: ReaderModel;
  labeller: Labeller;
  files: readonly SourceText[];
  feature: Feature;
  ranking: Ranking;
}

async function showLine({ model, labeller, files, feature, ranking }: LineTour): Promise<void> {
  const [cell] = ranking.cells;
  const place = cell && findLine(labeller, files, feature);
  if (!place) return;
  const text = new DocumentText(place.text);
  const reader = new DocumentReader(model, text, place.source.language);
  const range = { from: text.indexAt(place.from), to: text.indexAt(place.to) };
  const [values] = (await new CellValues(reader).readCharacters(range, [cell], undisturbed)) ?? [];
  if (!values) return;
  const file = place.source.path;
  const line = place.text.slice(0, place.from).split('\n').length;
  printLine();
  printLine(
    `${file}, line ${line}, by cell ${formatCell(cell)} (${feature.title.toLowerCase()}), ${QUANTITY_NAMES[cell.quantity]}`,
  );
  const characters = Array.from(text.slice(range.from, range.to));
  printActivations({ file, cell: formatCell(cell), quantity: cell.quantity, characters, values });
}

function printActivations(activations: Activations): void {
  const plain = Boolean(process.env['NO_COLOR']);
  if (plain) printText(toPlain(activations).trimEnd());
  else printColored(toAnsi(activations, 'red-blue', 'dark'));
  printLine(dim(plain ? PLAIN_LEGEND : 'Blue: the cell is positive; red: it is negative.'));
}

interface Line {
  source: SourceText;
  text: string;
  /** Half-open range of UTF-16 units of `text`. */
  from: number;
  to: number;
}

/** The line of the first file that has any, with most characters both inside the feature and outside. */
function findLine(labeller: Labeller, files: readonly SourceText[], feature: Feature): Line | undefined {
  for (const source of files) {
    const text = withLineFeeds(source.text);
    const labels =
      labeller.label(text, kindsOfPath(source.path).syntax, [feature.name]).get(feature.name)?.labels ?? [];
    let best: (Line & { mixture: number }) | undefined;
    let index = 0;
    let from = 0;
    for (const line of text.split('\n')) {
      const characters = Array.from(line).length;
      const inside = labels.slice(index, index + characters).filter(label => label === 1).length;
      const mixture = characters > LONGEST_LINE ? 0 : Math.min(inside, line.trim().length - inside);
      if (mixture > (best?.mixture ?? 0)) best = { source, text, from, to: from + line.length, mixture };
      index += characters + 1;
      from += line.length + 1;
    }
    if (best) return best;
  }
  return undefined;
}
