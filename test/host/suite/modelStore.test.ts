import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { workspaceDirectory, workspacePlaces } from '../../../src/extension/trainedModel/modelPlace.ts';
import { ModelStore, type StoredModel } from '../../../src/extension/trainedModel/modelStore.ts';
import { next, until } from './cellscope.ts';

const { fs } = vscode.workspace;

/** What is written down of a run that has used so many of its 120 seconds. */
function description(seconds: number, more: object = {}) {
  const training = { finished: seconds === 120, seconds, settings: { budget: { seconds: 120 } }, ...more };
  return { trainedCharacters: 1000, training };
}

function write(directory: vscode.Uri, name: string, content: object): Thenable<void> {
  return fs.writeFile(
    vscode.Uri.joinPath(directory, name),
    new TextEncoder().encode(JSON.stringify(content)),
  );
}

async function namesIn(directory: vscode.Uri): Promise<string[]> {
  return (await fs.readDirectory(directory)).map(([name]) => name);
}

/** Where the model of a workspace is kept. */
function placeOf(workspaceFolders: vscode.WorkspaceFolder[], workspaceFile?: vscode.Uri): string {
  const places = workspacePlaces({ workspaceFolders, workspaceFile });
  return workspaceDirectory(vscode.Uri.file('/storage'), places).toString();
}

/** A process that lives as long as this test. */
const holder = { id: 'a test', pid: process.ppid, host: os.hostname(), name: 'a test' };

describe('the place of the model', () => {
  let folder: vscode.Uri;
  let windows: ModelStore[];

  /** As a window of its own on the opened folder: the editor gives each another storage. */
  function openWindow(name = 'window'): ModelStore {
    const store = new ModelStore({
      storageUri: vscode.Uri.joinPath(folder, name),
      globalStorageUri: vscode.Uri.joinPath(folder, 'global'),
    });
    windows.push(store);
    return store;
  }

  beforeEach(async () => {
    windows = [];
    folder = vscode.Uri.file(await mkdtemp(path.join(os.tmpdir(), 'cellscope-store-')));
  });
  afterEach(async () => {
    for (const one of windows) one.dispose();
    await rm(folder.fsPath, { recursive: true, force: true });
  });

  it('is one for all windows on a folder', () => {
    assert.equal(openWindow('a').directory.toString(), openWindow('b').directory.toString());
  });

  it('is another one for other folders, and that of its file for a saved workspace', () => {
    const [a, b] = ['/a', '/b'].map(place => ({ uri: vscode.Uri.file(place), name: place, index: 0 }));
    const saved = vscode.Uri.file('/x.code-workspace');
    const untitled = vscode.Uri.parse('untitled:1/workspace.json');
    assert.notEqual(placeOf([a]), placeOf([b]));
    assert.notEqual(placeOf([a]), placeOf([a, b]));
    assert.equal(placeOf([a, b]), placeOf([b, a]));
    assert.equal(placeOf([a], untitled), placeOf([a]));
    assert.equal(placeOf([a], saved), placeOf([b], saved));
    assert.notEqual(placeOf([a], saved), placeOf([a]));
  });

  it('says what is there without loading it', async () => {
    const store = openWindow();
    const nothing: StoredModel = { exists: false, trainedElsewhere: false };
    assert.deepEqual(await store.look(), nothing);
    await store.watch();
    await write(store.directory, 'model.json', description(120));
    assert.deepEqual(await store.look(), { ...nothing, exists: true });
    await write(store.directory, 'model.json', description(30));
    const unfinished = { kind: 'training', share: 0.25 };
    assert.deepEqual(await store.look(), { ...nothing, exists: true, unfinished });
    // An update of this model, and one of another.
    await write(store.directory, 'model.json', description(120));
    await write(store.directory, 'update-model.json', description(60, { before: { characters: 1000 } }));
    assert.deepEqual((await store.look()).unfinished, { kind: 'update', share: 0.5 });
    await write(store.directory, 'update-model.json', description(60, { before: { characters: 999 } }));
    assert.equal((await store.look()).unfinished, undefined);
    await fs.writeFile(vscode.Uri.joinPath(store.directory, 'model.json'), new TextEncoder().encode('[1'));
    assert.deepEqual(await store.look(), { ...nothing, exists: true });
  });

  it('tells of a training in another window, and of what it leaves', async () => {
    const store = openWindow();
    await store.watch();
    // A watcher takes some time before it sees anything.
    let steps = 0;
    let isWatching = false;
    void next(store.onDidChangeStored, stored => stored.exists).then(() => (isWatching = true));
    await until(async () => {
      if (!isWatching) await write(store.directory, 'model.json', description(++steps % 100));
      return isWatching;
    });
    const saved = next(store.onDidChangeStored, stored => stored.unfinished?.share === 0.9);
    await write(store.directory, 'model.json', description(108));
    await saved;
    // As a trainer does it, the lock is made first and filled then: who finds it in between learns nothing of its
    // holder. It was found empty once a file is told of that was made after it. (A second watcher on the folder, to
    // see that, would have the editor start the first one anew, and what happens meanwhile be lost.)
    const updating = next(store.onDidChangeStored, stored => stored.unfinished?.kind === 'update');
    await fs.writeFile(vscode.Uri.joinPath(store.directory, 'training.lock'), new Uint8Array());
    await write(store.directory, 'update-model.json', description(60, { before: { characters: 1000 } }));
    await updating;
    const begun = next(store.onDidChangeStored, stored => stored.trainedElsewhere);
    await write(store.directory, 'training.lock', holder);
    await begun;
    const ended = next(store.onDidChangeStored, stored => !stored.trainedElsewhere);
    await fs.delete(vscode.Uri.joinPath(store.directory, 'training.lock'));
    assert.equal((await ended).unfinished?.share, 0.5);
  });

  it('takes over the model of before it was one for all windows', async () => {
    const earlier = vscode.Uri.joinPath(folder, 'window', 'model');
    await write(earlier, 'model.json', description(120));
    const store = openWindow();
    assert.ok((await store.look()).exists);
    assert.deepEqual(await namesIn(store.directory), ['model.json']);
    // A later one does not take its place.
    await write(earlier, 'model.json', description(30));
    assert.equal((await openWindow().look()).unfinished, undefined);
    assert.deepEqual(await namesIn(earlier), ['model.json']);
  });

  it('leaves an earlier model where it is while it is being trained', async () => {
    const earlier = vscode.Uri.joinPath(folder, 'window', 'model');
    await write(earlier, 'model.json', description(30));
    await write(earlier, 'training.lock', holder);
    assert.equal((await openWindow().look()).exists, false);
    assert.deepEqual((await namesIn(earlier)).toSorted(), ['model.json', 'training.lock']);
  });

  it('says whose it is, as long as there is a model', async () => {
    const store = openWindow();
    await store.sign();
    await store.watch();
    const parent = vscode.Uri.joinPath(store.directory, '..');
    const note = new TextDecoder().decode(await fs.readFile(vscode.Uri.joinPath(parent, 'workspace.json')));
    const [opened] = vscode.workspace.workspaceFolders ?? [];
    assert.deepEqual(JSON.parse(note), { workspace: [opened?.uri.toString()] });
    await store.forget();
    assert.deepEqual(await namesIn(parent), ['model']);
  });
});
