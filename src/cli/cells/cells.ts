import { setImmediate as nextTurn } from 'node:timers/promises';
import { formatCell } from '../../model/insight/cellName.ts';
import { type Feature, featureNamed, features } from '../../model/insight/labels/features.ts';
import { featuresOf, languagesWith } from '../../model/insight/labels/labelledSyntaxes.ts';
import { Labeller } from '../../model/insight/labels/labeller.ts';
import type { LabelledText } from '../../model/insight/evidence/labelCodes.ts';
import { rankCells } from '../../model/insight/evidence/rankCells.ts';
import type { RankedCell, Ranking } from '../../model/insight/evidence/ranking.ts';
import type { SourceText } from '../../model/text/corpus.ts';
import { kindsOfPath, knownLanguages, namesInProse } from '../../protocol/languages.ts';
import { UserError } from '../../model/base/userError.ts';
import { verdictOf } from '../../protocol/verdict.ts';
import type { Command } from '../base/command.ts';
import { labelBudget, tellUnlabelled } from '../base/labelBudget.ts';
import { modelWords, openCharacterModel } from '../base/openModel.ts';
import { isSet, positionals, textOption, wholeNumberOption } from '../base/options.ts';
import { printJson, printLine, StatusLine } from '../base/output.ts';
import { describeBest, describeMeasure, formatSignal } from './rankingText.ts';
import { collectTexts, readTexts } from '../files/readFolder.ts';

const DEFAULT_TOP = 10;

export const command: Command = {
  name: 'cells',
  summary: 'Ranks the cells of a model by how well they follow quotes, comments, ...',
  usage: `Usage: cellscope cells MODEL FOLDER [--feature NAME] [--top N] [--json]
       cellscope cells --features [--json]

Reads the ${namesInProse('and')} files of FOLDER with the model ${modelWords}, and lists the cells whose values follow a
feature best. Of an LSTM's cell both its output h and its memory, as tanh(c), are looked at; the better one is shown.
A cell says "inside" where its value is above (+) or below (-) a threshold, which is chosen on one half of the files and
tried on the other. F1 weighs how much of what it calls inside is so with how much of the inside it finds (0: nothing,
1: all, and nothing else). AUROC is the chance that a cell tells a place inside from one outside (0.5: not at all, 1:
always), which for a rare feature may be high for a cell that follows nothing. Behind it stands what else the cell follows
best, where the feature is not.

  --feature NAME   one feature only (all that the files can have)
  --top N          cells to list of each feature (${DEFAULT_TOP})
  --features       lists the features
  --json           prints {"feature","cell","quantity","f1","auroc","correlation","gain","precision","recall",
                   "threshold","direction","baseRate","verdict","other","second"} lines, best first
`,
  options: {
    feature: { type: 'string' },
    top: { type: 'string' },
    features: { type: 'boolean' },
    json: { type: 'boolean' },
  },

  async run(args) {
    const json = isSet(args, 'json');
    if (isSet(args, 'features')) {
      printFeatures(json);
      return 0;
    }
    const { MODEL, FOLDER } = positionals(args, 'MODEL', 'FOLDER');
    const top =
      wholeNumberOption(args, 'top', { minimum: 1, what: 'a whole number of cells, 1 or more' }) ??
      DEFAULT_TOP;
    const name = textOption(args, 'feature');
    const wanted = name === undefined ? features : [featureNamed(name)];
    const model = await openCharacterModel(MODEL);
    const sources = await collectTexts(readTexts(FOLDER, []));
    const chosen = wanted.filter(feature => sources.some(source => isIn(feature, source)));
    if (chosen.length === 0) throw nothingToRank(FOLDER, wanted);

    const labeller = new Labeller(labelBudget);
    const status = new StatusLine();
    const read = sources.filter(source => chosen.some(feature => isIn(feature, source)));
    const total = read.reduce((sum, { text }) => sum + text.length, 0);
    // All of them, whichever are asked for, since it is shown what else a cell follows.
    const known = features.filter(feature => read.some(source => isIn(feature, source)));
    const rankings = await rankCells({
      model,
      texts: labelled(read, known, labeller),
      features: known.map(feature => feature.name),
      control: { signal: new AbortController().signal, yieldToEvents: async () => nextTurn() },
      onProgress: characters => {
        if (!json && process.stdout.isTTY)
          status.update(`Reading: ${Math.min(100, Math.round((100 * characters) / total))} %`);
      },
    });
    status.clear();
    for (const ranking of rankings ?? [])
      if (chosen.some(feature => feature.name === ranking.feature)) print(ranking, top, json);
    return 0;
  },
};

function isIn(feature: Feature, { language }: SourceText): boolean {
  return languagesWith(feature.name).includes(language);
}

/** Labels each text when its turn comes, so that one text's labels are in memory at a time for each stream. */
function* labelled(
  sources: readonly SourceText[],
  wanted: readonly Feature[],
  labeller: Labeller,
): Generator<LabelledText> {
  const names = wanted.map(feature => feature.name);
  for (const { path, text, language } of sources) {
    const document = labeller.open(kindsOfPath(path).syntax);
    if (!document) continue;
    document.scan(text);
    if (document.isUnlabelled) tellUnlabelled(path);
    const known = featuresOf(language).map(feature => feature.name);
    const labels = new Map(
      names.filter(name => known.includes(name)).map(name => [name, document.labels(name)]),
    );
    yield { text, language, labels };
  }
}

function nothingToRank(folder: string, wanted: readonly Feature[]): UserError {
  const lookedAt = knownLanguages.filter(language =>
    wanted.some(({ name }) => languagesWith(name).includes(language)),
  );
  return new UserError(
    `${folder} has no ${namesInProse('or', lookedAt)} files to look in. Give a folder that has some, or another --feature.`,
  );
}

function printFeatures(json: boolean): void {
  for (const { name, title, description } of features) {
    const languages = languagesWith(name);
    if (json) printJson({ feature: name, title, description, languages });
    else printLine(`${name.padEnd(12)} ${title} (${languages.join(', ')}). ${description}`);
  }
}

function print(ranking: Ranking, top: number, json: boolean): void {
  const cells = ranking.cells.slice(0, top);
  if (json) for (const cell of cells) printJson(toJson(cell, ranking));
  else {
    printLine(`${ranking.feature}: ${describeMeasure(ranking)}`);
    printLine(`  ${describeBest(ranking)}.`);
    for (const cell of cells) printLine(toLine(cell));
  }
}

function toLine(cell: RankedCell): string {
  const { f1, direction, auroc, correlation, second } = cell;
  const isSeen = second && verdictOf(second) !== 'none';
  const also = isSeen ? `  and ${second.feature} ${sign(second.direction)} F1 ${second.f1.toFixed(2)}` : '';
  return (
    `  ${formatSignal(cell).padStart(8)} ${sign(direction)}  F1 ${f1.toFixed(3)}  ` +
    `AUROC ${auroc.toFixed(3)}  correlation ${correlation.toFixed(3).padStart(6)}${also}`
  );
}

function sign(direction: 1 | -1): string {
  return direction === 1 ? '+' : '-';
}

function toJson(cell: RankedCell, ranking: Ranking): object {
  const { quantity, f1, auroc, correlation, gain, precision, recall, threshold, direction } = cell;
  const { second, other } = cell;
  return {
    feature: ranking.feature,
    cell: formatCell(cell),
    quantity,
    f1: round(f1),
    auroc: round(auroc),
    correlation: round(correlation),
    gain: round(gain),
    precision: round(precision),
    recall: round(recall),
    threshold: round(threshold),
    direction,
    baseRate: round(ranking.baseRate),
    verdict: verdictOf(cell, ranking),
    ...(other && { other: { f1: round(other.f1), auroc: round(other.auroc) } }),
    ...(second && {
      second: { ...second, f1: round(second.f1), gain: round(second.gain), baseRate: round(second.baseRate) },
    }),
  };
}

function round(value: number): number {
  return Number(value.toFixed(4));
}
