/**
 * Tries random text files, rule files, repositories and globs on what finds and reads files, in a process of its own that
 * is watched: `npm run build:tests && node out/test/fuzz/files.fuzz.js [--seconds 60] [--seed 1]`. A case is made of its
 * seed alone. Fails on an error that is not for the user, a case of more than 10 s of work, and more than 2 GB of memory, and
 * says which seed it was; `--seed N --seconds 0` tries that one again.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from '../../src/model/base/userError.ts';
import { tryCase } from './fileCase.ts';

/** Of work, whatever else the machine does; and by the clock, for a case that waits for what never comes. */
const LONGEST = { workMs: 10_000, clockMs: 120_000 };
const MOST_BYTES = 2e9;

/** From the process that tries, before each case and at its end. */
type News = { begins: number } | { fails: string } | { tried: number; refused: number };

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    child: { type: 'boolean', default: false },
  },
});
if (values.child) void tryCases(Number(values.seed), Number(values.seconds));
else void watch();

async function watch(): Promise<void> {
  const args = ['--child', '--seed', values.seed, '--seconds', values.seconds];
  const child = fork(__filename, args, { execArgv: ['--max-old-space-size=2000'] });
  let seed = Number(values.seed);
  let problem: string | undefined;
  let began = { clock: performance.now(), work: workOf(child.pid) };
  const watchdog = setInterval(() => {
    const clock = performance.now() - began.clock;
    const work = workOf(child.pid) - began.work;
    if (work < LONGEST.workMs && clock < LONGEST.clockMs) return;
    problem ??= `it has taken ${work} ms of work, ${clock.toFixed(0)} ms by the clock`;
    child.kill('SIGKILL');
  }, 500);
  child.on('message', (news: News) => {
    if ('fails' in news) problem ??= news.fails;
    else if ('tried' in news) console.log(`${news.tried} cases, ${news.refused} refused with a sentence`);
    else {
      seed = news.begins;
      began = { clock: performance.now(), work: workOf(child.pid) };
    }
  });
  const [status, signal] = (await once(child, 'exit')) as [number | null, string | null];
  clearInterval(watchdog);
  if (status !== 0) problem ??= `the process ended by ${signal ?? `status ${status}`}`;
  if (problem === undefined) return;
  console.error(
    `Seed ${seed}: ${problem}\nAgain: node out/test/fuzz/files.fuzz.js --seed ${seed} --seconds 0`,
  );
  process.exitCode = 1;
}

/** Milliseconds that processors have worked for a process; 0 where the system does not tell. */
function workOf(pid: number | undefined): number {
  try {
    // In hundredths of a second, behind the name, which may hold anything: proc(5).
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(' ');
    return 10 * (Number(fields[11]) + Number(fields[12]));
  } catch {
    return 0;
  }
}

function tell(news: News): void {
  process.send?.(news);
}

/** Ends with the first case that fails. */
async function tryCases(first: number, seconds: number): Promise<void> {
  const end = performance.now() + 1000 * seconds;
  let refused = 0;
  const failures: string[] = [];
  let seed = first;
  do {
    tell({ begins: seed });
    const folder = await mkdtemp(path.join(tmpdir(), 'cellscope-fuzz-'));
    try {
      await tryCase(seed, folder);
    } catch (error) {
      if (error instanceof UserError && !error.message.includes('\n')) refused++;
      else failures.push((error as Error).stack ?? String(error));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    const { rss } = process.memoryUsage();
    if (rss > MOST_BYTES) failures.push(`${(rss / 1e6).toFixed(0)} MB of memory`);
    seed++;
  } while (failures.length === 0 && performance.now() < end);
  for (const fails of failures) tell({ fails });
  tell({ tried: seed - first, refused });
  process.disconnect?.();
}
