import { namesInProse } from '../../protocol/languages.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { budgetRanges } from '../../model/files/trainingSettings.ts';
import { type Arguments, type Command, UsageError } from '../base/command.ts';
import { UserError } from '../../model/base/userError.ts';
import type { CharacterModel } from '../../model/files/characterModel.ts';
import type { SourceText } from '../../model/text/corpus.ts';
import { openCharacterModel, starterName } from '../base/openModel.ts';
import { positionals, rangeOption, textOption } from '../base/options.ts';
import { dim, plural, printLine, shellWord, warn } from '../base/output.ts';
import { collectTexts, readFolder } from '../files/readFolder.ts';
import { showBestCells } from './tourCells.ts';
import { chooseHeldOut, type HeldOutFile } from './tourFile.ts';
import { showSuggestions } from './tourSuggestions.ts';
import { command as train } from '../training/train.ts';

export const command: Command = {
  name: 'tour',
  summary: 'Shows suggestions and cells in a folder: at once, and after a minute of training on it',
  usage: `Usage: cellscope tour FOLDER [--seconds S | --epochs E] [--out DIR]

Shows three suggestions in a file of FOLDER, the cells that follow quotes, comments and if statements best (in LaTeX: math,
comments and environments), and a line of that file coloured by such a cell: first as the starter model that comes with
Cellscope has it, which has read none of FOLDER; then, trained on the other ${namesInProse('and')} files of FOLDER, as its own model.

  --seconds S  train for so long (60)
  --epochs E   or: read all files so many times
  --out DIR    keep the model in DIR; otherwise it is thrown away at the end
`,
  options: { seconds: { type: 'string' }, epochs: { type: 'string' }, out: { type: 'string' } },

  async run(args) {
    const { FOLDER } = positionals(args, 'FOLDER');
    const budget = budgetOf(args);
    const kept = textOption(args, 'out');
    const out = kept ?? (await mkdtemp(path.join(os.tmpdir(), 'cellscope-tour-')));
    try {
      const shown = await chooseShown(FOLDER);
      await showStarter(shown);
      printLine();
      printLine(`Training for ${budget.text} on ${path.resolve(FOLDER)}`);
      const status = await train.run({ positionals: [FOLDER], values: { out, ...budget.values } });
      if (status !== 0) return status;
      await show(await openCharacterModel(out), shown);
      printLine();
      printLine(
        kept === undefined
          ? dim(
              `This model is not kept; npx cellscope train ${shellWord(FOLDER)} --out DIR makes one that is.`,
            )
          : `Go on with: npx cellscope sample ${shellWord(kept)}`,
      );
      return 0;
    } finally {
      if (kept === undefined) await rm(out, { recursive: true, force: true });
    }
  },
};

/** How long to train: in words, and as `train` takes it. */
function budgetOf(args: Arguments): { text: string; values: Arguments['values'] } {
  const seconds = rangeOption(args, 'seconds', budgetRanges.seconds);
  const epochs = rangeOption(args, 'epochs', { ...budgetRanges.epochs, minimum: 1 });
  if (epochs === undefined) return { text: `${seconds ?? 60} s`, values: { seconds: String(seconds ?? 60) } };
  if (seconds !== undefined)
    throw new UsageError('--seconds and --epochs exclude each other; give one of them.');
  return { text: plural(epochs, 'epoch'), values: { epochs: String(epochs) } };
}

/** What is shown of each model: the same texts, read once. */
interface Shown {
  folder: string;
  sources: SourceText[];
  heldOut: HeldOutFile;
}

async function chooseShown(folder: string): Promise<Shown> {
  const sources = await collectTexts(await readFolder(folder, []));
  return { folder, sources, heldOut: await chooseHeldOut(sources) };
}

/** Without one the training is to be seen all the same. */
async function showStarter(shown: Shown): Promise<void> {
  try {
    const starter = await openCharacterModel(starterName);
    printLine(`As the starter model has it, which has read nothing of ${path.resolve(shown.folder)}`);
    await show(starter, shown);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    warn(error.message);
  }
}

async function show(model: CharacterModel, { sources, heldOut }: Shown): Promise<void> {
  await showSuggestions(model, heldOut);
  await showBestCells({ model, sources, heldOut });
}
