import assert from 'node:assert/strict';
import { chmod, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { generationRatios, scaling, trainingRatios } from '../../../src/cli/bench/ratios.ts';
import type { Report } from '../../../src/cli/bench/report.ts';
import type { Measurement } from '../../../src/cli/bench/rounds.ts';
import { spreadOf } from '../../../src/cli/bench/spread.ts';
import { operationsPerCharacter } from '../../../src/cli/bench/work.ts';
import { useTemporaryFolder, writeFiles } from '../temporaryFolder.ts';
import { failureOf, outputOf, runCli } from './runCli.ts';

function training(name: 'native' | 'torch', threads: number, values: number[]): Measurement {
  return { contestant: { name, version: name, threads }, work: { kind: 'training', units: 128 }, values };
}

const drawing = (
  name: 'wasm' | 'torch',
  streams: number,
  value: number,
  step?: 'nn.LSTMCell',
): Measurement => ({
  contestant: { name, version: name, threads: 1 },
  work: { kind: 'generation', units: 128, streams, ...(step && { step }) },
  values: [value],
});

describe('the ratios of the bench', () => {
  const measurements = [
    training('native', 1, [90, 100]),
    training('native', 2, [150, 190]),
    training('torch', 1, [50, 40]),
    training('torch', 2, [30, 45]),
  ];

  it('set all our threads against the better of the number of threads of a peer', () => {
    const [ratio] = trainingRatios(measurements);
    assert.equal(ratio.peerThreads, 1);
    assert.equal(ratio.ratio, 190 / 50);
    assert.deepEqual(ratio.rounds, spreadOf([150 / 50, 190 / 40]));
    assert.deepEqual(ratio.sameThreads, [
      { threads: 1, ratio: 2 },
      { threads: 2, ratio: 4.222 },
    ]);
  });

  it('set all threads against one', () => {
    const ratios = scaling(measurements).map(({ engine, threads, ratio }) => ({ engine, threads, ratio }));
    assert.deepEqual(ratios, [
      { engine: 'native', threads: 2, ratio: 1.9 },
      { engine: 'torch', threads: 2, ratio: 0.9 },
    ]);
  });

  it('compare as many streams with as many', () => {
    const ratios = generationRatios([
      drawing('wasm', 1, 10),
      drawing('wasm', 8, 30),
      drawing('torch', 8, 15),
    ]);
    assert.deepEqual(
      ratios.map(({ streams, ratio }) => ({ streams, ratio })),
      [{ streams: 8, ratio: 2 }],
    );
  });

  it('compare one stream with each step that a peer has', () => {
    const ratios = generationRatios([
      drawing('wasm', 1, 30),
      drawing('torch', 1, 10),
      drawing('torch', 1, 5, 'nn.LSTMCell'),
    ]);
    assert.deepEqual(
      ratios.map(({ step, ratio }) => ({ step, ratio })),
      [
        { step: undefined, ratio: 3 },
        { step: 'nn.LSTMCell', ratio: 6 },
      ],
    );
  });

  it('count useful operations only', () => {
    assert.equal(operationsPerCharacter(128), 6 * (4 * 128 * 128 + 128 * 96));
  });

  it('give the median between two rounds', () => {
    assert.deepEqual(spreadOf([4, 1, 3, 2]), { min: 1, median: 2.5, max: 4 });
  });
});

describe('cellscope bench', () => {
  const folder = useTemporaryFolder();
  const quick = ['--seconds', '0.1', '--units', '16', '--threads', '2', '--engine', 'wasm', '--json'];

  /** In place of a Python with PyTorch: answers every question with a line of JSON, or as it is told. */
  async function fakePython(
    onLine = `console.log(JSON.stringify({ value: 1000 }))`,
  ): Promise<Record<string, string>> {
    const code = `#!${process.execPath}
      console.log('A library says hello.');
      console.log(JSON.stringify({ version: 'torch 0', megabytes: 1 }));
      require('node:readline').createInterface({ input: process.stdin }).on('line', () => { ${onLine} });`;
    await writeFiles(folder.path, { 'fakePython.cjs': code });
    const file = path.join(folder.path, 'fakePython.cjs');
    await chmod(file, 0o755);
    return { CELLSCOPE_PYTHON: file };
  }

  it('measures an engine and a peer in the same run', async () => {
    const env = await fakePython();
    const report = JSON.parse(
      await outputOf(['bench', '--against', 'torch', '--peak', ...quick], { env }),
    ) as Report;
    assert.deepEqual(report.notices, []);
    assert.deepEqual(
      report.training.map(({ name, threads }) => `${name} ${threads}`),
      ['wasm 1', 'wasm 2', 'torch 1', 'torch 2'],
    );
    const [wasm] = report.training;
    assert.ok(wasm.charactersPerSecond > 0 && wasm.shareOfPeak! > 0);
    assert.equal(report.peaks.length, 2);
    assert.equal(report.products.length, 4);
    assert.equal(report.memory.length, 2);
    assert.ok(report.reading.length === 1 && report.reading[0].milliseconds > 0);
    assert.equal(report.keystrokes.length, 1);
    const { characters, medianMilliseconds, p95Milliseconds } = report.keystrokes[0];
    assert.equal(characters, 74_000);
    assert.ok(medianMilliseconds > 0 && p95Milliseconds >= medianMilliseconds);
    assert.ok(report.generation.some(({ streams, name }) => streams === 8 && name === 'wasm'));
    assert.equal(report.ratios.training[0].peer, 'torch');
    assert.ok(report.ratios.scaling.some(({ engine, threads }) => engine === 'wasm' && threads === 2));
  });

  it('goes on without a peer that fails, and says why it did', async () => {
    const env = await fakePython(`console.error('first'); console.error('out of memory'); process.exit(1)`);
    const report = JSON.parse(await outputOf(['bench', '--against', 'torch', ...quick], { env })) as Report;
    assert.deepEqual([...new Set(report.training.map(({ name }) => name))], ['wasm']);
    assert.deepEqual(report.ratios.training, []);
    assert.deepEqual(report.notices, ['torch failed and was left out: out of memory']);
  });

  it('does without a peer that is missing, and says how to get it', async () => {
    const env = { CELLSCOPE_PYTHON: path.join(folder.path, 'none'), PATH: folder.path };
    const args = ['bench', '--against', 'torch', ...quick.filter(flag => flag !== '--json')];
    const { status, stdout } = await runCli(args, { env });
    assert.equal(status, 0);
    assert.match(stdout, /Training, characters a second/);
    assert.match(stdout, /torch is missing and was left out; get it with: npm run bench:setup/);
  });

  it('takes no line for an answer that is not JSON', async () => {
    const env = await fakePython(
      `console.log('{ a library'); console.log(JSON.stringify({ problem: 'no' }))`,
    );
    const report = JSON.parse(await outputOf(['bench', '--against', 'torch', ...quick], { env })) as Report;
    assert.deepEqual(report.notices, ['torch failed and was left out: no']);
  });

  it('ends its contestants when it is ended itself', async () => {
    const pidFile = path.join(folder.path, 'pid');
    const env = await fakePython(
      `require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); for (;;);`,
    );
    const { status, stderr } = await runCli(['bench', '--against', 'torch', ...quick], {
      env,
      onStart: child => void whenWritten(pidFile).then(() => child.kill('SIGTERM')),
    });
    assert.equal(status, 130);
    assert.match(stderr, /interrupted/);
    const pid = Number(await readFile(pidFile, 'utf8'));
    await whenGone(pid);
  });

  it('says what may be asked for', async () => {
    assert.match(await failureOf(['bench', '--against', 'brain'], 2), /"brain"; give torch or tfjs-node/);
    assert.match(await failureOf(['bench', '--engine', 'auto'], 2), /"auto"; give native or wasm/);
    assert.match(await failureOf(['bench', '--units', '16,0'], 2), /--units has "0"; give .* 1 to 2048/);
  });
});

async function whenWritten(file: string): Promise<void> {
  while ((await readFile(file, 'utf8').catch(() => '')) === '') await setTimeout(20);
}

/** Resolves when there is no process of this number; mocha's timeout ends it. */
async function whenGone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await setTimeout(20);
  }
}
