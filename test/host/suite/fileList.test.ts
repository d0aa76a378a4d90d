import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { cellscope, messagesDuring, withSetting, workspaceFile } from './cellscope.ts';

async function shown(): Promise<vscode.TextDocument> {
  await vscode.commands.executeCommand('cellscope.showFiles');
  const document = vscode.window.activeTextEditor?.document;
  assert.equal(document?.uri.scheme, 'cellscope-files');
  return document;
}

describe('the list of files', () => {
  before(() => cellscope());
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('says how much is read, then what is left out and why, then what is read', async () => {
    const text = (await shown()).getText();
    assert.match(
      text,
      /^Cellscope reads [\d,]+ characters of this workspace: \d+ C, \d+ LaTeX\.\n\nLeft out \(3\)\n\n/,
    );
    assert.match(text, /\ndata\/binary\.h +it has NUL bytes, so it is not text\n/);
    assert.match(
      text,
      /\ndata\/latin1\.c +it is not UTF-8: probably it is Latin-1.*save it as UTF-8 to have it read\n/,
    );
    assert.match(text, /\nRead \(\d+\)\n\n(.+ characters\n)+$/);
    assert.match(text, /\nsrc\/main\.c +[\d,]+ characters\n/);
    assert.doesNotMatch(text, /your rules/);
  });

  it("is made anew each time, and names the user's own rules", async () => {
    await withSetting('files.exclude', { paper: true }, async () => {
      const document = await shown();
      const changed = new Promise<void>(resolve => {
        if (document.getText().includes('files.exclude leaves it out')) resolve();
        const listener = vscode.workspace.onDidChangeTextDocument(event => {
          if (event.document !== document) return;
          listener.dispose();
          resolve();
        });
      });
      await changed;
      assert.match(
        document.getText(),
        /Left out by your rules.* \(1\)\n\npaper\/ +files\.exclude leaves it out: paper\n/,
      );
      assert.match(document.getText(), /^Cellscope reads .*: \d+ C\.\n/);
    });
  });

  it('leads to the files', async () => {
    const document = await shown();
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      document.uri,
    );
    const main = links.find(link => document.getText(link.range) === 'src/main.c');
    assert.equal(main?.target?.fsPath, workspaceFile('src/main.c').fsPath);
  });

  it('says what is wrong with a glob', async () => {
    await withSetting('cellscope.files.include', ['!*.c'], async () => {
      const messages = await messagesDuring('showErrorMessage', () =>
        vscode.commands.executeCommand('cellscope.showFiles'),
      );
      assert.equal(messages.length, 1);
      assert.match(messages[0], /begins with "!"/);
    });
  });
});
