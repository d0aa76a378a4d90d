import assert from 'node:assert/strict';
import { chooseHeldOut } from '../../../src/cli/tour/tourFile.ts';
import type { SourceText } from '../../../src/model/text/corpus.ts';
import { failureOf, outputOf } from './runCli.ts';

describe('cellscope tour', () => {
  it('shows suggestions, the best cells and a line by its quote cell: of the starter, then of a model of the folder', async () => {
    const args = ['tour', 'test/fixtures/workspace', '--epochs', '2'];
    const output = await outputOf(args, { env: { NO_COLOR: '' } });
    const shown = [
      /Suggestions in src\/\w+\.c, which the model has not read/,
      /Inside quotes +\d\.\d+ [+-][01]\.\d\d/,
      /Inside comments +\d\.\d+ [+-][01]\.\d\d/,
      /Inside if statements +\d\.\d+ [+-][01]\.\d\d/,
      /src\/\w+\.[ch], line \d+, by cell \d\.\d+ \(inside quotes\), [^\n]+\n.*\[48;2;\d+;\d+;\d+m/,
    ];
    const parts = [
      /As the starter model has it, which has read nothing of/,
      ...shown,
      /Training for 2 epochs on/,
      /bits per character on held-out text/,
      ...shown,
    ];
    let from = 0;
    for (const part of parts) {
      const found = part.exec(output.slice(from));
      assert.ok(found, `${part} in ${output.slice(from)}`);
      from += found.index;
    }
  });

  it('names a time that is none', async () => {
    assert.match(
      await failureOf(['tour', 'test/fixtures/workspace', '--seconds', '0'], 2),
      /--seconds is "0"/,
    );
    assert.match(
      await failureOf(['tour', 'test/fixtures/workspace', '--seconds', '5', '--epochs', '1'], 2),
      /exclude each other/,
    );
  });
});

describe('the held-out file of a tour', () => {
  it('is one in C if there is any', async () => {
    const files = Array.from({ length: 60 }, (_, i) =>
      source(`${i}.${i % 2 === 0 ? 'c' : 'tex'}`, 500 + 10 * i),
    );
    const { source: chosen, from } = await chooseHeldOut(files);
    assert.equal(chosen.language, 'c');
    assert.equal(from, 0);
  });

  it('is the end of a file when there is only one', async () => {
    const text = 'int é; /* 😀 */\n'.repeat(200);
    const { from } = await chooseHeldOut([{ path: 'only.c', language: 'c', text }]);
    assert.ok(from > text.length * 0.8 && from < text.length, `${from} of ${text.length}`);
    assert.equal(text[from - 1], '\n');
  });
});

function source(path: string, length: number): SourceText {
  const line = `${path}\n`;
  return {
    path,
    language: path.endsWith('.c') ? 'c' : 'latex',
    text: line.repeat(Math.ceil(length / line.length)),
  };
}
