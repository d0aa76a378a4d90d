import { type FeatureRanges, featureRanges } from '../../model/insight/labels/featureRanges.ts';
import { type FeatureName, featureNamed } from '../../model/insight/labels/features.ts';
import { featuresOf } from '../../model/insight/labels/labelledSyntaxes.ts';
import { Labeller } from '../../model/insight/labels/labeller.ts';
import type { Syntax } from '../../model/text/language.ts';
import { UserError } from '../../model/base/userError.ts';
import { extensionsOf, kindsOfPath, knownLanguages, languageNames } from '../../protocol/languages.ts';
import { readTextOf } from '../../platform/node/files/readSourceFile.ts';
import type { Command } from '../base/command.ts';
import { labelBudget, tellUnlabelled } from '../base/labelBudget.ts';
import { labelLegend, toMarked, toStyled } from './labelFormats.ts';
import { isSet, positionals, textOption } from '../base/options.ts';
import { hasColours, printColored, printJson, printText } from '../base/output.ts';

export const command: Command = {
  name: 'labels',
  summary: 'Shows what in a file is inside quotes, comments, if statements, math or environments',
  usage: `Usage: cellscope labels FILE [--feature NAME] [--json]

Prints the text of FILE with what is inside the features of its language marked: in a terminal by colours and lines
beneath the text, else by marks below each line. These are the labels that cells are compared with; "cellscope cells
--features" says what counts as inside. Where it is not known what is inside, the text is masked: it is not counted.

  --feature NAME   one feature only (all that the language has)
  --json           prints {"feature","ranges","masked"} lines. Both are lists of [start,end] in UTF-16 units: the
                   characters inside, without their delimiters (within what is masked a guess), and those that are masked
`,
  options: {
    feature: { type: 'string' },
    json: { type: 'boolean' },
  },

  async run(args) {
    const { FILE } = positionals(args, 'FILE');
    const syntax = kindsOfPath(FILE).syntax;
    const features = wantedFeatures(FILE, syntax, textOption(args, 'feature'));
    const text = await readTextOf(FILE);
    const document = new Labeller(labelBudget).open(syntax)!;
    document.scan(text);
    if (document.isUnlabelled) tellUnlabelled(FILE);
    const found = featureRanges(text, document.spans, features);
    if (isSet(args, 'json')) for (const each of found) printJson(each);
    else show(text, found);
    return 0;
  },
};

function show(text: string, found: readonly FeatureRanges[]): void {
  const names = found.map(({ feature }) => feature);
  if (hasColours()) printColored(`${labelLegend(true, names)}\n\n${toStyled(text, found).trimEnd()}`);
  else printText(`${labelLegend(false, names)}\n\n${toMarked(text, found).trimEnd()}`);
}

function wantedFeatures(file: string, syntax: Syntax, name: string | undefined): FeatureName[] {
  const known = featuresOf(syntax).map(feature => feature.name);
  if (known.length === 0) {
    const names = knownLanguages.map(language => languageNames[language]);
    const extensions = knownLanguages.flatMap(extensionsOf);
    throw new UserError(
      `${file} is neither ${names.join(' nor ')}, which is told by ${extensions.join(' ')}. Give another file.`,
    );
  }
  if (name === undefined) return known;
  const feature = featureNamed(name).name;
  if (known.includes(feature)) return [feature];
  throw new UserError(`${file} can have no ${feature}. Choose one of ${known.join(', ')}.`);
}
