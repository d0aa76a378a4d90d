import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { cellscope, until } from './cellscope.ts';

const c = `#include <stdio.h>

static int sum_of(const int *values, int count)
{
	int total = 0;
	for (int i = 0; i < count; i++)
		total += values[i];
	return total;
}
`;
const latex = `\\section{Sums}
\\label{sec:sums}

Let $x_1, \\ldots, x_n$ be numbers. Their sum is written as
\\begin{equation}
  s = \\sum_{i=1}^{n} x_i .
\\end{equation}
`;
const prose = `I met the old gardener again this morning. He was cutting the hedge behind the church, and told me
that the summer would be dry. We talked for a while about his daughter, who lives in the city now.
`;

async function show(content: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content });
  return vscode.window.showTextDocument(document);
}

/** Until it is no more in front, where a text that was reverted is plain again, and may be offered its language again. */
async function close(document: vscode.TextDocument): Promise<void> {
  const { languageOffer } = await cellscope();
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await until(
    () => vscode.window.activeTextEditor?.document !== document && languageOffer.offered === undefined,
  );
}

/** What is offered when that changes the next time. */
async function nextOffer(): Promise<string | undefined> {
  const { languageOffer } = await cellscope();
  return new Promise(resolve => {
    const listener = languageOffer.onDidChangeOffer(offer => {
      listener.dispose();
      resolve(offer);
    });
  });
}

describe('the language of an untitled text', () => {
  const settings = vscode.workspace.getConfiguration('workbench.editor');

  before(async () => {
    await cellscope();
    // The editor's own guess would come first.
    await settings.update('languageDetection', false, vscode.ConfigurationTarget.Global);
  });

  after(async () => {
    await settings.update('languageDetection', undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  for (const [language, text] of Object.entries({ c, latex }))
    it(`is offered as ${language}, and taken when asked`, async () => {
      const offered = nextOffer();
      const { document } = await show(text);
      assert.equal(await offered, language);
      assert.equal(document.languageId, 'plaintext');
      const gone = nextOffer();
      await vscode.commands.executeCommand('cellscope.useLanguage', language);
      assert.equal(await gone, undefined);
      assert.equal(vscode.window.activeTextEditor?.document.languageId, language);
      await close(document);
    });

  it('is not offered for prose: what was offered is taken back once the text is', async () => {
    const offered = nextOffer();
    const editor = await show(c);
    assert.equal(await offered, 'c');
    const gone = nextOffer();
    const all = new vscode.Range(0, 0, editor.document.lineCount, 0);
    await editor.edit(edit => edit.replace(all, prose));
    assert.equal(await gone, undefined);
    await close(editor.document);
  });
});
