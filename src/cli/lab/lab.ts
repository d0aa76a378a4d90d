import path from 'node:path';
import { GREATEST_SEED } from '../../model/base/random.ts';
import type { Figure } from '../../model/lab/figures.ts';
import { LabRun } from '../../model/lab/labRun.ts';
import type { Lesson, Material } from '../../model/lab/lesson.ts';
import { lessonNamed, lessons } from '../../model/lab/lessons/lessons.ts';
import { withLineFeeds } from '../../model/text/vocabulary.ts';
import { readTextOf } from '../../platform/node/files/readSourceFile.ts';
import { loadNodeKernels } from '../../platform/node/kernels/nodeKernels.ts';
import { createMaterial } from '../../platform/node/lab/nodeMaterial.ts';
import { assets } from '../../protocol/assets.ts';
import type { Arguments, Command } from '../base/command.ts';
import { kernelDirectory, openCharacterModel } from '../base/openModel.ts';
import { isSet, listOption, positionals, seedOption, textOption } from '../base/options.ts';
import { dim, hasColours, printColored, printJson, printLine, StatusLine } from '../base/output.ts';
import { figureText } from './figureText.ts';
import { printLesson } from './printLesson.ts';
import { readSettings } from './readSettings.ts';

const sampleDirectory = path.join(__dirname, '..', assets.samples);
const loadKernels = () => loadNodeKernels(kernelDirectory);

export const command: Command = {
  name: 'lab',
  summary: 'Shows how recurrent networks work, live, on your own text',
  usage: `Usage: cellscope lab [--json]
       cellscope lab NAME [--set SETTING=VALUE ...] [--folder FOLDER] [--text FILE] [--model MODEL] [--seed N] [--json]
       cellscope lab NAME --settings [--json]

Without a NAME it lists the lessons. With one it does what the lesson's page in the editor does: sets up a small
experiment, works it through to its end, and prints what is to be seen.

  --set SETTING=VALUE   sets one of the lesson's settings; may be given several times
  --settings            lists the lesson's settings
  --folder FOLDER       the files that a lesson on your own text learns from (the present folder)
  --text FILE           the text that a lesson looks at, where it looks at one
  --model MODEL         a model that cellscope train has made, for lessons that look into one
  --seed N              where all chance comes from, 0 to ${GREATEST_SEED} (1)
  --json                prints {"name","title"} lines; of a lesson, its figures or its settings, a JSON object a line
`,
  options: {
    set: { type: 'string', multiple: true },
    settings: { type: 'boolean' },
    folder: { type: 'string' },
    text: { type: 'string' },
    model: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'boolean' },
  },

  async run(args) {
    if (args.positionals.length === 0) {
      listLessons(isSet(args, 'json'));
      return 0;
    }
    const { NAME } = positionals(args, 'NAME');
    const lesson = lessonNamed(NAME);
    if (isSet(args, 'settings') && isSet(args, 'json'))
      for (const setting of lesson.settings) printJson(setting);
    else if (isSet(args, 'settings')) printLesson(lesson);
    else await runLesson(lesson, args);
    return 0;
  },
};

function listLessons(json: boolean): void {
  const width = Math.max(...lessons.map(({ name }) => name.length));
  for (const { name, title } of lessons)
    if (json) printJson({ name, title });
    else printLine(`${name.padEnd(width)}   ${title}`);
}

async function runLesson(lesson: Lesson, args: Arguments): Promise<void> {
  const run = await LabRun.begin({
    lesson,
    values: readSettings(lesson, listOption(args, 'set')),
    seed: seedOption(args) ?? 1,
    material: await materialOf(args),
    kernels: (await loadKernels()).create,
    clock: () => performance.now(),
  });
  workThrough(run);
  const { figures } = run.look();
  if (isSet(args, 'json')) for (const figure of figures) printJson(figure);
  else printLook(lesson, figures);
}

async function materialOf(args: Arguments): Promise<Material> {
  const file = textOption(args, 'text');
  const model = textOption(args, 'model');
  const selection = file !== undefined && { path: file, text: withLineFeeds(await readTextOf(file)) };
  const material = createMaterial({
    folders: [{ path: path.resolve(textOption(args, 'folder') ?? '.'), exclude: [] }],
    include: [],
    ...(selection && { selection }),
    sampleDirectory,
    loadKernels,
  });
  if (model === undefined) return material;
  // One that cannot be read is told whatever the lesson is made of.
  const opened = await openCharacterModel(model);
  return { ...material, model: () => Promise.resolve(opened) };
}

/** Says on a terminal how far it is. */
function workThrough(run: LabRun): void {
  const status = process.stderr.isTTY ? new StatusLine(process.stderr) : undefined;
  for (const { share, words } of run.work()) status?.update(`${Math.round(100 * share)} %: ${words}`);
  status?.clear();
}

function printLook({ title, words }: Lesson, figures: readonly Figure[]): void {
  printLine(title);
  printLine(dim(words.join(' ')));
  const look = { width: process.stdout.columns ?? 100, hasColours: hasColours() };
  for (const figure of figures) {
    printLine();
    printLine(figure.title);
    if (figure.caption !== undefined) printLine(dim(figure.caption));
    printColored(figureText(figure, look));
  }
}
