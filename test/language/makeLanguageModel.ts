// Makes media/lab/language.safetensors, which tells C and LaTeX from everything else, out of texts of this repository:
// `node scripts/make-language.mjs [--measure KIND=FOLDER ...]`.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Random } from '../../src/model/base/random.ts';
import { writeSafetensors } from '../../src/model/files/safetensors.ts';
import { Network } from '../../src/model/network/network.ts';
import type { NetworkShape } from '../../src/model/network/networkConfig.ts';
import { SequenceTrainer } from '../../src/model/network/training/sequenceTrainer.ts';
import { learningRateShare } from '../../src/model/lab/shapes/course.ts';
import {
  JUDGED_LENGTH,
  judgedLanguages,
  judgeShape,
  LanguageJudge,
} from '../../src/model/lab/shapes/languageJudge.ts';
import { type Piece, PieceDrawer, piecesOf, writeColumns } from '../../src/model/lab/shapes/pieces.ts';
import { plainSymbols } from '../../src/model/lab/shapes/plainSymbols.ts';
import { loadNodeKernels } from '../../src/platform/node/kernels/nodeKernels.ts';
import { latexLikeText } from './latexLikeText.ts';
import { restyledC } from './restyledC.ts';

const FILE = 'media/lab/language.safetensors';
const STEPS = 3000;
const BATCH = 64;
const PEAK = 0.01;

/** By what it is to be called; 'other' is prose and code of other languages. */
const sources: readonly {
  kind: 'c' | 'latex' | 'code' | 'prose' | 'plays';
  folders: string[];
  names: RegExp;
}[] = [
  {
    kind: 'c',
    folders: ['src/model', 'src/native', 'samples/workspace', 'test/fixtures/workspace'],
    names: /\.[ch]$/,
  },
  {
    kind: 'latex',
    folders: ['samples/workspace', 'test/fixtures/workspace', 'media/lab'],
    names: /\.(?:tex|sty)$/,
  },
  { kind: 'code', folders: ['src', 'scripts', 'media', 'test/golden'], names: /\.(?:ts|mjs|css|svg|py)$/ },
  { kind: 'code', folders: ['.'], names: /^(?:package|tsconfig|\.oxlintrc)\.json$/ },
  { kind: 'prose', folders: ['docs', '.'], names: /\.md$/ },
  { kind: 'plays', folders: ['media/lab/plays'], names: /\.txt$/ },
];

async function filesOf(folder: string, names: RegExp, depth = 8): Promise<string[]> {
  const found: string[] = [];
  for (const entry of (await readdir(folder, { withFileTypes: true })).toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory() && depth > 0) found.push(...(await filesOf(place, names, depth - 1)));
    else if (entry.isFile() && names.test(entry.name)) found.push(place);
  }
  return found;
}

async function textsOf(wanted: string): Promise<string[]> {
  const texts: string[] = [];
  for (const { kind, folders, names } of sources)
    if (kind === wanted)
      for (const folder of folders)
        for (const file of await filesOf(folder, names, folder === '.' ? 0 : 8)) {
          const text = await readFile(file, 'utf8');
          if (!text.includes('\0')) texts.push(text);
        }
  return texts;
}

/** Prose without the marks of Markdown, in sentences. */
function sentencesOf(texts: readonly string[]): string[] {
  return texts
    .flatMap(text => text.replace(/```[^]*?```/g, '').split(/\n\n|(?<=[.:]) /))
    .map(text =>
      text
        .replace(/[`*#|]|\[|\]\([^)]*\)/g, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter(text => text.length > 25 && text.length < 300 && /^[A-Z]/.test(text));
}

function drawerOf(texts: readonly string[]): PieceDrawer {
  return new PieceDrawer(
    texts.map(text => plainSymbols(text)),
    JUDGED_LENGTH,
  );
}

async function train(): Promise<Network<NetworkShape>> {
  const random = new Random(1);
  const kernels = (await loadNodeKernels('media/kernels', 'wasm')).create;
  const prose = await textsOf('prose');
  const sentences = sentencesOf(prose);
  const words = [...new Set(sentences.join(' ').match(/[A-Za-z]{3,10}/g))];
  const c = await textsOf('c');
  const latex = await textsOf('latex');
  const made = Array.from({ length: 400 }, () => latexLikeText(sentences, random));
  const restyled = Array.from({ length: 8 }, () => c.map(text => restyledC(text, words, random))).flat();
  /** With the answers to "is it C?" and "is it LaTeX?", and how often each is drawn. */
  const kinds = [
    { drawer: drawerOf([...c, ...restyled]), answers: [1, 0], share: 0.26 },
    { drawer: drawerOf(made), answers: [0, 1], share: 0.2 },
    { drawer: drawerOf(latex), answers: [0, 1], share: 0.08 },
    { drawer: drawerOf(await textsOf('code')), answers: [0, 0], share: 0.18 },
    { drawer: drawerOf(prose), answers: [0, 0], share: 0.08 },
    { drawer: drawerOf(await textsOf('plays')), answers: [0, 0], share: 0.06 },
    {
      drawer: drawerOf([
        sentences.join(' '),
        sentences.join('\n'),
        sentences.map(each => each.replace(/(.{50,75}) /g, '$1\n')).join('\n\n'),
      ]),
      answers: [0, 0],
      share: 0.14,
    },
  ];
  const network = new Network<NetworkShape>(judgeShape, kernels);
  network.initialise(random);
  const trainer = new SequenceTrainer(network, {
    batchSize: BATCH,
    seqLength: JUDGED_LENGTH,
    gradClip: 1,
    weightDecay: 0.1,
  });
  const inputs = new Int32Array(JUDGED_LENGTH * BATCH);
  for (let step = 0; step < STEPS; step++) {
    const pieces: Piece[] = [];
    const answer: number[] = [];
    for (let b = 0; b < BATCH; b++) {
      let left = random.next();
      const kind = kinds.find(({ share }) => (left -= share) < 0) ?? kinds[0];
      pieces.push(kind.drawer.draw(random));
      answer.push(...kind.answers);
    }
    writeColumns(pieces, JUDGED_LENGTH, inputs);
    const { loss } = trainer.step(
      { inputs, length: JUDGED_LENGTH, targets: { answer } },
      PEAK * learningRateShare(step, STEPS),
    );
    if (step % 250 === 249) console.log(`step ${step + 1}, loss ${loss.toFixed(4)}`);
  }
  return network;
}

/** What it says of pieces of other files, by their length. */
async function measure(judge: LanguageJudge, kind: string, folder: string): Promise<void> {
  const files = await filesOf(folder, /./);
  for (const length of [100, 200, 500, 1000]) {
    const counts = new Map<string, number>();
    let all = 0;
    for (const file of files) {
      const text = await readFile(file, 'utf8');
      const pieces = piecesOf(text as unknown as ArrayLike<number>, length);
      const every = Math.ceil(pieces.length / 200);
      for (const { from } of pieces.filter((_, i) => i % every === 0)) {
        const said = judge.judge(text.slice(from, from + length)) ?? 'nothing';
        counts.set(said, (counts.get(said) ?? 0) + 1);
        all++;
      }
    }
    const shares = ['c', 'latex', 'nothing'].map(
      said => `${said} ${((100 * (counts.get(said) ?? 0)) / all).toFixed(2)} %`,
    );
    console.log(`${kind}, ${length} characters, ${all} pieces: ${shares.join(', ')}`);
  }
}

const measured = process.argv.slice(2).filter(argument => argument.includes('='));
if (!process.argv.includes('--only-measure')) {
  const network = await train();
  const tensors = network.layout.views.map(({ name, shape }) => ({
    name,
    shape,
    data: network.parameter(name),
  }));
  await writeFile(FILE, writeSafetensors(tensors));
  console.log(`${FILE}: ${judgedLanguages.join(', ')}, ${network.parameterCount} parameters`);
}
const kernels = (await loadNodeKernels('media/kernels', 'wasm')).create;
const judge = LanguageJudge.read(new Uint8Array(await readFile(FILE)), FILE, kernels);
for (const argument of measured) {
  const [kind, folder] = argument.split('=');
  await measure(judge, kind, folder);
}
