import { UserError } from '../model/base/userError.ts';
import { historyFile, runsAmong } from '../model/files/ownFiles.ts';
import { bestValidation, type RunHistory } from '../model/files/runHistory.ts';
import { runsAsCsv } from '../protocol/runsCsv.ts';
import { readHistoryBytes, RunHistoryReader } from '../model/files/runHistoryReader.ts';
import type { Storage } from '../model/files/storage.ts';
import type { Handlers } from '../protocol/channel.ts';
import type { CurvesHad, FolderRuns, RunCurves, RunOutline, RunStanding, ToRuns } from '../protocol/runs.ts';

/** What the thread around a session lends it. */
export interface RunsPlatform {
  openStorage: (directory: string) => Storage;
  /** Another text whenever the file has changed; undefined where there is none. */
  stampOf: (directory: string, name: string) => Promise<string | undefined>;
  /** Whether a process that lives trains into the folder. */
  isBeingTrained: (directory: string) => Promise<boolean>;
}

/** A history as it was read last. */
interface Known {
  reader: RunHistoryReader;
  stamp: string;
  history: RunHistory | undefined;
  problem?: string;
}

/** Reads histories of runs, of any folders, and what is added to them while they are looked at. */
export function createRunsSession(platform: RunsPlatform): Handlers<ToRuns> {
  const runs = new KnownRuns(platform);
  return {
    look: ({ directories }) => Promise.all(directories.map(directory => runs.look(directory))),
    async curves({ directory, run, had }) {
      const { history, reader } = await runs.read(directory, run);
      return curvesSince(history, reader.revision, had);
    },
    async csv({ runs: wanted }) {
      const named = wanted.map(async ({ directory, run, name }) => {
        const { history } = await runs.read(directory, run);
        return { name, history };
      });
      return runsAsCsv(await Promise.all(named));
    },
  };
}

class KnownRuns {
  readonly #platform: RunsPlatform;
  readonly #known = new Map<string, Known>();

  constructor(platform: RunsPlatform) {
    this.#platform = platform;
  }

  async look(directory: string): Promise<FolderRuns> {
    const storage = this.#platform.openStorage(directory);
    const isTraining = await this.#platform.isBeingTrained(directory);
    const runs: RunOutline[] = [];
    const problems: string[] = [];
    try {
      for (const [i, run] of runsAmong(await storage.list()).entries()) {
        const known = await this.#refresh(directory, run);
        if (known?.problem !== undefined) problems.push(known.problem);
        if (known?.history) runs.push(outlineOf(run, known, i === 0 && isTraining));
      }
    } catch (error) {
      problems.push(messageOf(error));
    }
    return { runs, problems };
  }

  /** Rejects with a UserError where there is nothing to be read. */
  async read(directory: string, run: number): Promise<Known & { history: RunHistory }> {
    const known = await this.#refresh(directory, run);
    const { history } = known ?? {};
    if (!known || !history) throw new UserError(known?.problem ?? `Run ${run} is no longer in ${directory}.`);
    return { ...known, history };
  }

  /** Reads what is new; undefined where there is no such file. */
  async #refresh(directory: string, run: number): Promise<Known | undefined> {
    const name = historyFile(run);
    const key = `${directory}\n${run}`;
    const stamp = await this.#platform.stampOf(directory, name);
    if (stamp === undefined) {
      this.#known.delete(key);
      return undefined;
    }
    const before = this.#known.get(key);
    if (before?.stamp === stamp) return before;
    const reader = before?.reader ?? new RunHistoryReader(`${name} in ${directory}`);
    const known: Known = { reader, stamp, history: undefined };
    try {
      const bytes = await readHistoryBytes(this.#platform.openStorage(directory), run);
      if (bytes) known.history = reader.read(bytes);
    } catch (error) {
      known.problem = messageOf(error);
    }
    this.#known.set(key, known);
    return known;
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof UserError)) throw error;
  return error.message;
}

function outlineOf(run: number, { history, stamp }: Known, isTraining: boolean): RunOutline {
  const { header, points, validations, end } = history!;
  const { budget, ...settings } = header.settings;
  const best = bestValidation(history!)?.loss;
  const last = validations.at(-1)?.loss;
  return {
    run,
    started: header.started,
    kind: header.kind,
    standing: standingOf(end?.reason, isTraining),
    settings,
    budget,
    engine: header.engine,
    files: header.files,
    characters: header.characters,
    symbols: header.symbols,
    parameters: header.parameters,
    step: points.step.at(-1) ?? 0,
    seconds: points.seconds.at(-1) ?? 0,
    share: end?.reason === 'finished' ? 1 : (points.share.at(-1) ?? 0),
    ...(best !== undefined && { bestBits: best / Math.LN2 }),
    ...(last !== undefined && { lastBits: last / Math.LN2 }),
    stamp,
  };
}

function standingOf(
  end: NonNullable<RunHistory['end']>['reason'] | undefined,
  isTraining: boolean,
): RunStanding {
  if (end === 'cancelled') return 'stopped';
  return end ?? (isTraining ? 'training' : 'interrupted');
}

function curvesSince(
  { points, validations, samples, notes }: RunHistory,
  revision: number,
  had: CurvesHad,
): RunCurves {
  const isSame = had.revision === revision;
  const from = {
    points: isSame ? Math.min(had.points, points.step.length) : 0,
    validations: isSame ? Math.min(had.validations, validations.length) : 0,
    samples: isSame ? Math.min(had.samples, samples.length) : 0,
  };
  const column = (values: readonly number[]) => Float64Array.from(values.slice(from.points));
  const measured = validations.slice(from.validations);
  return {
    revision,
    from,
    step: column(points.step),
    seconds: column(points.seconds),
    trainLoss: column(points.trainLoss),
    gradientNorm: column(points.gradientNorm),
    learningRate: column(points.learningRate),
    charsPerSecond: column(points.charsPerSecond),
    validationStep: Float64Array.from(measured, one => one.step),
    validationSeconds: Float64Array.from(measured, one => one.seconds),
    validationLoss: Float64Array.from(measured, one => one.loss),
    samples: samples.slice(from.samples),
    notes: [...notes],
  };
}
