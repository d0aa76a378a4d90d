// Runs in the extension host beside Cellscope: types a text by the editor's API, a character as soon as the one before
// was answered, and watches for how long the host's thread is not free for others meanwhile.
const { readFile, writeFile } = require('node:fs/promises');
const path = require('node:path');
const vscode = require('vscode');

/** What is to be done, and what came of it, in the folder that is open. */
const requestFile = 'typing-bench.json';
const resultFile = 'typing-bench-result.json';

exports.activate = ({ subscriptions }) => {
  subscriptions.push(vscode.commands.registerCommand('typingBench.replay', replay));
};

async function replay() {
  const folder = vscode.workspace.workspaceFolders[0].uri.fsPath;
  const { file, text, keys, seconds } = JSON.parse(await readFile(path.join(folder, requestFile), 'utf8'));
  const document = await vscode.workspace.openTextDocument(path.join(folder, file));
  const editor = await vscode.window.showTextDocument(document);
  const { completions } = await vscode.extensions.getExtension('cellscope.cellscope').activate();
  const usual = completions.wait;
  // The pause that is kept on purpose would be most of the time.
  completions.wait = async () => {};
  try {
    const idle = await watching(() => new Promise(resolve => setTimeout(resolve, 3000)));
    const typing = await watching(() => type({ editor, text, keys, seconds, completions }));
    await writeFile(path.join(folder, resultFile), JSON.stringify({ idle, typing }));
  } finally {
    completions.wait = usual;
  }
}

async function type({ editor, text, keys, seconds, completions }) {
  const { document } = editor;
  const end = performance.now() + 1000 * seconds;
  const answers = [];
  let suggestions = 0;
  for (let key = 0; key < keys && performance.now() < end; key++) {
    const position = document.lineAt(document.lineCount - 1).range.end;
    const character = text[key % text.length];
    const stops = { undoStopBefore: false, undoStopAfter: false };
    if (!(await editor.edit(edit => edit.insert(position, character), stops))) throw new Error('No edit.');
    const asked = performance.now();
    const items = await ask(completions, document, document.lineAt(document.lineCount - 1).range.end);
    answers.push(performance.now() - asked);
    if (items.length > 0) suggestions++;
  }
  return { keys: answers.length, suggestions, answers };
}

/** As the editor does. */
async function ask(completions, document, position) {
  const source = new vscode.CancellationTokenSource();
  const context = {
    triggerKind: vscode.InlineCompletionTriggerKind.Automatic,
    selectedCompletionInfo: undefined,
  };
  try {
    return await completions.provideInlineCompletionItems(document, position, context, source.token);
  } finally {
    source.dispose();
  }
}

/**
 * Milliseconds between the turns of a timer that is due each millisecond: all that it comes later the thread was busy.
 * On a machine that is busy with something else the clock says more than is so: `own` is what the thread itself worked
 * in that time.
 */
async function watching(action) {
  const gaps = [];
  let last = { time: performance.now(), own: ownTime() };
  const turn = () => {
    const now = { time: performance.now(), own: ownTime() };
    gaps.push({ clock: now.time - last.time - 1, own: now.own - last.own });
    last = now;
  };
  const timer = setInterval(turn, 1);
  const result = await action();
  clearInterval(timer);
  const blocks = Object.fromEntries(['clock', 'own'].map(by => [by, blocksOf(gaps.map(gap => gap[by]))]));
  return { ...result, blocks };
}

function blocksOf(milliseconds) {
  const above = bound => milliseconds.filter(each => each > bound).length;
  return { longest: Math.max(0, ...milliseconds), above16: above(16), above50: above(50) };
}

/** Milliseconds that this thread has worked. */
function ownTime() {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
