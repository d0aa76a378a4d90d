import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ExplanationEvent } from '../../../src/protocol/explanation.ts';
import type { Exchange } from '../../../src/extension/panels/pageView.ts';
import type { StatisticsEvent } from '../../../src/protocol/statistics.ts';
import { cellscope, next, picksDuring, until } from './cellscope.ts';
import { beginning, editFile, firstText, suggest } from './suggesting.ts';

const { executeCommand } = vscode.commands;

function isStatistics(exchange: Exchange): exchange is { told: StatisticsEvent } {
  return 'told' in exchange && exchange.told.kind === 'statistics';
}

function isExplained(exchange: Exchange): exchange is { told: ExplanationEvent } {
  return 'told' in exchange && /^(ex|noEx)planation$/.test(exchange.told.kind);
}

const completion = () => vscode.workspace.getConfiguration('cellscope.completion', { languageId: 'c' });

describe('commands about suggestions', () => {
  it('suggest at once', async () => {
    const editor = await editFile(beginning);
    await until(async () => {
      await executeCommand('cellscope.suggestNow');
      await executeCommand('editor.action.inlineSuggest.commit');
      return editor.document.getText().length > beginning.length;
    });
    assert.match(editor.document.getText().slice(beginning.length), /^or/);
  });

  it('choose the manner, which the status bar tells', async () => {
    const { statusBarTooltip } = await cellscope();
    await editFile(beginning);
    const before = completion().inspect('manner')?.workspaceValue;
    assert.match(statusBarTooltip(), /Suggestions are on: eager/);
    const [shown] = await picksDuring(() => executeCommand('cellscope.chooseManner'), 'On Request');
    assert.deepEqual(
      shown.items.map(({ label }) => label),
      ['Quiet', 'Eager', 'On Request'],
    );
    await until(() => statusBarTooltip().includes('Suggestions are on: on request'));
    await executeCommand('cellscope.chooseManner', before);
    await until(() => statusBarTooltip().includes('Suggestions are on: eager'));
  });

  it('switch suggestions off and on for a language alone', async () => {
    const editor = await editFile(beginning);
    await executeCommand('cellscope.toggleSuggestionsForLanguage');
    const inspected = completion().inspect('enabled');
    assert.equal(inspected?.globalLanguageValue ?? inspected?.workspaceLanguageValue, false);
    assert.deepEqual(await suggest(editor), []);
    assert.equal(vscode.workspace.getConfiguration('cellscope.completion').get('enabled'), true);
    await executeCommand('cellscope.toggleSuggestionsForLanguage');
    assert.ok((await suggest(editor)).length > 0);
  });

  it('show what was counted, and count anew', async () => {
    const { suggestionPages, statistics } = await cellscope();
    const told = next(suggestionPages.statistics.onDidExchange, isStatistics);
    await executeCommand('cellscope.showStatistics');
    const { tallies } = (await told).told;
    assert.deepEqual(tallies, statistics().tallies);
    assert.ok(tallies.some(({ shown, language }) => shown > 0 && language === 'c'));
    await executeCommand('workbench.action.closeEditorsInOtherGroups');
  });

  it('explain the last suggestion, and then what is taken', async () => {
    const { suggestionPages } = await cellscope();
    const editor = await editFile(beginning);
    const items = await suggest(editor);
    const rest = firstText(items).slice(8);
    const explained = () => next(suggestionPages.explanation.onDidExchange, isExplained);
    const shown = explained();
    await executeCommand('cellscope.explainSuggestion');
    checkExplained((await shown).told, rest);
    const taken = explained();
    await editor.edit(edit => edit.insert(editor.selection.active, rest));
    checkExplained((await taken).told, rest);
    const at = new vscode.Position(5, 9);
    const hovers = await executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      editor.document.uri,
      at,
    );
    const words = hovers.flatMap(({ contents }) => contents.map(one => (one as vscode.MarkdownString).value));
    assert.match(words.join(), /Suggested by Cellscope: \d+ % from the network/);
    await executeCommand('workbench.action.closeEditorsInOtherGroups');
  });
});

function checkExplained(event: ExplanationEvent, text: string): void {
  assert.equal(event.kind, 'explanation', JSON.stringify(event));
  if (event.kind !== 'explanation') return;
  assert.equal(event.characters.map(({ character }) => character).join(''), text);
  assert.match(event.place.name, /^src\/try\d+\.c$/);
  assert.equal(event.place.line, 6);
  for (const { net, contexts, bits } of event.characters) {
    assert.ok(Math.abs(net + contexts - 1) < 1e-6);
    assert.ok(bits >= 0);
  }
}
