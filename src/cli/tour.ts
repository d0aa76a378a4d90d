import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Command } from './command.ts';
import { openModel } from './openModel.ts';
import { numberOption, positionals, textOption } from './options.ts';
import { dim, printLine } from './output.ts';
import { collectTexts, readFolder } from './readFolder.ts';
import { showBestCells } from './tourCells.ts';
import { chooseHeldOut } from './tourFile.ts';
import { showSuggestions } from './tourSuggestions.ts';
import { command as train } from './train.ts';

export const command: Command = {
  name: 'tour',
  summary: 'Trains on a folder for a minute, then shows suggestions and cells',
  usage: `Usage: cellscope tour FOLDER [--seconds S] [--out DIR]

Trains on the C and LaTeX files of FOLDER, then shows three suggestions in a file that was held out, the cells that
follow quotes, comments and if statements best (in LaTeX: math, comments and environments), and a line of that file
coloured by such a cell.

  --seconds S  train for so long (60)
  --out DIR    keep the model in DIR; otherwise it is thrown away at the end
`,
  options: { seconds: { type: 'string' }, out: { type: 'string' } },

  async run(args) {
    const { FOLDER } = positionals(args, 'FOLDER');
    const what = 'a number of seconds above 0';
    const seconds = numberOption(args, 'seconds', { minimum: Number.MIN_VALUE, what }) ?? 60;
    const kept = textOption(args, 'out');
    const out = kept ?? (await mkdtemp(path.join(os.tmpdir(), 'cellscope-tour-')));
    try {
      printLine(`Training for ${seconds} s on ${path.resolve(FOLDER)}`);
      const status = await train.run({ positionals: [FOLDER], values: { out, seconds: String(seconds) } });
      if (status !== 0) return status;
      await show(FOLDER, out);
      printLine(
        kept === undefined
          ? dim(`\nThis model is not kept; npx cellscope train ${FOLDER} --out DIR makes one that is.`)
          : `\nGo on with: npx cellscope sample ${kept}`,
      );
      return 0;
    } finally {
      if (kept === undefined) await rm(out, { recursive: true, force: true });
    }
  },
};

async function show(folder: string, directory: string): Promise<void> {
  const model = await openModel(directory);
  const sources = await collectTexts(await readFolder(folder, []));
  const heldOut = await chooseHeldOut(sources);
  await showSuggestions(model, heldOut);
  await showBestCells({ model, sources, heldOut });
}
