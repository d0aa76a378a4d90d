import { namesInProse } from '../../protocol/languages.ts';
import { bitsPerCharacter, Evaluator, type Passage, wholeFile } from '../../model/predict/evaluation.ts';
import { networkScoring } from '../../model/predict/networkScoring.ts';
import { encodeFile } from '../../model/text/corpus.ts';
import { NotFinite } from '../../model/network/finite.ts';
import { UserError } from '../../model/base/userError.ts';
import type { Command } from '../base/command.ts';
import { openModel } from '../base/openModel.ts';
import { isSet, listOption, positionals } from '../base/options.ts';
import { count, plural, printJson, printLine } from '../base/output.ts';
import { readTexts } from '../files/readFolder.ts';

export const command: Command = {
  name: 'eval',
  summary: 'Measures a model on files, in bits per character',
  usage: `Usage: cellscope eval MODEL FOLDER [--glob PATTERN]... [--json]

Measures the model in the folder MODEL on the files of FOLDER (or one file): ${namesInProse('and')} files, and those of the globs
that it was trained with. Each file is read from its start, and every character is predicted before it is seen. A
character that the model has no symbol for costs what the unknown symbol costs, and about 20 bits to say which it was.

  --glob PATTERN  takes other files, too; may be given several times
  --json          prints {"files","chars","bitsPerChar"}
`,
  options: { glob: { type: 'string', multiple: true }, json: { type: 'boolean' } },

  async run(args) {
    const { MODEL, FOLDER } = positionals(args, 'MODEL', 'FOLDER');
    const model = await openModel(MODEL);
    const globs = [...model.globs, ...listOption(args, 'glob')];
    const passages: Passage[] = [];
    for await (const text of readTexts(FOLDER, globs))
      passages.push(wholeFile(encodeFile(model.vocabulary, text)));
    const evaluator = new Evaluator(model.vocabulary, networkScoring(model.network));
    const result = await evaluator.evaluate(passages);
    const { notFinite } = result;
    if (notFinite) throw new NotFinite(`at character ${notFinite.index} of ${notFinite.passage.path}`);
    if (result.characters === 0)
      throw new UserError(
        `${FOLDER} has no text to predict: its files are empty. Give files that have some.`,
      );
    const bitsPerChar = bitsPerCharacter(result);
    if (isSet(args, 'json')) printJson({ files: passages.length, chars: result.characters, bitsPerChar });
    else
      printLine(
        `${plural(passages.length, 'file')}, ${count(result.characters)} characters: ${bitsPerChar.toFixed(3)} bits per character`,
      );
    return 0;
  },
};
