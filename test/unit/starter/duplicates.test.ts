import assert from 'node:assert/strict';
import { NearDuplicates, RepeatedBlocks } from '../../../scripts/starter/duplicates.mjs';

/** So many words, other ones for each beginning. */
const words = (start: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${start}${(i * 7919) % 1009}`).join(' ');

describe('near-duplicates', () => {
  it('are taken once, also in another layout or with some changes', () => {
    const known = new NearDuplicates();
    const text = words('a', 600);
    assert.equal(known.take(text), true);
    assert.equal(known.take(text.replaceAll(' ', ',\n\t')), false);
    assert.equal(known.take(`${words('b', 100)} ${words('a', 500)}`), false);
    assert.equal(known.take(words('c', 600)), true);
  });

  it('may have a part that is known', () => {
    const known = new NearDuplicates();
    known.take(words('a', 600));
    assert.equal(known.take(`${words('a', 200)} ${words('d', 500)}`), true);
  });
});

describe('blocks that stand in file after file', () => {
  it('are cut out from the third time on', () => {
    const blocks = new RepeatedBlocks();
    const comment = `/* ${words('how', 40)} */\n`;
    assert.equal(blocks.cut(`${comment}int a;\n`, 'c'), `${comment}int a;\n`);
    assert.equal(blocks.cut(`${comment}int b;\n`, 'c'), `${comment}int b;\n`);
    assert.equal(blocks.cut(`${comment}int c;\n`, 'c'), 'int c;\n');
  });

  it('stay where something is opened in them, and where they are code or short', () => {
    const blocks = new RepeatedBlocks();
    const open = `\\begin{document} ${words('open', 40)}\n\nText.\n`;
    const code = `int f() { ${words('code', 40)} }\n`;
    for (let i = 0; i < 4; i++) {
      assert.equal(blocks.cut(open, 'latex'), open);
      assert.equal(blocks.cut(code, 'c'), code);
    }
  });
});
