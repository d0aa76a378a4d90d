import assert from 'node:assert/strict';
import { lessons } from '../../../src/model/lab/lessons/lessons.ts';
import { failureOf, jsonLines, outputOf } from './runCli.ts';

describe('cellscope lab', () => {
  it('lists the lessons, also as JSON', async () => {
    const listed = jsonLines(await outputOf(['lab', '--json']));
    assert.deepEqual(
      listed,
      lessons.map(({ name, title }) => ({ name, title })),
    );
    const text = await outputOf(['lab']);
    assert.deepEqual(
      text
        .trimEnd()
        .split('\n')
        .map(line => line.split(/ {2,}/)),
      lessons.map(({ name, title }) => [name, title]),
    );
  });

  it('runs a lesson to its end and prints its figures, the same for the same seed', async () => {
    const args = ['lab', 'hello', '--set', 'cell=gru', '--json', '--seed', '3'];
    const output = await outputOf(args);
    const figures = jsonLines(output);
    assert.ok(figures.length > 3);
    const losses = figures.find(({ id }) => id === 'loss') as unknown as { series: { y: number[] }[] };
    assert.ok(losses.series[0].y.at(-1)! < losses.series[0].y[0] / 2);
    assert.equal(await outputOf(args), output);
    assert.notEqual(await outputOf(['lab', 'hello', '--set', 'cell=gru', '--json']), output);
  });

  it('prints what is to be seen as text', async () => {
    const text = await outputOf(['lab', 'hello']);
    assert.match(text, /^A language model of four letters$/m);
    assert.match(text, /it writes hello/);
    assert.match(text, /^reads +next +logit h/m);
    assert.match(text, /^loss {2}█[▁▂▃▄▅▆▇█]+ {2}\d\.\d+ → 0\.\d+$/m);
    // oxlint-disable-next-line no-control-regex -- colours are for terminals
    assert.doesNotMatch(text, /\u001b/);
    assert.match(
      await outputOf(['lab', 'hello', '--settings']),
      /^ {2}cell {2}Cell: rnn, lstm, gru \(rnn\)$/m,
    );
  });

  it('says what is wrong in one sentence', async () => {
    assert.match(await failureOf(['lab', 'nothing'], 1), /There is no lesson "nothing"\. Choose one of /);
    assert.match(
      await failureOf(['lab', 'hello', '--set', 'cell=x'], 1),
      /cell is "x"; give it one of rnn, lstm, gru\./,
    );
    assert.match(await failureOf(['lab', 'hello', '--set', 'steps=1'], 1), /There is no setting steps here/);
    assert.match(await failureOf(['lab', 'hello', '--set', 'cell'], 2), /--set is "cell"; give the setting/);
    assert.match(await failureOf(['lab', 'hello', '--model', 'not/there'], 1), /not\/there/);
  });
});
