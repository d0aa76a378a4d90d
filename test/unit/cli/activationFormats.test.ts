import assert from 'node:assert/strict';
import { type Activations, toAnsi, toHtml, toPlain } from '../../../src/cli/cells/activationFormats.ts';

function activations(text: string, values: number[]): Activations {
  return {
    file: 'a<b>.c',
    cell: '1.7',
    quantity: 'h',
    characters: Array.from(text),
    values: Float32Array.from(values),
  };
}

describe('toAnsi', () => {
  const text = 'a\x1b[2J\t😀\nb';
  const output = toAnsi(activations(text, [0, 1, 1, 0.5, 0.5, -1, 0.2, -0.4, 0]), 'red-blue', 'dark');

  it('colours the background by value and leaves values near 0 alone', () => {
    assert.ok(output.startsWith('\u001b[0ma\u001b[0m\u001b[38;2;255;255;255m\u001b[48;2;28;72;180m'));
    assert.ok(output.endsWith(' \u001b[0m\nb\u001b[0m'));
  });

  it('lets no character of the text command the terminal', () => {
    // Once the colours are taken out, no escape character is left.
    const plain = output.replaceAll(/\p{Cc}\[[0-9;]*m/gu, '');
    assert.equal(plain, 'a·[2J    😀 \nb');
  });

  it('prints nothing for an empty text', () => {
    assert.equal(toAnsi(activations('', []), 'red-blue', 'light'), '');
  });
});

describe('toPlain', () => {
  it('puts a sign beneath each character', () => {
    const output = toPlain(activations('ab\tc\n\nd', [0.35, -0.99, 0.1, -0.12, 0, 1, 0.05]));
    assert.equal(output, 'ab    c\n3i1111a\n\n9\nd\n');
  });
});

describe('toHtml', () => {
  const page = toHtml(activations('if (a<b && "c")\n', Array<number>(16).fill(0.731)), 'orange-blue');

  it('says when it is the memory that is shown', () => {
    const memory = toHtml({ ...activations('a', [0]), quantity: 'c' }, 'red-blue');
    assert.ok(memory.includes('<title>a&lt;b&gt;.c, cell 1.7, tanh(c)</title>'));
  });

  it('escapes the text and the name of the file', () => {
    assert.ok(page.includes('if (a&lt;b &amp;&amp; &quot;c&quot;)\n'));
    assert.ok(page.includes('<title>a&lt;b&gt;.c, cell 1.7</title>'));
    assert.ok(!page.includes('a<b'));
  });

  it('says the value in figures, and colours it for both themes', () => {
    assert.ok(page.includes('<span class="p37" title="+0.74">if ('));
    assert.equal(page.match(/^\.p37 \{ background: rgba/gm)?.length, 2);
  });

  it('shows what cannot be seen as a point, in the text and in the title', () => {
    const text = 'a\u202e\u001b\t\n\ud800b';
    const hostile = { ...activations(text, [0, 0, 1, 1, 0, 0.5, 0]), file: 'x\u202ey.c' };
    const shown = toHtml(hostile, 'red-blue');
    assert.match(shown, /<pre>a·<span[^>]*>·\t<\/span>\n<span[^>]*>·<\/span>b<\/pre>/);
    assert.match(shown, /<title>x\\u202ey\.c, cell 1\.7<\/title>/);
  });

  it('loads nothing', () => {
    assert.ok(page.includes(`content="default-src 'none'; style-src 'unsafe-inline'"`));
    assert.ok(!/src=|href=|url\(|<script/.test(page));
  });
});
