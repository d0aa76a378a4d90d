import { setImmediate as nextTurn } from 'node:timers/promises';
import { formatCell } from '../model/insight/cellName.ts';
import { type Feature, featureNamed, features, featuresOf } from '../model/insight/features.ts';
import { Labeller } from '../model/insight/labeller.ts';
import { type LabelledText, type Ranking, rankCells } from '../model/insight/rankCells.ts';
import type { SourceText } from '../model/text/corpus.ts';
import { syntaxOfPath } from '../model/text/language.ts';
import { UserError } from '../model/userError.ts';
import { readSources } from '../worker/findSourceFiles.ts';
import type { Command } from './command.ts';
import { labelBudget, tellUnlabelled } from './labelBudget.ts';
import { openModel } from './openModel.ts';
import { isSet, positionals, textOption, wholeNumberOption } from './options.ts';
import { count, plural, printJson, printLine, StatusLine } from './output.ts';
import { collectTexts } from './readFolder.ts';

const DEFAULT_TOP = 10;

export const command: Command = {
  name: 'cells',
  summary: 'Ranks the cells of a model by how well they follow quotes, comments, ...',
  usage: `Usage: cellscope cells MODEL FOLDER [--feature NAME] [--top N] [--json]
       cellscope cells --features [--json]

Reads the C and LaTeX files of FOLDER with the model in the folder MODEL, and lists the cells whose values follow a
feature best. AUROC is the chance that a cell tells a place inside from one outside (0.5: not at all, 1: always); the
correlation's sign says whether the cell goes up or down inside.

  --feature NAME   one feature only (all that the files can have)
  --top N          cells to list of each feature (${DEFAULT_TOP})
  --features       lists the features
  --json           prints {"feature","cell","auroc","correlation"} lines, best first
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
    const model = await openModel(MODEL);
    const sources = await collectTexts(readSources([{ path: FOLDER }], { globs: [] }));
    const chosen = wanted.filter(feature => sources.some(source => isIn(feature, source)));
    if (chosen.length === 0) throw nothingToRank(FOLDER, wanted);

    const labeller = new Labeller(labelBudget);
    const status = new StatusLine();
    const read = sources.filter(source => chosen.some(feature => isIn(feature, source)));
    const total = read.reduce((sum, { text }) => sum + text.length, 0);
    const rankings = await rankCells({
      model,
      texts: labelled(read, chosen, labeller),
      features: chosen.map(feature => feature.name),
      control: { signal: new AbortController().signal, yieldToEvents: async () => nextTurn() },
      onProgress: characters => {
        if (!json && process.stdout.isTTY)
          status.update(`Reading: ${Math.min(100, Math.round((100 * characters) / total))} %`);
      },
    });
    status.clear();
    for (const ranking of rankings ?? []) print(ranking, top, json);
    return 0;
  },
};

function isIn(feature: Feature, { language }: SourceText): boolean {
  return feature.languages.includes(language);
}

/** Labels each text when its turn comes, so that one text's labels are in memory at a time for each stream. */
function* labelled(
  sources: readonly SourceText[],
  wanted: readonly Feature[],
  labeller: Labeller,
): Generator<LabelledText> {
  const names = wanted.map(feature => feature.name);
  for (const { path, text, language } of sources) {
    const document = labeller.open(syntaxOfPath(path));
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
  const looksAt = new Set(wanted.flatMap(({ languages }) => languages));
  const names = [looksAt.has('c') ? 'C' : '', looksAt.has('latex') ? 'LaTeX' : ''].filter(
    each => each !== '',
  );
  return new UserError(
    `${folder} has no ${names.join(' or ')} files to look in. Give a folder that has some, or another --feature.`,
  );
}

function printFeatures(json: boolean): void {
  for (const { name, title, description, languages } of features)
    if (json) printJson({ feature: name, title, description, languages });
    else printLine(`${name.padEnd(12)} ${title} (${languages.join(', ')}). ${description}`);
}

function print({ feature, cells, ...counts }: Ranking, top: number, json: boolean): void {
  if (!json) printHeading(feature, counts);
  for (const { layer, index, auroc, correlation } of cells.slice(0, top)) {
    const cell = formatCell({ layer, index });
    if (json) printJson({ feature, cell, auroc: round(auroc), correlation: round(correlation) });
    else
      printLine(
        `  ${cell.padStart(6)}  AUROC ${auroc.toFixed(3)}  correlation ${correlation.toFixed(3).padStart(6)}`,
      );
  }
}

function printHeading(feature: string, counts: Omit<Ranking, 'feature' | 'cells'>): void {
  const { files, characters, baseRate, maskedShare } = counts;
  const where = `${count(characters)} characters of ${plural(files, 'file')}`;
  const masked =
    maskedShare > 0
      ? `; ${percent(maskedShare)} of the text is not counted, since it is not known what is inside there`
      : '';
  if (baseRate === 0 || baseRate === 1)
    printLine(
      `${feature}: ${baseRate === 0 ? 'nowhere' : 'everywhere'} in ${where}, so no cell can follow it${masked}`,
    );
  else printLine(`${feature}: ${percent(baseRate)} of ${where}${masked}`);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function round(value: number): number {
  return Number(value.toFixed(4));
}
