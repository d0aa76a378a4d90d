import assert from 'node:assert/strict';
import { undisturbed } from '../../../../src/model/base/readControl.ts';
import { rankingCharacters, rankingTexts } from '../../../../src/model/insight/evidence/rankingTexts.ts';
import { newLabeller } from '../newLabeller.ts';

describe('the texts of a ranking', () => {
  it('are cut at a line, with the labels that they have within the whole text', async () => {
    const labeller = newLabeller();
    const whole = `\\begin{document}\n${'Let $x$ be 1.\n'.repeat(5000)}\\end{document}\n`;
    const texts = rankingTexts({
      language: 'latex',
      texts: [{ text: whole, syntax: 'latex' }],
      features: ['math'],
      labeller,
      control: undisturbed,
    });
    const first = await texts.next();
    assert.ok(!first.done);
    const { text, labels } = first.value;
    const math = labels.get('math')!;
    assert.ok(text.length > 49_900 && text.length <= rankingCharacters([whole.length]));
    assert.ok(text.endsWith('\n') && whole.startsWith(text));
    assert.equal(math.labels.length, text.length);
    // Two of the positions in each line are inside: behind the first dollar sign and behind the x.
    const lines = text.split('\n').length - 2;
    assert.equal(math.labels.filter(label => label === 1).length, 2 * lines);
    assert.equal(math.masked.indexOf(1), -1);
  });
});
