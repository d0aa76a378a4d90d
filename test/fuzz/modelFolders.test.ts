import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cp, lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Random } from '../../src/model/base/random.ts';
import { createFolderStorage } from '../../src/platform/node/modelFolder/folderStorage.ts';
import { loadNodeKernels } from '../../src/platform/node/kernels/nodeKernels.ts';
import { cellTypes } from '../../src/model/network/cells/cells.ts';
import { runTraining } from '../../src/model/training/trainingRun.ts';
import { smallSettings, stopAfter } from '../unit/training/smallTraining.ts';
import { cSources } from '../unit/training/sources.ts';
import { damageFolder, pick } from './damageFolder.ts';
import type { Action, Outcome } from './victim.ts';

const SECONDS = Number(process.env['CELLSCOPE_FUZZ_SECONDS'] ?? 60);
/** Of the first case; each case has the next one. A case that fails is repeated with its own, and no seconds. */
const SEED = Number(process.env['CELLSCOPE_FUZZ_SEED'] ?? 1);
const MOST_SECONDS = 10;
const MOST_MEGABYTES = 2048;
/** Files that are the user's, whatever they are called. */
const OTHERS = ['notes.txt', 'settings.json.tmp', 'other.safetensors.tmp', 'weights-0.safetensors'];
const actions: readonly Action[] = ['use', 'resume', 'resume', 'update', 'restart', 'remove'];

/** A process that does things to folders; another one when it was killed. */
class Victim {
  #child: ChildProcess | undefined;

  async do(folder: string, action: Action): Promise<Outcome> {
    this.#child ??= fork(path.resolve('out/test/fuzz/victim.js'));
    const child = this.#child;
    const over = new AbortController();
    const { signal } = over;
    const answer = once(child, 'message', { signal }).then(([outcome]) => outcome as Outcome);
    const death = once(child, 'exit', { signal }).then(([code]) =>
      broken(`the process ended: ${String(code)}`),
    );
    const delay = wait(1000 * MOST_SECONDS, broken(`it took more than ${MOST_SECONDS} s`), { signal });
    child.send({ folder, action });
    const outcome = await Promise.race([answer, death, delay]);
    over.abort();
    await Promise.allSettled([answer, death, delay]);
    if (outcome.kind === 'broken') this.end();
    return outcome;
  }

  end(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }
}

function broken(message: string): Outcome {
  return { kind: 'broken', message, megabytes: 0 };
}

/** What lies under each name, links unfollowed, and what a link may lead to. */
async function contentsOf(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    const stats = await lstat(file);
    if (stats.isFile()) found.set(name, (await readFile(file)).toString('base64'));
    else if (stats.isSymbolicLink()) found.set(name, `link to ${await readlink(file)}`);
    else if (stats.isDirectory()) found.set(name, `folder of ${(await readdir(file)).join()}`);
    else found.set(name, 'something else');
  }
  return found;
}

describe('model folders', function () {
  this.timeout(1000 * (SECONDS + 600));
  const victim = new Victim();
  let root = '';
  const bases: string[] = [path.resolve('test/fixtures/model-0.1.0')];

  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'cellscope-fuzz-'));
    const kernels = (await loadNodeKernels('media/kernels', 'wasm')).create;
    for (const cell of cellTypes) {
      const base = path.join(root, cell);
      await runTraining({
        version: '0.0.0',
        sources: cSources(4),
        start: { mode: 'restart', settings: { ...smallSettings, cell, hiddenSize: 6, numLayers: 2 } },
        storage: createFolderStorage(base),
        kernels,
        onEvent: () => {},
        history: { now: () => 1_700_000_000_000, pointSeconds: 0 },
        ...stopAfter(20),
      });
      bases.push(base);
    }
  });
  after(async () => {
    victim.end();
    await rm(root, { recursive: true, force: true });
  });

  async function tryCase(seed: number): Promise<Outcome['kind']> {
    const random = new Random(seed);
    const around = path.join(root, 'case');
    const folder = path.join(around, 'model');
    await rm(around, { recursive: true, force: true });
    await mkdir(around);
    await cp(pick(random, bases), folder, { recursive: true });
    for (const name of OTHERS) await writeFile(path.join(folder, name), name);
    const damage = await damageFolder(folder, random);
    const action = pick(random, actions);
    const before = await contentsOf(folder);
    const beside = await contentsOf(around);
    const { kind, message, megabytes } = await victim.do(folder, action);
    const what = `CELLSCOPE_FUZZ_SEED=${seed}: ${action} after ${damage}: ${message.slice(0, 600)}`;
    assert.notEqual(kind, 'broken', what);
    assert.ok(megabytes < MOST_MEGABYTES, `${what}: ${megabytes} MB`);
    assert.ok(message.length < 1000 && !message.includes('\n'), what);

    const after = await contentsOf(folder);
    beside.delete('model');
    for (const [name, content] of beside) assert.equal((await contentsOf(around)).get(name), content, what);
    for (const [name, content] of before) {
      const isOurs =
        /^(model\.json|(weights|training)[-\w]*\.safetensors|training\.lock(\.takeover)?|cellscope-run-\d+\.jsonl)$/.test(
          name,
        );
      const mayGo = isOurs && !OTHERS.includes(name) && !/^(link|folder|something)/.test(content);
      if (!mayGo || (kind === 'refused' && !/^(training\.lock|cellscope-run-)/.test(name)))
        assert.equal(after.get(name), content, `${name}: ${what}`);
    }
    return kind;
  }

  it(`are used, refused in a sentence, or replaced, for ${SECONDS} s of damages from seed ${SEED} on`, async () => {
    const counts = { done: 0, refused: 0, broken: 0 };
    const end = Date.now() + 1000 * SECONDS;
    let seed = SEED;
    do counts[await tryCase(seed++)]++;
    while (Date.now() < end);
    console.log(`      ${seed - SEED} cases: ${counts.done} done, ${counts.refused} refused`);
    if (SECONDS >= 10) assert.ok(counts.done > 0 && counts.refused > 0);
  });
});
