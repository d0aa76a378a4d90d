import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { cellscope, until } from './cellscope.ts';
import { beginning, editFile, firstText, suggest, suggestUnasked } from './suggesting.ts';

/** Whether a text that begins with a bracket closes it. */
function closesBracket(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth++;
    if (character === ')' && --depth === 0) return true;
  }
  return false;
}

describe('suggestions', () => {
  it('go on from the text before the cursor, and replace the line up to it by itself', async () => {
    const editor = await editFile(beginning);
    const [item] = await suggest(editor);
    assert.ok(item, 'no suggestion');
    assert.match(item.insertText as string, /^\tint err\S/);
    assert.deepEqual(item.range, new vscode.Range(5, 0, 5, 8));
  });

  it('stand still while they are typed along', async () => {
    const editor = await editFile(beginning);
    const [shown] = await suggest(editor);
    const text = (shown.insertText as string).trimEnd();
    for (let typed = 9; typed < text.length; typed++) {
      await editor.edit(edit => edit.insert(editor.selection.active, text[typed - 1]));
      const [still] = await suggest(editor);
      assert.equal(still?.insertText, shown.insertText);
    }
  });

  it('are shown by the editor, and taken by its command', async () => {
    const editor = await editFile(beginning);
    await until(async () => {
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
      await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
      return editor.document.getText().length > beginning.length;
    });
    assert.match(editor.document.getText().slice(beginning.length), /^or/);
  });

  it('have others beside them, which the editor goes to', async () => {
    for (const begun of ['\tfor', '\tif (', '\tfre', '\tprint', '\treturn ', '\tstruct ']) {
      const editor = await editFile(`${beginning}or = 0;\n${begun}`);
      const before = editor.document.getText();
      const texts = (await suggest(editor)).map(item => (item.insertText as string).slice(begun.length));
      if (texts.length < 2) continue;
      assert.equal(new Set(texts).size, texts.length);
      await until(async () => {
        await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
        await vscode.commands.executeCommand('editor.action.inlineSuggest.showNext');
        await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
        return editor.document.getText().length > before.length;
      });
      const put = editor.document.getText().slice(before.length);
      assert.ok(texts.slice(1).includes(put), `${put} of ${texts.join('|')}`);
      return;
    }
    assert.fail('Nowhere is there more than one suggestion.');
  });

  it('see edits anywhere in the text, also with \\r\\n line ends', async () => {
    const editor = await editFile('int x;\r\n\r\n');
    await suggest(editor);
    await editor.edit(edit => {
      edit.insert(new vscode.Position(0, 0), '#include <stdio.h>\r\n#include <stdlib.h>\r\n\r\n');
      edit.replace(new vscode.Range(0, 0, 0, 6), 'int main(void)\r\n{');
    });
    await editor.edit(edit =>
      edit.insert(editor.document.lineAt(editor.document.lineCount - 1).range.end, '\tint err'),
    );
    const end = editor.document.positionAt(editor.document.getText().length);
    editor.selection = new vscode.Selection(end, end);
    const changed = firstText(await suggest(editor));
    const afresh = firstText(await suggest(await editFile(editor.document.getText())));
    // How it goes on may differ: a document is learnt as it is edited.
    for (const text of [changed, afresh]) assert.match(text, /^\tint err\S/);
  });

  it('can be switched off and on', async () => {
    const { statusBarText } = await cellscope();
    const editor = await editFile(beginning);
    await vscode.commands.executeCommand('cellscope.toggleSuggestions');
    assert.deepEqual(await suggest(editor), []);
    await until(() => statusBarText().includes('circle-slash'));
    await vscode.commands.executeCommand('cellscope.toggleSuggestions');
    assert.ok((await suggest(editor)).length > 0);
    await until(() => statusBarText().includes('pulse'));
  });

  it('are asked for only while they are wanted', async () => {
    const { completions } = await cellscope();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    assert.ok(completions.isRegistered);
    await vscode.commands.executeCommand('cellscope.toggleSuggestions');
    await until(() => !completions.isRegistered);
    await vscode.commands.executeCommand('cellscope.toggleSuggestions');
    await until(() => completions.isRegistered);
  });

  it('stand still when the editor closes a bracket by itself', async () => {
    for (const begun of ['\tfre', '\tprint', '\tif (strcm', '\tfclos', '\tretur', '\tif']) {
      const editor = await editFile(`${beginning}or = 0;\n${begun}`);
      const [shown] = await suggest(editor);
      const text = ((shown?.insertText ?? '') as string).slice(begun.length);
      const bracket = text.indexOf('(');
      if (bracket < 0 || text.endsWith('(')) continue;
      // As the keyboard types it, so that the editor closes it.
      await vscode.commands.executeCommand('type', { text: text.slice(0, bracket) });
      await vscode.commands.executeCommand('type', { text: '(' });
      const { active } = editor.selection;
      assert.equal(editor.document.lineAt(active).text.slice(active.character), ')');
      const [still] = await suggest(editor);
      assert.equal(still?.insertText, shown.insertText);
      // The editor's bracket goes where the suggestion has its own.
      const replaced = closesBracket(text.slice(bracket)) ? 1 : 0;
      assert.equal(still.range?.end.character, active.character + replaced);
      return;
    }
    assert.fail('No suggestion has a bracket in it.');
  });

  it('are not made again where another text was typed, unless one asks for them', async () => {
    const editor = await editFile(beginning);
    const [shown] = await suggest(editor);
    const typed = (shown.insertText as string)[8] === 'q' ? 'x' : 'q';
    await vscode.commands.executeCommand('type', { text: typed });
    await vscode.commands.executeCommand('deleteLeft');
    assert.deepEqual(await suggestUnasked(editor), []);
    assert.ok((await suggest(editor)).length > 0);
  });

  it('can be switched off for one language', async () => {
    const editor = await editFile(beginning);
    const settings = vscode.workspace.getConfiguration('cellscope.completion', { languageId: 'c' });
    const forWorkspace = vscode.ConfigurationTarget.Workspace;
    await settings.update('enabled', false, forWorkspace, true);
    assert.deepEqual(await suggest(editor), []);
    await settings.update('enabled', undefined, forWorkspace, true);
    assert.ok((await suggest(editor)).length > 0);
  });

  it('are not made in the middle of a line', async () => {
    const editor = await editFile(beginning);
    editor.selection = new vscode.Selection(0, 4, 0, 4);
    assert.deepEqual(await suggest(editor), []);
  });
});
