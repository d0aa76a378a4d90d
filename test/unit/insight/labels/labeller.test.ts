import assert from 'node:assert/strict';
import { featuresOf } from '../../../../src/model/insight/labels/labelledSyntaxes.ts';
import { languageOfPath } from '../../../../src/protocol/languages.ts';
import { expectedMarks, readMarkedText, showMarks, withoutMasked } from '../markedText.ts';
import { newLabeller } from '../newLabeller.ts';

describe('Labeller', () => {
  const labeller = newLabeller();

  for (const fixture of ['tokens.c', 'statements.c', 'broken.c', 'document.tex'])
    for (const { name } of featuresOf(languageOfPath(fixture)))
      it(`finds ${name} in ${fixture}`, () => {
        const marked = readMarkedText(`${fixture}.labels`);
        const found = labeller.label(marked.text, languageOfPath(fixture), [name]).get(name);
        assert.ok(found);
        assert.equal(showMarks(marked.text, name, withoutMasked(found), '^'), expectedMarks(marked, name));
      });

  it('masks what is not known where structure counts, and no tokens', () => {
    for (const fixture of ['statements.c', 'broken.c']) {
      const marked = readMarkedText(`${fixture}.labels`);
      const found = labeller.label(marked.text, 'c', ['if', 'comment']);
      assert.equal(
        showMarks(marked.text, 'masked', found.get('if')!.masked, 'x'),
        expectedMarks(marked, 'masked'),
      );
      assert.equal(found.get('comment')!.masked.indexOf(1), -1);
    }
  });

  it('counts characters with LF line ends', () => {
    const [crlf] = labeller.label('/* 😀 */\r\nint a;\r\n// b\r\n', 'c', ['comment']).values();
    const [lf] = labeller.label('/* 😀 */\nint a;\n// b\n', 'c', ['comment']).values();
    assert.deepEqual(crlf, lf);
    assert.equal(lf.labels.length, 7 + 1 + 7 + 5);
    assert.deepEqual([...lf.labels.subarray(0, 8)], [1, 1, 1, 1, 1, 1, 0, 0]);
  });

  it('labels the features that the language has, and none of another language', () => {
    assert.deepEqual([...labeller.label('int a;', 'c', ['math', 'if']).keys()], ['if']);
    assert.equal(labeller.label('# a', 'other', ['comment']).size, 0);
    assert.equal(labeller.open('other'), undefined);
    assert.equal(labeller.label('', 'c', ['if']).get('if')?.labels.length, 0);
  });
});
