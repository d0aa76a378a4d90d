import assert from 'node:assert/strict';
import { splitClasses, splitTexts } from '../../../../src/model/lab/shapes/splitTexts.ts';
import { languageOfPath, syntaxOfPath } from '../../../../src/model/lab/shapes/textSyntax.ts';
import { folderOf } from '../../../../src/model/lab/shapes/folders.ts';
import { kindsOfPath } from '../../../../src/protocol/languages.ts';

const files = Array.from({ length: 20 }, (_, i) => ({
  path: `src/file${i}.c`,
  text: `text ${i} `.repeat(20),
}));

const names = (texts: readonly { path: string }[]) => texts.map(({ path }) => path).toSorted();

describe('texts in two parts', () => {
  it('have no file in common, and lose none', () => {
    const { training, heldOut } = splitTexts(files, 'files');
    assert.equal(training.length + heldOut.length, files.length);
    assert.ok(heldOut.length >= 2 && heldOut.length <= 5, `${heldOut.length} are held out`);
    assert.ok(heldOut.every(text => !training.includes(text)));
  });

  it('are the same in whatever order the files come, and when one is added none moves to the other part', () => {
    const { heldOut } = splitTexts(files, 'files');
    assert.deepEqual(names(splitTexts(files.toReversed(), 'files').heldOut), names(heldOut));
  });

  it('have each text once, since a copy would be known by heart', () => {
    const copies = [...files, ...files.map(({ path, text }) => ({ path: `copy/${path}`, text }))];
    const { training, heldOut } = splitTexts(copies, 'files');
    assert.equal(new Set([...training, ...heldOut].map(({ text }) => text)).size, files.length);
    assert.equal(training.length + heldOut.length, files.length);
  });

  it('want two files', () => {
    assert.throws(
      () => splitTexts(files.slice(0, 1), 'C files'),
      /there is only src\/file0\.c: open a folder with several C files/,
    );
    assert.throws(() => splitTexts([], 'C files'), /there is no text: open a folder/);
    const same = { path: 'copy.c', text: files[0].text };
    assert.throws(() => splitTexts([files[0], same], 'C files'), /there is only src\/file0\.c/);
  });

  it('are split in each class by itself, and a class with one file is left out', () => {
    const alone = { path: 'alone/file.c', text: 'nothing like it' };
    const other = files.map(({ path, text }) => ({ path: `other/${path}`, text: `other ${text}` }));
    const parts = splitClasses([alone, ...files, ...other], ({ path }) => path.split('/')[0]);
    assert.deepEqual(
      parts.map(({ name }) => name),
      ['other', 'src'],
    );
    for (const { training, heldOut } of parts) {
      assert.ok(heldOut.length > 0);
      assert.equal(training.length + heldOut.length, files.length);
    }
  });
});

describe('the syntax of a path', () => {
  it('is that of the rest of the program', () => {
    for (const path of [
      'a/b.c',
      'b.H',
      'x.tex',
      'x.STY',
      'y.cls',
      'z.bib',
      'README.md',
      'c',
      'a.cc',
      'tex',
    ]) {
      assert.equal(syntaxOfPath(path), kindsOfPath(path).syntax, path);
      assert.equal(languageOfPath(path), kindsOfPath(path).language, path);
    }
  });
});

describe('the folder of a file', () => {
  it('is the whole way to it', () => {
    const folders = ['x.c', 'a/x.c', 'a/b/x.c', '/x.c'].map(path => folderOf({ path, text: '' }));
    assert.deepEqual(folders, ['(no folder)', 'a', 'a/b', '(no folder)']);
  });
});
