import path from 'node:path';
import { UserError } from '../../model/base/userError.ts';
import { createFolderStorage } from '../../platform/node/modelFolder/folderStorage.ts';
import { fileStamp, isBeingTrained } from '../../platform/node/modelFolder/keptTable.ts';
import type { RunOutline } from '../../protocol/runs.ts';
import { createRunsSession } from '../../sessions/runsSession.ts';
import { type Command, UsageError } from '../base/command.ts';
import { isSet, positionals } from '../base/options.ts';
import { printJson, warn, writeText } from '../base/output.ts';
import { printTable } from '../base/table.ts';

export const command: Command = {
  name: 'runs',
  summary: 'Lists the trainings that a model folder remembers, or exports their curves',
  usage: `Usage: cellscope runs MODEL [--json | --csv]

Lists the last ten trainings into the folder MODEL, the newest first: when each began, its network, how far it came and
how it predicted held-out text, in bits per character. "Cellscope: Show Training" in the editor shows their curves.

  --json   prints one JSON object a line for each: {"run","started","kind","standing","step","seconds","bestBits", ...}
  --csv    prints all points of all of them as comma-separated values, a line each: losses in nats and in bits per
           character, norm of the gradients before clipping, learning rate, characters a second
`,
  options: { json: { type: 'boolean' }, csv: { type: 'boolean' } },

  async run(args) {
    const { MODEL } = positionals(args, 'MODEL');
    const [json, csv] = [isSet(args, 'json'), isSet(args, 'csv')];
    if (json && csv) throw new UsageError('--json and --csv exclude each other; give one of them.');
    const directory = path.resolve(MODEL);
    const session = createRunsSession({
      openStorage: folder => createFolderStorage(folder),
      stampOf: fileStamp,
      isBeingTrained,
    });
    const { signal } = new AbortController();
    const [{ runs, problems }] = await session.look({ kind: 'look', directories: [directory] }, signal);
    for (const problem of problems) warn(problem);
    if (runs.length === 0)
      throw new UserError(
        `There are no curves of a training in ${directory}. Train into it with this version of Cellscope, or give another folder.`,
      );
    if (csv) {
      const wanted = runs.toReversed().map(({ run }) => ({ directory, run, name: String(run) }));
      await writeText(await session.csv({ kind: 'csv', runs: wanted }, signal));
    } else if (json) for (const { stamp: _, ...run } of runs) printJson(run);
    else printTable(`Trainings in ${directory}`, [heads, ...runs.map(rowOf)]);
    return 0;
  },
};

const heads = ['run', 'began', 'network', 'steps', 'seconds', 'best', 'last', 'standing'];

function bits(value: number | undefined): string {
  return value?.toFixed(3) ?? '–';
}

function rowOf(run: RunOutline): string[] {
  const { cell, numLayers, hiddenSize } = run.settings;
  return [
    `${run.run}${run.kind === 'update' ? ' (update)' : ''}`,
    `${new Date(run.started).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    `${cell} ${numLayers} x ${hiddenSize}`,
    run.step.toLocaleString('en'),
    run.seconds.toFixed(1),
    bits(run.bestBits),
    bits(run.lastBits),
    run.standing,
  ];
}
