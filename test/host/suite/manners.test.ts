import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Wait } from '../../../src/extension/completion/wait.ts';
import { sumOf } from '../../../src/protocol/statistics.ts';
import { cellscope, until, withSetting } from './cellscope.ts';
import { beginning, editFile, put, suggest, suggestUnasked, toEnd } from './suggesting.ts';

const { executeCommand } = vscode.commands;

/** In place of the pause: notes how long it would be, and lasts until it is let go or cancelled. */
class HeldWait {
  readonly delays: number[] = [];
  /** When each would be over. */
  readonly until: number[] = [];
  #go: () => void = () => {};

  readonly wait: Wait = (milliseconds, token) => {
    this.delays.push(milliseconds);
    this.until.push(performance.now() + milliseconds);
    return new Promise(resolve => {
      this.#go = resolve;
      token.onCancellationRequested(() => resolve());
    });
  };

  go(): void {
    this.#go();
  }
}

async function holding(action: (held: HeldWait) => Promise<unknown>): Promise<void> {
  const { completions } = await cellscope();
  const { wait } = completions;
  const held = new HeldWait();
  completions.wait = held.wait;
  try {
    await action(held);
  } finally {
    completions.wait = wait;
  }
}

/** Until something that was found is held back; fails where nothing is found. */
async function untilHeld(held: HeldWait, shown: Promise<readonly unknown[]>): Promise<void> {
  const found = shown.then(items => assert.ok(items.length > 0, 'no suggestion'));
  await Promise.race([until(() => held.delays.length > 0), found]);
}

/** The editor does not ask by itself meanwhile. */
const withoutEditor = (action: () => Promise<unknown>) =>
  withSetting('editor.inlineSuggest.enabled', false, action);

/** Another extension is there that makes inline completions. */
async function besideAnother(action: () => Promise<unknown>): Promise<void> {
  const { getExtension } = vscode.extensions;
  const replacement = (id: string) => (id === 'TabNine.tabnine-vscode' ? { id } : getExtension(id));
  Object.assign(vscode.extensions, { getExtension: replacement });
  try {
    // What is known of a language is kept until a setting changes.
    await withSetting('cellscope.completion.enabled', true, action);
  } finally {
    Object.assign(vscode.extensions, { getExtension });
  }
}

/** A provider whose answer comes when it is told to, or never when it is cancelled. */
class SlowProvider implements vscode.InlineCompletionItemProvider, vscode.Disposable {
  static readonly text = '_slowly';
  readonly #registration = vscode.languages.registerInlineCompletionItemProvider({ language: 'c' }, this);
  #answer: () => void = () => {};
  asked = 0;
  askedAt = 0;
  cancelled = 0;

  provideInlineCompletionItems(
    _document: vscode.TextDocument,
    position: vscode.Position,
    _context: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[]> {
    this.asked++;
    this.askedAt = performance.now();
    return new Promise(resolve => {
      token.onCancellationRequested(() => {
        this.cancelled++;
        resolve([]);
      });
      const range = new vscode.Range(position, position);
      this.#answer = () => resolve([new vscode.InlineCompletionItem(SlowProvider.text, range)]);
    });
  }

  answer(): void {
    this.#answer();
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

/** What the editor puts in when its suggestion is taken, once there is one. */
async function taken(editor: vscode.TextEditor): Promise<string> {
  const before = editor.document.getText().length;
  await until(async () => {
    await executeCommand('editor.action.inlineSuggest.commit');
    return editor.document.getText().length > before;
  });
  return editor.document.getText().slice(before);
}

/** A key is typed; both are asked, and Cellscope holds something back. */
async function bothAsked(
  action: (found: { editor: vscode.TextEditor; slow: SlowProvider; held: HeldWait }) => Promise<void>,
): Promise<void> {
  await besideAnother(() =>
    holding(async held => {
      const slow = new SlowProvider();
      try {
        const editor = await editFile(beginning.slice(0, -1));
        await executeCommand('type', { text: 'r' });
        await until(() => slow.asked > 0 && held.delays.length > 0);
        await action({ editor, slow, held });
      } finally {
        slow.dispose();
      }
    }),
  );
}

describe('suggestions that nobody asked for', () => {
  it('come after a pause, and at once while they are typed along', () =>
    withoutEditor(() =>
      holding(async held => {
        const editor = await editFile(beginning);
        const shown = suggestUnasked(editor);
        await untilHeld(held, shown);
        held.go();
        const [item] = await shown;
        assert.ok(item, 'no suggestion');
        assert.ok(held.delays[0] <= 400);
        const text = item.insertText as string;
        await put(editor, text[8]);
        const [along] = await suggestUnasked(editor);
        assert.equal(along?.insertText, text);
        assert.equal(held.delays.length, 1);
      }),
    ));

  it('are dropped when the text changes in the pause, and are not taken for refused', () =>
    withoutEditor(() =>
      holding(async held => {
        const editor = await editFile(beginning);
        const { token, cancel } = cancellation();
        const dropped = suggestUnasked(editor, undefined, token);
        await untilHeld(held, dropped);
        await put(editor, 'q');
        cancel();
        assert.deepEqual(await dropped, []);
        await executeCommand('deleteLeft');
        assert.equal((await suggest(editor)).length > 0, true);
      }),
    ));

  it('are none where the manner is to wait for a request, but for what is typed along', () =>
    withoutEditor(() =>
      withSetting('cellscope.completion.manner', 'onRequest', async () => {
        const editor = await editFile(beginning);
        assert.deepEqual(await suggestUnasked(editor), []);
        const [item] = await suggest(editor);
        await put(editor, (item.insertText as string)[8]);
        assert.equal((await suggestUnasked(editor))[0]?.insertText, item.insertText);
      }),
    ));

  it('are none right after an edit was undone', () =>
    withoutEditor(async () => {
      const editor = await editFile(beginning);
      const [item] = await suggest(editor);
      await put(editor, (item.insertText as string).slice(8));
      await executeCommand('undo');
      assert.equal(editor.document.getText(), beginning);
      toEnd(editor);
      assert.deepEqual(await suggestUnasked(editor), []);
      assert.ok((await suggest(editor)).length > 0);
    }));
});

describe('what becomes of suggestions', () => {
  it('is counted from the edits: shown, taken in part, taken as a whole', () =>
    withoutEditor(async () => {
      const { statistics } = await cellscope();
      const count = () => sumOf(statistics().tallies);
      const editor = await editFile(beginning);
      const before = count();
      const [item] = await suggest(editor);
      const rest = (item.insertText as string).slice(8);
      assert.ok(rest.length > 3, rest);
      assert.equal(count().shown, before.shown + 1);
      await put(editor, rest.slice(0, 2));
      await suggestUnasked(editor);
      assert.equal(count().taken, before.taken + 1);
      await put(editor, rest.slice(2));
      const after = count();
      assert.equal(after.shown, before.shown + 1);
      assert.equal(after.taken, before.taken + 1);
      assert.equal(after.characters, before.characters + rest.length);
    }));

  it("is counted when the editor's own commands take a word, and then the rest", async () => {
    const { statistics } = await cellscope();
    const count = () => sumOf(statistics().tallies);
    const editor = await editFile(beginning);
    const before = count();
    const characters = () => editor.document.getText().length - beginning.length;
    await until(async () => {
      await executeCommand('editor.action.inlineSuggest.trigger');
      await executeCommand('editor.action.inlineSuggest.acceptNextWord');
      return characters() > 0;
    });
    const ofWord = characters();
    assert.equal(count().characters, before.characters + ofWord);
    await until(async () => {
      await executeCommand('editor.action.inlineSuggest.trigger');
      await executeCommand('editor.action.inlineSuggest.commit');
      return characters() > ofWord;
    });
    assert.equal(count().characters, before.characters + characters());
    assert.ok(count().taken > before.taken);
  });
});

describe('beside another provider', () => {
  it('suggestions let it go first', () =>
    bothAsked(async ({ editor, slow, held }) => {
      // Longer than any pause would be.
      assert.ok(held.until[0] - slow.askedAt > 400);
      slow.answer();
      assert.equal(await taken(editor), SlowProvider.text);
    }));

  it('suggestions come where it takes too long', () =>
    bothAsked(async ({ editor, slow, held }) => {
      held.go();
      await until(() => slow.cancelled > 0);
      assert.match(await taken(editor), /^or/);
    }));

  it('suggestions are faster in a race', () =>
    withSetting('cellscope.completion.besideOthers', 'race', () =>
      bothAsked(async ({ editor, slow, held }) => {
        assert.ok(held.delays[0] <= 400, String(held.delays));
        held.go();
        await until(() => slow.cancelled > 0);
        assert.match(await taken(editor), /^or/);
      }),
    ));

  it('suggestions wait no longer for one that never answers', () =>
    besideAnother(() =>
      withoutEditor(() =>
        holding(async held => {
          const delays: number[] = [];
          while (!(delays.at(-1)! <= 400)) {
            const editor = await editFile(beginning);
            const begun = performance.now();
            const count = held.delays.length;
            const shown = suggestUnasked(editor);
            await until(() => held.delays.length > count);
            delays.push(held.until[count] - begun);
            held.go();
            await shown;
          }
          assert.ok(delays.length > 4 && delays.length < 20, delays.join());
        }),
      ),
    ));

  it('suggestions wait for a request where that is wanted', () =>
    withSetting('cellscope.completion.besideOthers', 'onRequest', () =>
      besideAnother(() =>
        withoutEditor(async () => {
          const editor = await editFile(beginning);
          assert.deepEqual(await suggestUnasked(editor), []);
          assert.ok((await suggest(editor)).length > 0);
        }),
      ),
    ));
});

describe("the editor's own list", () => {
  it('comes up at once where there is nothing worth showing', () =>
    withSetting(
      'editor.quickSuggestions',
      { other: 'offWhenInlineCompletions', comments: 'off', strings: 'off' },
      () =>
        withSetting('cellscope.completion.manner', 'quiet', async () => {
          const editor = await editFile('int main(void)\n{\n\tqzj');
          let listed = 0;
          const list = vscode.languages.registerCompletionItemProvider(
            { language: 'c' },
            {
              provideCompletionItems() {
                listed++;
                return [new vscode.CompletionItem('qzjkqq')];
              },
            },
          );
          try {
            await executeCommand('type', { text: 'k' });
            await until(() => listed > 0);
            // Taken from the list, so it is what stands there.
            await until(async () => {
              await executeCommand('acceptSelectedSuggestion');
              return editor.document.getText().endsWith('qzjkqq');
            });
          } finally {
            list.dispose();
          }
        }),
    ));
});

function cancellation(): { token: vscode.CancellationToken; cancel: () => void } {
  const source = new vscode.CancellationTokenSource();
  return { token: source.token, cancel: () => source.cancel() };
}
