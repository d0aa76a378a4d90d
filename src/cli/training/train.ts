import { namesWithExtensions } from '../../protocol/languages.ts';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { tableMegabytes } from '../../model/contexts/contextTable.ts';
import type { Model } from '../../model/files/modelFiles.ts';
import { Labeller } from '../../model/insight/labels/labeller.ts';
import { type CellType, cellTypes } from '../../model/network/cells/cells.ts';
import { budgetRanges, settingRanges, type TrainingSettings } from '../../model/files/trainingSettings.ts';
import { checkSettings, defaultSettings, type SettingNames } from '../../model/training/settings.ts';
import { batchSizeOf, earlierOf, type TrainingStart } from '../../model/training/trainingStart.ts';
import { type WeightsChoice, weightsChoices } from '../../protocol/weightsChoice.ts';
import { runTraining } from '../../model/training/trainingRun.ts';
import type { TrainingIntervals } from '../../model/training/trainingOptions.ts';
import type { TokenKind } from '../../model/text/alphabet.ts';
import { TrainingNotBegun } from '../../model/training/start/prepareRun.ts';
import { version } from '../../../package.json';
import { inPercents } from '../../model/base/inPercents.ts';
import { UserError } from '../../model/base/userError.ts';
import { noticeText } from '../../protocol/noticeText.ts';
import { loadContextKernels } from '../../platform/node/kernels/nodeContextKernels.ts';
import { lockFolder } from '../../platform/node/modelFolder/folderLock.ts';
import { createFolderStorage } from '../../platform/node/modelFolder/folderStorage.ts';
import { wait } from '../../platform/node/threads/wait.ts';
import { type Arguments, type Command, UsageError } from '../base/command.ts';
import { engineOptions, engineUsage, loadChosenEngine } from './engineOptions.ts';
import { kernelDirectory, starterStorage } from '../base/openModel.ts';
import {
  isSet,
  listOption,
  memoryOption,
  numberOption,
  positionals,
  rangeOption,
  textOption,
} from '../base/options.ts';
import { shellWord, warn } from '../base/output.ts';
import { labelBudget } from '../base/labelBudget.ts';
import { paced } from './pace.ts';
import { readFolder } from '../files/readFolder.ts';
import { createTrainingReport } from './trainingReport.ts';

/** Exit status of a process that was interrupted, by custom 128 + SIGINT. */
const INTERRUPTED = 130;
/** Seconds that the last checkpoint is tried to be saved where nobody may be there to make room for it. */
const UNATTENDED_PATIENCE = 600;

const defaults = defaultSettings;
const defaultStart: WeightsChoice = 'starter';

const choices = new Intl.ListFormat('en-GB', { type: 'disjunction' });
export const command: Command = {
  name: 'train',
  summary: 'Trains a model on the files of a folder',
  usage: `Usage: cellscope train FOLDER --out DIR [options]

Trains on the ${namesWithExtensions()} files of FOLDER and keeps the model in DIR. Reads what git
would keep; cellscope files FOLDER lists what is read and what is left out. A checkpoint is saved every 30 seconds, at the end, and on Ctrl+C.

  --out DIR         the folder of the model; one that is there is replaced at the first checkpoint
  --seconds S       train for so long at most (120): one that begins with the starter reads all files once, others
                    end when more would only be learnt by heart
  --epochs E        or: read all files so many times; 0 writes the untrained model
  --start START     starter: the weights of the model that comes with Cellscope, which has its cell, units and layers
                    unless others are asked for, or fresh ones (${defaultStart})
  --tokens TOKENS   char, or word: words and punctuation marks as symbols, rare words spelled in characters. Such a
                    model is for eval and sample, not for suggestions and cells (${defaults.tokens})
  --cell CELL       ${choices.format(cellTypes)} (${defaults.cell})
  --units N         cells in a layer (${defaults.hiddenSize})
  --layers N        layers (${defaults.numLayers})
  --sequence N      characters, or words, that learning reaches back (${defaults.seqLength})
  --batch N         places of the text that are read side by side (${defaults.batchSize})
  --learning-rate R at its highest; 0 takes what suits the cell (${defaults.learningRate})
  --seed N          of the weights, the split and the order of files (${defaults.seed})
  --glob PATTERN    takes other files, too, such as '*.txt'; may be given several times
${engineUsage}
  --pace N          counts time as if N symbols a second were learnt, whatever the machine does: for comparing
                    settings
  --resume          goes on exactly where the training in DIR was stopped; only --seconds or --epochs may be changed
  --update          learns the files as they are now, starting from what the model in DIR has learnt: for 30 seconds,
                    unless --seconds or --epochs is given. Its cell, units and layers stay, and what else is not given.
                    The model is replaced at the end, and kept where held-out text would be predicted worse
  --memory MB       of the names and phrases that are learnt of the files at the end, beside the network, ${tableMegabytes.minimum} to
                    ${tableMegabytes.maximum} (${tableMegabytes.usual})
  --json            prints one JSON object a line: {"event":"progress","step","epoch","trainBitsPerChar",
                    "validationBitsPerChar","charsPerSecond","secondsLeft"}, when the network is trained
                    {"event":"done","validationBitsPerChar","parameters","seconds"}, after an update with
                    "bitsPerCharBefore" and "kept": "updated" or "former". secondsLeft is that until the program ends:
                    names and phrases are learnt and cells ranked after "done". validationBitsPerChar is that of
                    held-out text, the same text from the beginning to the end, and until it is first measured that of
                    knowing nothing, log2 of the vocabulary

The environment variables CELLSCOPE_CHECKPOINT_SECONDS and CELLSCOPE_PROGRESS_SECONDS change how often a checkpoint is
saved and progress is told.
`,
  options: {
    out: { type: 'string' },
    seconds: { type: 'string' },
    epochs: { type: 'string' },
    start: { type: 'string' },
    tokens: { type: 'string' },
    cell: { type: 'string' },
    units: { type: 'string' },
    layers: { type: 'string' },
    sequence: { type: 'string' },
    batch: { type: 'string' },
    'learning-rate': { type: 'string' },
    seed: { type: 'string' },
    glob: { type: 'string', multiple: true },
    ...engineOptions,
    memory: { type: 'string' },
    pace: { type: 'string' },
    resume: { type: 'boolean' },
    update: { type: 'boolean' },
    json: { type: 'boolean' },
  },

  async run(args) {
    const { FOLDER } = positionals(args, 'FOLDER');
    const out = textOption(args, 'out');
    if (out === undefined || out === '')
      throw new UsageError('--out DIR is missing: the folder to keep the model in.');
    const start = startOf(args);
    const megabytes = memoryOption(args);
    const directory = path.resolve(out);
    const commandLine = `cellscope train ${shellWord(FOLDER)} --out ${shellWord(out)}`;
    const earlier = await earlierOf(start.mode, createFolderStorage(directory));
    const given = listOption(args, 'glob');
    const globs =
      earlier && (start.mode === 'resume' || given.length === 0) ? earlier.description.globs : given;
    const pace = numberOption(args, 'pace', { minimum: 1, what: 'a number of characters a second' });
    const { engine, kernels, notices } = await loadChosenEngine(args, batchSizeOf(start, earlier));
    for (const notice of notices) warn(noticeText(notice));
    const timing = pace === undefined ? { engine, clock: () => performance.now() } : paced(engine, pace);
    const form = isSet(args, 'json') ? 'json' : 'text';
    const report = createTrainingReport({ form, directory, engine: engine.name, folder: FOLDER, globs });
    const begin = async () => ({
      sources: await readFolder(FOLDER, globs, {
        onRead: inPercents(share => report.onEvent({ event: 'reading', share })),
      }),
      contexts: { ...(await loadContextKernels(kernelDirectory)), megabytes },
      lock: await lockFolder(directory, 'cellscope train'),
    });
    const { sources, contexts, lock } = await begin().catch((error: unknown) => {
      // An error does not stand behind how far the reading was.
      report.end();
      throw error;
    });
    // Only now: until there is something to save, a signal ends the process at once.
    const interruption = watchInterruption();
    let model: Model;
    try {
      model = await runTraining({
        sources,
        start,
        storage: createFolderStorage(directory, lock),
        version,
        kernels: kernels.create,
        ...timing,
        globs,
        control: {
          signal: AbortSignal.any([interruption.signal, lock.lost]),
          whenRunning: async () => {},
        },
        onEvent: event => report.onEvent(event),
        yieldToEvents: async () => nextTurn(),
        intervals: intervalsFromEnvironment(),
        patience: { wait, seconds: process.stderr.isTTY ? Infinity : UNATTENDED_PATIENCE },
        labeller: new Labeller(labelBudget),
        contexts,
        history: { now: () => Date.now() },
      });
    } catch (error) {
      if (error instanceof UserError && error.reason === 'filesChanged')
        throw new UserError(`${error.message} To update it: ${commandLine} --update`);
      if (!(error instanceof TrainingNotBegun)) throw error;
      warn(error.message);
      return INTERRUPTED;
    } finally {
      report.end();
      await lock.release();
    }
    // An interruption while the cells are ranked costs the ranking alone.
    if (!interruption.signal.aborted || model.training?.finished) return 0;
    warn(`interrupted; go on with: ${commandLine} --resume`);
    return INTERRUPTED;
  },
};

const settingNames: SettingNames = {
  tokens: '--tokens',
  cell: '--cell',
  hiddenSize: '--units',
  numLayers: '--layers',
  seqLength: '--sequence',
  batchSize: '--batch',
  learningRate: '--learning-rate',
  seed: '--seed',
  seconds: '--seconds',
  epochs: '--epochs',
};

function startOf(args: Arguments): TrainingStart {
  const given = givenSettings(args);
  try {
    checkSettings({ ...defaultSettings, ...given }, settingNames);
  } catch (error) {
    throw error instanceof UserError ? new UsageError(error.message) : error;
  }
  const [resume, update] = [isSet(args, 'resume'), isSet(args, 'update')];
  if (resume && update) throw new UsageError('--resume and --update exclude each other; give one of them.');
  const weights = weightsOption(args);
  if (weights !== undefined && (resume || update))
    throw new UsageError('--start is of a training that begins anew, and not of --resume or --update.');
  if (resume) return { mode: 'resume', changes: given };
  if (update) {
    const { budget = { shareOf: defaultSettings.budget }, ...changes } = given;
    return { mode: 'update', changes, budget, names: settingNames };
  }
  const settings = { ...defaultSettings, ...given };
  if ((weights ?? defaultStart) === 'fresh') return { mode: 'restart', settings };
  return { mode: 'restart', settings, from: { storage: starterStorage, asked: given } };
}

function weightsOption(args: Arguments): WeightsChoice | undefined {
  const weights = textOption(args, 'start');
  const choice = weightsChoices.find(each => each === weights);
  if (weights !== undefined && choice === undefined)
    throw new UsageError(`--start is "${weights}"; choose ${choices.format(weightsChoices)}.`);
  return choice;
}

/** The settings that the command line names. */
function givenSettings(args: Arguments): Partial<TrainingSettings> {
  const given: Partial<TrainingSettings> = {};
  const cell = textOption(args, 'cell');
  if (cell !== undefined) given.cell = cell as CellType;
  const tokens = textOption(args, 'tokens');
  if (tokens !== undefined) given.tokens = tokens as TokenKind;
  const numbers = {
    units: 'hiddenSize',
    layers: 'numLayers',
    sequence: 'seqLength',
    batch: 'batchSize',
    'learning-rate': 'learningRate',
    seed: 'seed',
  } as const;
  for (const [option, setting] of Object.entries(numbers)) {
    const value = rangeOption(args, option, settingRanges[setting]);
    if (value !== undefined) given[setting] = value;
  }
  const seconds = rangeOption(args, 'seconds', budgetRanges.seconds);
  const epochs = rangeOption(args, 'epochs', budgetRanges.epochs);
  if (seconds !== undefined && epochs !== undefined)
    throw new UsageError('--seconds and --epochs exclude each other; give one of them.');
  if (seconds !== undefined) given.budget = { seconds };
  if (epochs !== undefined) given.budget = { epochs };
  return given;
}

function intervalsFromEnvironment(): Partial<TrainingIntervals> {
  const checkpoint = secondsFromEnvironment('CELLSCOPE_CHECKPOINT_SECONDS');
  const progress = secondsFromEnvironment('CELLSCOPE_PROGRESS_SECONDS');
  return { ...(checkpoint !== undefined && { checkpoint }), ...(progress !== undefined && { progress }) };
}

function secondsFromEnvironment(name: string): number | undefined {
  const text = process.env[name];
  const value = Number(text);
  return text !== undefined && text !== '' && value >= 0 ? value : undefined;
}

/** Aborts on the first Ctrl+C, so that a checkpoint is saved; the second one quits at once. */
function watchInterruption(): { signal: AbortSignal } {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return { signal: controller.signal };
}
