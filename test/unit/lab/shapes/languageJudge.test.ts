import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { writeSafetensors } from '../../../../src/model/files/safetensors.ts';
import { LanguageJudge } from '../../../../src/model/lab/shapes/languageJudge.ts';
import { PLAIN_SYMBOLS, plainSymbols } from '../../../../src/model/lab/shapes/plainSymbols.ts';
import { assets } from '../../../../src/protocol/assets.ts';
import { loadWasm } from '../../network/networks.ts';

const c = `#include "shelf.h"

int shelf_place(struct shelf *shelf, const char *title)
{
	if (shelf == NULL || title == NULL)
		return -1;
	for (size_t i = 0; i < shelf->count; i++)
		if (strcmp(shelf->books[i].title, title) == 0)
			return (int)i;
	return -1;
}
`;
const latex = `\\documentclass{article}
\\usepackage{amsmath}
\\begin{document}
\\section{Waves}
A wave of length $\\lambda$ has the speed $v = \\lambda f$, as \\cite{waves} shows.
\\[ u(x, t) = a \\sin(kx - \\omega t) \\]
\\end{document}
`;
const prose = `The train was late again, so we walked along the river until it got dark. My brother told a long
story about a dog that he had found when he was a boy, and none of us believed a word of it. Then it rained.
`;

describe('the language of a text', () => {
  let judge: LanguageJudge;
  before(async () => {
    const file = assets.languageJudge;
    judge = LanguageJudge.read(new Uint8Array(await readFile(file)), file, await loadWasm());
  });

  it('is C or LaTeX, or none where it is prose', () => {
    assert.equal(judge.judge(c), 'c');
    assert.equal(judge.judge(c.replace(/\n/g, '\r\n')), 'c');
    assert.equal(judge.judge(latex), 'latex');
    assert.equal(judge.judge(prose), undefined);
  });

  it('is not said of less than 100 characters, nor of what holds no text', () => {
    assert.equal(judge.judge(c.slice(0, 99)), undefined);
    assert.equal(judge.judge(''), undefined);
    assert.equal(judge.judge(' '.repeat(5000)), undefined);
    assert.equal(judge.judge('\u{1f600}'.repeat(500)), undefined);
  });

  it('is not told by another file', async () => {
    const kernels = await loadWasm();
    const other = writeSafetensors([{ name: 'x', shape: [1], data: new Float32Array(1) }]);
    assert.throws(
      () => LanguageJudge.read(other, 'x.safetensors', kernels),
      /x\.safetensors is not the model that tells languages/,
    );
  });

  it('is read as ASCII, with one symbol for all others', () => {
    assert.deepEqual([...plainSymbols(' ~\t\r\n\u{1f600}é')], [3, PLAIN_SYMBOLS - 1, 1, 2, 0, 0]);
  });
});
