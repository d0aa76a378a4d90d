import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type * as vscode from 'vscode';
import { plainLog } from '../../../src/extension/plain/plainLog.ts';
import { plainMessage, withPlainWords } from '../../../src/extension/plain/plainMessage.ts';

/** What VS Code makes a link of in a notification. */
const LINK = /\[[^\]]+\]\((?:https?:\/\/|command:|file:)/i;

describe('plainMessage', () => {
  it('has nothing in it that becomes a link', () => {
    const name = '[Fix](command:workbench.action.terminal.sendSequence?%7B%22text%22:%22x%22%7D).c';
    assert.match(name, LINK);
    for (const text of [name, `[[a](command:b)](https://c)`, `](](${name}`, `[Fix]\u200b(command:x)`])
      assert.doesNotMatch(plainMessage(`Cannot read ${text}: it is gone.`), LINK);
    assert.match(plainMessage(name), /^\[Fix\] \(command:/);
  });

  it('is one line, whose end is seen', () => {
    const shown = plainMessage(
      `Cannot read a\n\u202eb${'x'.repeat(200_000)}: the disk is full. Make room there.`,
    );
    assert.ok(shown.startsWith('Cannot read a\\n\\u202ebx'));
    assert.ok(shown.endsWith('x: the disk is full. Make room there.'));
    assert.ok(shown.length < 1000);
  });
});

describe('withPlainWords', () => {
  it('shows names and reasons as what they are, and leaves the text alone', () => {
    const place = { document: 1, version: 0, language: 'c', features: [] } as const;
    const text = 'a\u202e\u001b\n';
    const event = { kind: 'document', ...place, features: [], name: '\u202ex\n.c', text, length: 4 };
    assert.deepEqual(withPlainWords({ event }), { event: { ...event, name: '\\u202ex\\n.c' } });
    const none = { kind: 'noDocument', message: '\u001b[2J' };
    assert.deepEqual(withPlainWords({ event: none }), { event: { ...none, message: '\\u001b[2J' } });
    const error = { message: '\u001b[2J', expected: true, stack: 'at home' };
    assert.deepEqual(withPlainWords({ failed: 3, error }), {
      failed: 3,
      error: { message: '\\u001b[2J', expected: true },
    });
    const answer = { answered: 3, answer: { character: '\u202e' } };
    assert.deepEqual(withPlainWords(answer), answer);
  });
});

/** A log, and what it wrote. */
function logged(): { log: vscode.LogOutputChannel; entries: unknown[] } {
  const entries: unknown[] = [];
  const add = (entry: unknown) => entries.push(entry);
  const channel = { info: add, warn: add, error: add, debug: add, trace: add, appendLine: add };
  return { log: plainLog(channel as unknown as vscode.LogOutputChannel), entries };
}

describe('plainLog', () => {
  it('shows what would command a terminal, and indents the lines of an entry', () => {
    const { log, entries } = logged();
    log.info('Left out a\u001b[2J.c');
    log.warn('a\n2026-01-01 00:00:00.000 [error] not an entry\r');
    assert.deepEqual(entries, [
      'Left out a\\u001b[2J.c',
      'a\n    2026-01-01 00:00:00.000 [error] not an entry\\r',
    ]);
  });

  it('says of an error where it was thrown', () => {
    const { log, entries } = logged();
    log.error(new Error('\u202ebroken'));
    assert.match(String(entries[0]), /^Error: \\u202ebroken\n {8}at /);
  });
});

describe('plainWindow.ts', () => {
  it('is the one way in which the extension shows messages', async () => {
    const names = (await readdir('src/extension', { recursive: true })).filter(
      name => name.endsWith('.ts') && path.basename(name) !== 'plainWindow.ts',
    );
    assert.ok(names.length > 20);
    for (const name of names) {
      const text = await readFile(path.join('src/extension', name), 'utf8');
      assert.doesNotMatch(
        text,
        /(?<!plainWindow)\.(?:show(?:Information|Warning|Error)Message|showQuickPick|withProgress)\b/,
        name,
      );
    }
  });
});
