import { UserError } from '../../model/base/userError.ts';
import type { Command } from '../base/command.ts';
import { printJson, StatusLine, warn } from '../base/output.ts';
import { isSet } from '../base/options.ts';
import { type BenchOptions, benchOptions, DEFAULT_SECONDS, DEFAULT_UNITS } from './benchOptions.ts';
import { type Contestant, type EngineName, type PeerName, remedies, startContestant } from './contestants.ts';
import { ContestantFailure, endContestants } from './contestantProcess.ts';
import { printReport } from './printReport.ts';
import { createReport, machine, type MemoryMeasurement, type Report } from './report.ts';
import { isEngine, measureMemory, measureRounds, roundsOf } from './rounds.ts';
import { trainingShape } from './work.ts';

const { batchSize, seqLength, vocabSize } = trainingShape;

/** Exit status of a process that was interrupted, by custom 128 + SIGINT. */
const INTERRUPTED = 130;

export const command: Command = {
  name: 'bench',
  summary: 'Measures how fast this machine trains, generates and reads',
  usage: `Usage: cellscope bench [--against torch,tfjs-node] [--peak] [options]

Measures LSTMs of one layer with ${DEFAULT_UNITS.join(', ')} units over ${vocabSize} symbols:
- training with 1 and with all threads: characters a second, in whole steps of ${batchSize} streams by ${seqLength} characters
  (forward, backward, clip, Adam)
- generation in one thread: microseconds a character, for one stream and for several at once
- reading a file of 100,000 characters for the inspector: milliseconds
- a key in a file of 1,000,000 characters, with the suggestion after it: milliseconds, the median and of 95 in 100 keys
- the most memory that training takes
All take part in several rounds, one after the other in each; a figure is that of the best round, since other programs
on the machine can only slow one down. One thread is measured by the time of the processor, several by the clock.
It takes about a minute, and with all peers some five.

  --against PEERS   measures others in the same rounds, and prints ratios: torch (PyTorch; npm run bench:setup gets it;
                    CELLSCOPE_PYTHON names a Python that has it), tfjs-node. One that is missing is left out
  --engine ENGINE   only native or only wasm; both unless given
  --peak            also what the processor does at most, in registers alone, and the share of it that training and its
                    matrix products reach
  --seconds N       time for each figure of training (${DEFAULT_SECONDS}); the others take a part of it
  --units N,N,...   other numbers of units (${DEFAULT_UNITS.join(',')})
  --threads N       what "all threads" is (as many as there are processors)
  --json            one JSON object: {"machine","shape","training","generation","reading","memory","peaks","products",
                    "ratios","notices"}; each figure with the least, the median and the greatest of its rounds
`,
  options: {
    against: { type: 'string' },
    engine: { type: 'string' },
    peak: { type: 'boolean' },
    seconds: { type: 'string' },
    units: { type: 'string' },
    threads: { type: 'string' },
    json: { type: 'boolean' },
  },

  async run(args) {
    const chosen = benchOptions(args);
    endOnSignals();
    const report = await measure(chosen);
    if (isSet(args, 'json')) printJson(report);
    else printReport(report);
    return 0;
  },
};

async function measure(options: BenchOptions): Promise<Report> {
  const about = { machine: machine(), notices: [...options.notices] };
  const started: Contestant[] = [];
  try {
    await startAll(options, started, about.notices);
    if (started.length === 0) throw new UserError(`Nothing can be measured. ${about.notices.join(' ')}`);
    const rounds = await measureRounds(started, options, {
      onRound: round => tellProgress(`round ${round + 1} of ${roundsOf(options.seconds)}`),
      onFailure: (contestant, error) => about.notices.push(failureNotice(contestant.name, error)),
    });
    tellProgress('memory');
    const measured = new Set(rounds.map(({ contestant }) => contestant.name));
    const memory = await measureAllMemory([...measured], options, about.notices);
    return createReport(about, rounds, memory);
  } finally {
    await Promise.all(started.map(({ process }) => process.end()));
    tellProgress('');
  }
}

/** Our engines and the peers, each with one and with all threads. What is missing becomes a notice. */
async function startAll(options: BenchOptions, started: Contestant[], notices: string[]): Promise<void> {
  const { engines, peers, threads, engineIsNamed } = options;
  for (const name of [...engines, ...peers])
    try {
      for (const count of new Set([1, threads])) started.push(await startContestant(name, count));
    } catch (error) {
      const notice = missingNotice(name, error);
      if (isEngine(name) && engineIsNamed) throw new UserError(notice);
      notices.push(notice);
    }
}

/** Each with all threads and in a new process: those of the rounds have done more than train. */
async function measureAllMemory(
  names: readonly (EngineName | PeerName)[],
  options: BenchOptions,
  notices: string[],
): Promise<MemoryMeasurement[]> {
  const memory: MemoryMeasurement[] = [];
  for (const name of names)
    try {
      memory.push(await measureMemoryOf(await startContestant(name, options.threads), options));
    } catch (error) {
      notices.push(failureNotice(name, error));
    }
  return memory;
}

async function measureMemoryOf(contestant: Contestant, options: BenchOptions): Promise<MemoryMeasurement> {
  try {
    const measurement = await measureMemory(contestant, options);
    return { ...measurement, startMegabytes: contestant.startMegabytes };
  } finally {
    await contestant.process.end();
  }
}

/** One line: what is missing, how to get it, and what happened when it was tried. */
function missingNotice(name: EngineName | PeerName, error: unknown): string {
  if (!(error instanceof ContestantFailure)) throw error;
  const remedy = remedies[name];
  return remedy === undefined
    ? `${name} is missing and was left out: ${error.message}`
    : `${name} is missing and was left out; ${remedy} (${error.message})`;
}

function failureNotice(name: EngineName | PeerName, error: unknown): string {
  if (!(error instanceof ContestantFailure)) throw error;
  const notice = `${name} failed and was left out: ${error.message}`;
  if (isEngine(name)) throw new UserError(notice);
  return notice;
}

/** Ctrl+C on a terminal reaches the contestants, too; a signal to this process alone does not. */
function endOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => {
      endContestants();
      tellProgress('');
      warn('interrupted; nothing was measured');
      process.exit(INTERRUPTED);
    });
}

const status = new StatusLine(process.stderr);

/** On a terminal, in one line that is written over; measuring takes minutes. */
function tellProgress(text: string): void {
  if (text === '') status.clear();
  else if (process.stderr.isTTY) status.update(text);
}
