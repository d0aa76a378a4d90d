import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CellName } from '../../../src/protocol/cells.ts';
import type { Exchange } from '../../../src/extension/panels/pageView.ts';
import type { FromPage, HostEvent, PageEvent, PageRequest } from '../../../src/protocol/inspector.ts';
import { cellscope, next, until, workspaceFile } from './cellscope.ts';

type Told = HostEvent | PageEvent;
type Kind = PageRequest['kind'];
type Request<K extends Kind> = Extract<PageRequest, { kind: K }>;
interface Answered<K extends Kind> {
  asked: Request<K>;
  answer: NonNullable<FromPage['answers'][K]>;
}

function isSameCell(a: CellName, b: CellName): boolean {
  return a.layer === b.layer && a.index === b.index;
}

/** The next event of a kind, told in either direction. */
async function told<K extends Told['kind']>(
  kind: K,
  fits: (found: Extract<Told, { kind: K }>) => boolean = () => true,
): Promise<Extract<Told, { kind: K }>> {
  const { inspector } = await cellscope();
  const isIt = (one: Exchange): one is { told: Extract<Told, { kind: K }> } =>
    'told' in one && one.told.kind === kind && fits(one.told as Extract<Told, { kind: K }>);
  return (await next(inspector.onDidExchange, isIt)).told;
}

/** The next request of a kind, as the page makes it. */
async function asked<K extends Kind>(kind: K, fits: (found: Request<K>) => boolean): Promise<void> {
  const { inspector } = await cellscope();
  await next(
    inspector.onDidExchange,
    one => 'asked' in one && !('answer' in one) && one.asked.kind === kind && fits(one.asked as Request<K>),
  );
}

/** The next request of one of these kinds that is answered with something. */
async function answered<K extends Kind>(
  kinds: readonly K[],
  fits: (found: Request<K>) => boolean = () => true,
): Promise<Answered<K>> {
  const { inspector } = await cellscope();
  const isIt = (one: Exchange): one is Answered<K> =>
    'answer' in one &&
    one.answer !== undefined &&
    kinds.some(kind => kind === one.asked.kind) &&
    fits(one.asked as Request<K>);
  return await next(inspector.onDidExchange, isIt);
}

/** Asks in the page's place; the page takes no notice of the answer. */
async function ask(request: PageRequest): Promise<void> {
  const { inspector } = await cellscope();
  inspector.receive({ ask: 1_000_000, request });
}

function lengthOf(texts: Told[]): number {
  return texts.reduce((sum, one) => sum + ('text' in one ? one.text.length : 0), 0);
}

function panelGroup(): vscode.TabGroup {
  const found = vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputWebview),
  );
  assert.ok(found, 'the inspector is open');
  return found;
}

describe('the inspector', () => {
  let editor: vscode.TextEditor;
  let document: number;

  before(async () => {
    editor = await vscode.window.showTextDocument(workspaceFile('src/book.c'), { viewColumn: 1 });
  });

  it('shows the active file, ranks its cells and colours it by the best one', async () => {
    const shown = told('document', ({ features }) => features.length > 0);
    const ranked = answered(['keptRanking', 'rank']);
    const coloured = ranked.then(({ answer: { cells } }) =>
      asked('values', ({ cells: [chosen] }) => isSameCell(chosen, cells[0])),
    );
    await vscode.commands.executeCommand('cellscope.inspect');

    const { name, text, features, language, document: number } = await shown;
    document = number;
    assert.deepEqual([name, language], ['src/book.c', 'c']);
    assert.equal(text, editor.document.getText());
    assert.deepEqual(
      features.map(feature => feature.name),
      ['quotes', 'comment', 'if'],
    );

    const { cells, feature, characters, baseRate } = (await ranked).answer;
    assert.equal(feature, 'quotes');
    assert.equal(cells.length, 64);
    assert.ok(cells[0].f1 >= cells[1].f1 && cells[0].auroc > 0.6, `AUROC ${cells[0].auroc}`);
    assert.ok(characters > 3000 && baseRate > 0 && baseRate < 0.5);

    await coloured;
    // A step of the walkthrough is done.
    const { contextKeys } = await cellscope();
    await until(() => contextKeys()['hasSeenFeature'] === true);
  });

  it('colours it anew by another cell', async () => {
    const cell = { layer: 1, index: 5, quantity: 'c' } as const;
    const found = answered(['values'], ({ cells: [{ index, quantity }] }) => index === 5 && quantity === 'c');
    await ask({ kind: 'values', document, version: 1, cells: [cell], from: 0, to: 50 });
    const [values] = (await found).answer.values;
    assert.equal(values.length, 50);
    assert.ok(values.every(value => value >= -1 && value <= 1));
    assert.ok(values.some(value => Math.abs(value) > 0.05));
  });

  it('follows edits', async () => {
    const edited = told('edits');
    const recoloured = Promise.race([
      told('valuesAhead', one => one.version > 1).then(one => one.version),
      answered(['values'], one => one.version > 1).then(one => one.asked.version),
    ]);
    await editor.edit(edit => edit.insert(new vscode.Position(0, 0), '/* new */\n'));
    const { edits, version } = await edited;
    assert.deepEqual([version, edits], [2, [{ offset: 0, length: 0, text: '/* new */\n' }]]);
    assert.equal(await recoloured, 2);
  });

  it('follows the cursor', async () => {
    const moved = told('cursor', ({ offset }) => offset === 3);
    editor.selection = new vscode.Selection(0, 3, 0, 3);
    await moved;
  });

  it('answers what a hovered character is to the model', async () => {
    const answer = answered(['hover'], ({ offset, cell }) => offset === 4 && cell?.index === 3);
    await ask({ kind: 'hover', document, version: 2, offset: 4, cell: { layer: 1, index: 3 } });
    const found = (await answer).answer;
    assert.deepEqual([found.offset, found.character], [4, 'e']);
    assert.ok(found.surpriseBits > 0 && found.values && Math.abs(found.values.h) <= 1);
    assert.equal(found.next.length, 5);
    assert.ok(found.next[0].probability >= found.next[4].probability);
  });

  it('shows in the editor what is clicked', async () => {
    const { inspector } = await cellscope();
    // Selections of before may be told of meanwhile.
    const shown = next(
      vscode.window.onDidChangeTextEditorSelection,
      ({ textEditor, selections: [{ active }] }) =>
        textEditor.document === editor.document && active.isEqual(new vscode.Position(1, 2)),
    );
    inspector.receive({ event: { kind: 'reveal', document, version: 2, offset: 12 } });
    await shown;
    assert.equal(vscode.window.activeTextEditor?.document, editor.document);
  });

  it('goes along to another file, with the features of its language', async () => {
    const shown = told('document');
    await vscode.window.showTextDocument(workspaceFile('paper/loans.tex'), { viewColumn: 1 });
    const { language, features } = await shown;
    assert.equal(language, 'latex');
    assert.deepEqual(
      features.map(feature => feature.name),
      ['math', 'comment', 'environment'],
    );
  });

  it('has no features, and so no ranking, in plain text', async () => {
    const shown = told('document', ({ language }) => language === 'other');
    const plain = await vscode.workspace.openTextDocument({ language: 'plaintext', content: 'Plain text.' });
    await vscode.window.showTextDocument(plain, { viewColumn: 1 });
    const { features, text } = await shown;
    assert.deepEqual([features, text], [[], 'Plain text.']);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('stays in sight when a file is opened while it has the focus', async () => {
    await vscode.commands.executeCommand('workbench.action.focusRightGroup');
    await until(() => panelGroup().isActive);
    await vscode.commands.executeCommand('vscode.open', workspaceFile('src/member.c'));
    await until(() => vscode.window.activeTextEditor?.document.fileName.endsWith('member.c') === true);
    assert.deepEqual(panelGroup().tabs.length, 1);
    assert.notEqual(vscode.window.activeTextEditor?.viewColumn, panelGroup().viewColumn);
  });

  it('shows a large file before the editor has brought its document, and does not send it again', async () => {
    const uri = workspaceFile('large.c');
    const line = 'static int value = f("quoted"); /* and a comment */\r\n';
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(line.repeat(20_000)));
    const { inspector } = await cellscope();
    const texts: Told[] = [];
    const listening = inspector.onDidExchange(one => {
      if ('told' in one && ['document', 'moreText'].includes(one.told.kind)) texts.push(one.told as Told);
    });
    const shown = told('document', ({ name }) => name === 'large.c');
    const whole = told('moreText', () => lengthOf(texts) === 20_000 * (line.length - 1));
    await vscode.window.showTextDocument(uri, { viewColumn: 1 });
    const { document: number, text, length, version } = await shown;
    await whole;
    assert.equal(length, 20_000 * (line.length - 1));
    assert.ok(text.length < 100_000 && text.startsWith('static int') && !text.includes('\r'));
    // Its document is the same text, so an edit of it goes on from there.
    const edited = told('edits', found => found.document === number);
    const opened = vscode.window.visibleTextEditors.find(one => one.document.uri.path === uri.path);
    assert.ok(opened);
    await opened.edit(edit => edit.insert(new vscode.Position(1, 0), 'x'));
    assert.deepEqual((await edited).edits, [{ offset: line.length - 1, length: 0, text: 'x' }]);
    assert.equal((await edited).version, version + 1);
    assert.equal(texts.filter(({ kind }) => kind === 'document').length, 1);
    listening.dispose();
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.workspace.fs.delete(uri);
  });
});
