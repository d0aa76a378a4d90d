import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Random } from '../../model/base/random.ts';
import { Experience } from '../../model/suggest/experience.ts';
import { type Manner, manners } from '../../model/suggest/manner.ts';
import { figuresOf } from '../../model/suggest/replay/figures.ts';
import { Pace } from '../../model/suggest/replay/pace.ts';
import { RequestTally, requestFiguresOf } from '../../model/suggest/replay/requests.ts';
import { Tally } from '../../model/suggest/replay/tally.ts';
import { type Way, ways } from '../../model/suggest/replay/typist.ts';
import { learntWords } from '../../model/suggest/replay/wordList.ts';
import type { SourceText } from '../../model/text/corpus.ts';
import { namesInProse } from '../../protocol/languages.ts';
import { type Arguments, type Command, UsageError } from '../base/command.ts';
import { modelWords, openCharacterModel, openTable, whyNoTable } from '../base/openModel.ts';
import { isSet, listOption, positionals, rangeOption, seedOption, textOption } from '../base/options.ts';
import { printJson, StatusLine, warn } from '../base/output.ts';
import { collectTexts, readFolder } from '../files/readFolder.ts';
import { type NamedPredictor, predictorsOf } from './predictors.ts';
import { type Material, materialOfFolder, materialOfHistory } from './replayMaterial.ts';
import { printReplay, type ReplayReport } from './replayReport.ts';

const FILES = 12;
const CHARACTERS = 1000;
const COMMITS = 20;
const MOST = 1_000_000_000;

/** Of the word list: how many of its words are looked at. */
const CHOICES = [1, 3];

export const command: Command = {
  name: 'replay',
  summary: 'Types files with suggestions, and counts what they save',
  usage: `Usage: cellscope replay MODEL FOLDER [--json]
       cellscope replay MODEL --history REPOSITORY [--json]

Types the files of FOLDER (${namesInProse('and')}), which the model ${modelWords} has not learnt, with suggestions on, and
counts what that saves and how much is shown. Of each file a part is typed, from a line that is drawn; what stands
before it is there, and behind it is nothing.

A key types a character, or takes a suggestion where all of it is right; by words, as a second way, else its first word
if that is right. What is shown takes a look, once as long as it is typed along. Indentation is typed like all else. In
the manner onRequest suggestions are asked for at places that are drawn.

Beside them an editor's list of words is typed with, as a measure: the word used last of those that begin so, of the
document and of the folder of --words.

  --manner NAME         ${manners.join(', ')}; may be given several times (all)
  --way NAME            ${ways.join(', ')}: what of a suggestion may be taken; may be given several times (both)
  --in-time             lets time pass: keys come as people strike them, what is found comes on the screen after the pause
                        that the editor keeps, and is seen a while later. Without it all of it is there at once
  --predictor NAME      of those that the model has; may be given several times (all)
  --files N             files that are typed at most, drawn among all; with --history of each commit (${FILES})
  --characters N        characters of each, at most (${CHARACTERS}); with --history of each file of a commit
  --history REPOSITORY  does in its stead what the latest commits of a git repository did, in their order: goes to each
                        place that they changed, deletes what they deleted, and types what they wrote
  --commits N           how many of them (${COMMITS})
  --words FOLDER        whose words the list of words knows, besides those of the document
  --glob PATTERN        takes other files, too; may be given several times
  --seed N              another seed draws other files, places and suggestions (1)
  --json                prints {"model","typed","isInTime","seed","words","results","requests"}
`,
  options: {
    manner: { type: 'string', multiple: true },
    way: { type: 'string', multiple: true },
    'in-time': { type: 'boolean' },
    predictor: { type: 'string', multiple: true },
    files: { type: 'string' },
    characters: { type: 'string' },
    history: { type: 'string' },
    commits: { type: 'string' },
    words: { type: 'string' },
    glob: { type: 'string', multiple: true },
    seed: { type: 'string' },
    json: { type: 'boolean' },
  },

  async run(args) {
    const repository = textOption(args, 'history');
    const { MODEL, FOLDER } =
      repository === undefined
        ? positionals(args, 'MODEL', 'FOLDER')
        : { ...positionals(args, 'MODEL'), FOLDER: '' };
    const seed = seedOption(args) ?? 1;
    const plan = {
      manners: choicesOf(args, 'manner', manners),
      ways: choicesOf(args, 'way', ways),
      isInTime: isSet(args, 'in-time'),
    };
    const limits = {
      files: countOf(args, 'files', FILES),
      characters: countOf(args, 'characters', CHARACTERS),
    };
    const commits = countOf(args, 'commits', COMMITS);
    const model = await openCharacterModel(MODEL);
    const table = await openTable(MODEL);
    if (!table && listOption(args, 'predictor').length === 0) warn(whyNoTable(MODEL));
    const predictors = predictorsOf({ model, table }, listOption(args, 'predictor'));
    const globs = [...model.globs, ...listOption(args, 'glob')];
    const words = textOption(args, 'words');
    const learnt = learntWords(words === undefined ? [] : await textsOf(words, globs));
    const material =
      repository === undefined
        ? materialOfFolder(await sourcesOf(FOLDER, globs), { ...limits, random: new Random(seed) })
        : await materialOfHistory(repository, { commits, ...limits });
    const { results, requests } = await replayAll(material, { predictors, ...plan, seed });
    for (const choices of CHOICES) results.push(withWordList(material, { learnt, choices }));
    const { typed } = material;
    const { isInTime } = plan;
    const report = { model: MODEL, typed, isInTime, seed, words: words ?? null, results, requests };
    if (isSet(args, 'json')) printJson(report);
    else printReplay(report);
    return 0;
  },
};

interface Plan {
  /** The one that others are compared with first. */
  predictors: readonly NamedPredictor[];
  manners: readonly Manner[];
  ways: readonly Way[];
  /** Time passes as one types. */
  isInTime: boolean;
  seed: number;
}

async function replayAll(
  material: Material,
  { predictors, manners: played, ways: taken, isInTime, seed }: Plan,
): Promise<Pick<ReplayReport, 'results' | 'requests'>> {
  const control = { signal: new AbortController().signal, yieldToEvents: async () => nextTurn() };
  const base = { seed, now: () => performance.now(), control };
  const results: ReplayReport['results'] = [];
  const requests: ReplayReport['requests'] = [];
  const status = new StatusLine(process.stderr);
  for (const [rank, { name, follow }] of predictors.entries())
    for (const manner of played) {
      const say = (done: number) => {
        if (process.stderr.isTTY) status.update(`${name}, ${manner}: ${done} of ${material.parts}`);
      };
      if (manner === 'onRequest') {
        const tally = new RequestTally();
        if (await material.ask({ ...base, follow, manner, tally }, say))
          requests.push({ predictor: name, manner, ...requestFiguresOf(tally) });
        continue;
      }
      // Who is only compared with is played in one way.
      for (const way of rank === 0 ? taken : taken.slice(0, 1)) {
        const tally = new Tally();
        // One user types all of it.
        const experience = new Experience();
        const pace = isInTime && { pace: new Pace(new Random(seed)) };
        await material.type({ ...base, follow, experience, manner, way, tally, ...pace }, say);
        results.push({ predictor: name, manner, way, ...figuresOf(tally) });
      }
    }
  status.clear();
  return { results, requests };
}

function withWordList(
  material: Material,
  options: { learnt: ReadonlyMap<string, readonly string[]>; choices: number },
): ReplayReport['results'][number] {
  const tally = new Tally();
  material.typeWithWords({ ...options, tally });
  return { predictor: 'wordList', choices: options.choices, ...figuresOf(tally) };
}

async function sourcesOf(folder: string, globs: readonly string[]): Promise<SourceText[]> {
  return collectTexts(await readFolder(folder, globs));
}

async function textsOf(folder: string, globs: readonly string[]): Promise<string[]> {
  return (await sourcesOf(folder, globs)).map(({ text }) => text);
}

function choicesOf<Name extends string>(
  args: Arguments,
  option: string,
  all: readonly Name[],
): readonly Name[] {
  const given = listOption(args, option);
  const chosen = given.map(name => {
    const found = all.find(each => each === name);
    if (found === undefined)
      throw new UsageError(`--${option} is ${JSON.stringify(name)}; choose ${all.join(', ')}.`);
    return found;
  });
  return chosen.length > 0 ? chosen : all;
}

function countOf(args: Arguments, name: string, usual: number): number {
  return rangeOption(args, name, { minimum: 1, maximum: MOST, whole: true }) ?? usual;
}
