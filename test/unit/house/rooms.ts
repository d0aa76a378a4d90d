/** A folder of src: what it is for, and what its modules may import beside each other. */
export interface Room {
  why: string;
  /** Folders; with `/*` also those within. */
  imports: readonly string[];
  /** Folders that it may import types of, and nothing that is there at run time. */
  types?: readonly string[];
  /** What is not of this repository, by the beginning of its name. */
  packages?: readonly string[];
}

const TEXT = ['model/base', 'model/text'];
const KERNELS = [...TEXT, 'model/kernels'];
const NETWORK = [...KERNELS, 'model/network/*'];
const FILES = [...NETWORK, 'model/contexts', 'model/files'];
const PREDICT = [...FILES, 'model/predict'];
const SUGGEST = [...PREDICT, 'model/predict/mix', 'model/suggest'];
const SCANNER = [...TEXT, 'model/insight/labels'];
const INSIGHT = [...SUGGEST, 'model/suggest/languages', 'model/insight/*'];

const TRAINING = [...INSIGHT, 'model/training/*'];

const LAB = [...TRAINING, 'model/lab/*'];

const SHAPE = [...KERNELS, 'model/network'];
const PARTS = [...SHAPE, 'model/network/inputs', 'model/network/cells', 'model/network/heads'];

const SESSIONS = ['model/*', 'protocol'];
const PLATFORM = [...SESSIONS, 'sessions', 'platform/node/*'];
const EXTENSION = { imports: ['extension/*', 'protocol'], packages: ['vscode', 'node:'] };
const CLI = {
  imports: ['cli/*', 'model/*', 'protocol', 'sessions', 'platform/node/*'],
  packages: ['node:', 'package.json'],
};

/** All folders of src that hold modules. Within the model arrows go down this list: a room knows those above it. */
export const rooms: Readonly<Record<string, Room>> = {
  'model/base': {
    why: 'What all use: errors that a user reads, random numbers, how long work shares a thread, JSON with limits.',
    imports: [],
  },
  'model/text': {
    why: 'Files become symbols. It must not know what is made of them.',
    imports: TEXT,
  },
  'model/kernels': {
    why: 'The arithmetic: a specification and what is fast. It knows arrays, and no network.',
    imports: KERNELS,
  },
  'model/contexts': {
    why: 'The arithmetic of the context expert: what followed each recent context. It knows bytes, and no predictor.',
    imports: [...KERNELS, 'model/contexts/specification'],
  },
  'model/contexts/specification': {
    why: 'What the context expert computes, in plain TypeScript.',
    imports: [],
    types: ['model/contexts'],
  },
  'model/network': {
    why: 'What a network is: its shape and its numbers. Whoever runs or trains it stands below, so that data knows no work.',
    imports: PARTS,
  },
  'model/network/inputs': { why: 'What a network reads: symbols, or vectors.', imports: SHAPE },
  'model/network/cells': {
    why: 'A file for each kind of cell, with all that is said of it nowhere else.',
    imports: SHAPE,
  },
  'model/network/heads': { why: 'What a network gives, with its loss and its gradient.', imports: SHAPE },
  'model/network/pass': {
    why: 'Running a network. To read one, nothing of training is needed.',
    imports: PARTS,
  },
  'model/network/training': {
    why: 'A training step, backward and forward, in one thread or many.',
    imports: [...PARTS, 'model/network/pass'],
  },
  'model/files': {
    why: 'Formats on disk. Older files are read by whoever comes, so they know nothing of what is done with a model.',
    imports: FILES,
  },
  'model/predict': {
    why: 'How likely each next symbol is. It must not know what is made of that.',
    imports: PREDICT,
  },
  'model/predict/mix': {
    why: 'The network and the context expert as one predictor: symbols for the one, bytes for the other.',
    imports: [...PREDICT, 'model/predict/mix'],
  },
  'model/suggest': {
    why: 'All that decides a suggestion, in one place, so that editor, terminal and replay get the same.',
    imports: [...SUGGEST, 'model/suggest/languages', 'model/suggest/drawing'],
  },
  'model/suggest/drawing': {
    why: 'Ways to draw what a predictor would write: what is drawn is apart from what of it is worth showing.',
    imports: SUGGEST,
  },
  'model/suggest/languages': {
    why: 'What is different in each language, a file each.',
    imports: SUGGEST,
  },
  'model/suggest/pace': {
    why: 'How long something that was found is held back: arithmetic of times that imports nothing, so that the host, which has the times, does it as the replay does.',
    imports: [],
  },
  'model/suggest/replay': {
    why: 'Typing with suggestions by fixed rules, and what it comes to: it asks as an editor does, and decides nothing of them.',
    imports: [...SUGGEST, 'model/suggest/languages', 'model/suggest/pace'],
  },
  'model/insight': {
    why: 'The values of cells along a text, and what the model expects at a place of it. It reads a network and never changes it.',
    imports: SUGGEST,
  },
  'model/insight/labels': {
    why: 'Where features are in a text: a table of syntaxes, and who scans each. It knows texts, and no network.',
    imports: [...TEXT, 'model/insight/labels/*'],
  },
  'model/insight/labels/c': {
    why: 'The scanner of C.',
    imports: SCANNER,
  },
  'model/insight/labels/latex': {
    why: 'The scanners of LaTeX and BibTeX.',
    imports: SCANNER,
  },
  'model/insight/evidence': {
    why: 'How well cells follow features: it brings values and labels together, which know nothing of each other.',
    imports: [...SUGGEST, 'model/insight', 'model/insight/labels'],
  },
  'model/training': {
    why: 'A training as others see it: what it is asked for, what it tells, and where it begins. It may use all of the model, and nothing of the model waits for it.',
    imports: TRAINING,
  },
  'model/training/start': {
    why: 'What a run begins with: files read, and a checkpoint, fresh or earlier.',
    imports: TRAINING,
  },
  'model/training/run': {
    why: 'A run from step to step: its state, its order, and what is done besides.',
    imports: TRAINING,
  },
  'model/lab': {
    why: 'What a lesson of the lab is: its settings, its work, the figures that it gives. It knows no single lesson.',
    imports: [...NETWORK, 'model/lab'],
  },
  'model/lab/shapes': {
    why: 'Networks of each shape, from one to one up to encoder and decoder, with what they learn from. They know no lesson.',
    imports: [...TRAINING, 'model/lab', 'model/lab/shapes'],
  },
  'model/lab/cell': {
    why: 'A small network looked at from step to step: its weights, its gates, its formula with the numbers in it.',
    imports: [...PREDICT, 'model/lab'],
  },
  'model/lab/gradients': {
    why: 'Measuring what becomes of gradients on their way back in time: numbers for lessons, and no figures.',
    imports: [...TRAINING, 'model/lab'],
  },
  'model/lab/windows': {
    why: 'Truncated back-propagation with windows of several lengths, side by side.',
    imports: [...TRAINING, 'model/lab', 'model/lab/cell'],
  },
  'model/lab/states': {
    why: 'The states of a network along a stretch of text.',
    imports: [...TRAINING, 'model/lab', 'model/lab/cell'],
  },
  'model/lab/texts': {
    why: 'A small language model that is trained on a text while one looks: what it is measured by, and what it writes.',
    imports: [...TRAINING, 'model/lab'],
  },
  'model/lab/lessons': {
    why: 'The lessons, a file each with its own figures beside it; they use the model as anybody does.',
    imports: LAB,
  },
  protocol: {
    why: 'Messages between threads and pages. At run time it is in all of them, so it brings nothing along.',
    imports: [],
    types: ['model/*'],
  },
  sessions: {
    why: 'What a worker does, on Node.js or in a browser: what it needs of a platform is handed in.',
    imports: SESSIONS,
  },
  'platform/node/files': {
    why: 'Finding and reading the files of a folder as git would keep them.',
    imports: PLATFORM,
    packages: ['node:'],
  },
  'platform/node/git': {
    why: 'What git would keep of a folder, read from its own files.',
    imports: PLATFORM,
    packages: ['node:'],
  },
  'platform/node/kernels': {
    why: 'Which kernels and which engine run on this machine.',
    imports: PLATFORM,
    packages: ['node:'],
  },
  'platform/node/lab': {
    why: 'Texts and models from disk for the lab, in the editor and in the terminal.',
    imports: PLATFORM,
    packages: ['node:'],
  },
  'platform/node/modelFolder': {
    why: 'A model in a folder on disk, and its lock.',
    imports: PLATFORM,
    packages: ['node:'],
  },
  'platform/node/processes': {
    why: 'Running other programs.',
    imports: PLATFORM,
    packages: ['node:'],
  },
  'platform/node/tensorflow': {
    why: 'The engine by TensorFlow.js, which nothing else needs.',
    imports: PLATFORM,
    packages: ['node:'],
  },
  'platform/node/threads': {
    why: 'Threads that train together.',
    imports: PLATFORM,
    packages: ['node:'],
  },
  'platform/node/workers': {
    why: 'Entries of threads: each joins a session to its port and to the platform.',
    imports: PLATFORM,
    packages: ['node:'],
  },
  extension: {
    why: 'The extension host, which reaches the model only through a channel: no part of it may block on arithmetic.',
    ...EXTENSION,
  },
  'extension/completion': {
    ...EXTENSION,
    why: 'Suggestions as ghost text.',
    imports: [...EXTENSION.imports, 'model/suggest/pace'],
  },
  'extension/documents': { why: 'Open documents, told to the worker.', ...EXTENSION },
  'extension/panels': { why: 'The hosts of pages.', ...EXTENSION },
  'extension/plain': { why: 'Text from elsewhere, made plain before a person sees it.', ...EXTENSION },
  'extension/status': { why: 'The status bar and its menu.', ...EXTENSION },
  'extension/tensorflow': { why: 'Installing TensorFlow.js when asked.', ...EXTENSION },
  'extension/trainedModel': { why: 'The model of this window and its worker.', ...EXTENSION },
  'extension/workers': { why: "The host's ends of the lines to its workers.", ...EXTENSION },
  'extension/training': { why: 'Training from the editor.', ...EXTENSION },
  'webview/kit': {
    why: 'What every page is made of. It knows no page.',
    imports: ['protocol'],
    packages: ['@vscode-elements/elements/', 'uplot'],
  },
  'webview/inspector': {
    why: 'One page, which talks only in messages.',
    imports: ['protocol', 'webview/kit'],
  },
  'webview/explanation': {
    why: 'The page that explains a suggestion.',
    imports: ['protocol', 'webview/kit'],
  },
  'webview/lab': {
    why: "The lab's page: lessons, their settings and their work.",
    imports: ['protocol', 'webview/kit', 'webview/lab/*'],
  },
  'webview/lab/drawing': {
    why: 'Figures as pictures of shapes, in plain data: what is drawn on the page, and into files. It knows no page.',
    imports: ['protocol', 'webview/lab/drawing'],
    types: ['model/lab'],
  },
  'webview/lab/figures': {
    why: 'A figure on the page: its picture, its table, its keys.',
    imports: ['protocol', 'webview/kit', 'webview/lab/drawing', 'webview/lab/figures'],
  },
  'webview/statistics': {
    why: 'The page that says what became of suggestions.',
    imports: ['protocol', 'webview/kit'],
  },
  'webview/training': {
    why: 'The page that shows how trainings go and went.',
    imports: ['protocol', 'webview/kit'],
  },
  cli: { why: 'The same model from a terminal.', ...CLI },
  'cli/base': { why: 'Arguments and output of all commands.', ...CLI },
  'cli/bench': { why: 'How fast the engines are, each in a process of its own.', ...CLI },
  'cli/cells': { why: 'The commands on cells.', ...CLI },
  'cli/files': { why: 'Which files are read.', ...CLI },
  'cli/labels': { why: 'Where features are.', ...CLI },
  'cli/lab': { why: 'Lessons of the lab as text.', ...CLI },
  'cli/predict': { why: 'Completing, drawing, evaluating.', ...CLI },
  'cli/tour': { why: 'All of it in one walk.', ...CLI },
  'cli/training': { why: 'Training from a terminal.', ...CLI },
  native: {
    why: 'The kernels as a Node-API addon, in C.',
    imports: [],
  },
};
