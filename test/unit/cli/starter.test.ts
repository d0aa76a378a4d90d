import assert from 'node:assert/strict';
import { failureOf, jsonLines, outputOf, runCli } from './runCli.ts';

const folder = 'test/fixtures/workspace';
const file = `${folder}/src/loan.c`;

describe('the starter model in the terminal', () => {
  it('predicts a text that it has not learnt, far better than by chance', async () => {
    const { status, stdout, stderr } = await runCli(['eval', 'starter', folder, '--json']);
    assert.equal(status, 0, stderr);
    const [{ rnnBitsPerChar }] = jsonLines(stdout);
    assert.ok((rnnBitsPerChar as number) < 3, `${String(rnnBitsPerChar)} bits per character`);
    assert.match(stderr, /The starter model knows no names and phrases of your files/);
  });

  it('writes, completes, ranks its cells and colours a file', async () => {
    const written = await outputOf(['sample', 'starter', '--prime', 'int main(', '--length', '40']);
    assert.match(written, /^int main\(/);
    await outputOf(['complete', 'starter', file, '--offset', '200', '--json']);
    const cells = jsonLines(await outputOf(['cells', 'starter', folder, '--feature', 'quotes', '--json']));
    const { cell } = cells[0];
    const colours = await outputOf([
      'activations',
      'starter',
      file,
      '--cell',
      String(cell),
      '--format',
      'json',
    ]);
    assert.ok(jsonLines(colours)[0]['values']);
  });

  it('is not the folder of that name', async () => {
    assert.match(await failureOf(['eval', './starter', folder], 1), /starter/);
  });
});
