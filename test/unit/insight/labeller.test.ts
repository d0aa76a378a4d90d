import assert from 'node:assert/strict';
import { featuresOf } from '../../../src/model/insight/features.ts';
import type { Labeller } from '../../../src/model/insight/labeller.ts';
import { languageOfPath } from '../../../src/model/text/language.ts';
import { loadLabeller } from './loadLabeller.ts';
import { expectedMarks, readMarkedText, showMarks, withoutMasked } from './markedText.ts';

describe('Labeller', () => {
  let labeller: Labeller;
  before(async () => {
    labeller = await loadLabeller();
  });

  for (const fixture of ['tokens.c', 'statements.c', 'broken.c', 'document.tex'])
    for (const { name } of featuresOf(languageOfPath(fixture)))
      it(`finds ${name} in ${fixture}`, () => {
        const marked = readMarkedText(`${fixture}.labels`);
        const found = labeller.label(marked.text, languageOfPath(fixture), [name]).get(name);
        assert.ok(found);
        assert.equal(showMarks(marked.text, name, withoutMasked(found), '^'), expectedMarks(marked, name));
      });

  it('masks what it cannot parse where structure counts, and only what it skipped for tokens', () => {
    for (const fixture of ['statements.c', 'broken.c']) {
      const marked = readMarkedText(`${fixture}.labels`);
      const found = labeller.label(marked.text, 'c', ['if', 'comment']);
      assert.equal(
        showMarks(marked.text, 'masked', found.get('if')!.masked, 'x'),
        expectedMarks(marked, 'masked'),
      );
      const masked = found.get('comment')!.masked.filter(value => value === 1).length;
      assert.ok(masked <= 5);
    }
  });

  it('masks both branches where #else tears the braces of an if apart', () => {
    const torn = 'void f(int a) {\n#ifdef A\n  if (a) {\n#else\n  if (!a) {\n#endif\n    a = 0;\n  }\n}\n';
    const found = labeller.label(torn, 'c', ['if']).get('if')!;
    assert.ok(
      found.masked.subarray(torn.indexOf('#ifdef'), torn.indexOf('a = 0')).every(value => value === 1),
    );
  });

  it('counts characters with LF line ends', () => {
    const [crlf] = labeller.label('/* 😀 */\r\nint a;\r\n// b\r\n', 'c', ['comment']).values();
    const [lf] = labeller.label('/* 😀 */\nint a;\n// b\n', 'c', ['comment']).values();
    assert.deepEqual(crlf, lf);
    assert.equal(lf.labels.length, 7 + 1 + 7 + 5);
    assert.deepEqual([...lf.labels.subarray(0, 8)], [1, 1, 1, 1, 1, 1, 0, 0]);
  });

  it('labels the features that the language has, and none of a language without a grammar', () => {
    assert.deepEqual([...labeller.label('int a;', 'c', ['math', 'if']).keys()], ['if']);
    assert.equal(labeller.label('# a', 'other', ['comment']).size, 0);
    assert.equal(labeller.open('other'), undefined);
    assert.equal(labeller.label('', 'c', ['if']).get('if')?.labels.length, 0);
  });
});
