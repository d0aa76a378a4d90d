import type { KernelFactory } from '../model/kernels/wasmKernels.ts';
import { LabRun } from '../model/lab/labRun.ts';
import type { Lesson, Material, Progress } from '../model/lab/lesson.ts';
import { lessonNamed } from '../model/lab/lessons/lessons.ts';
import type { Handlers } from '../protocol/channel.ts';
import type { LabProgress, LessonOutline, OpenedLesson, ShownLook, ToLab } from '../protocol/lab.ts';
import { PauseGate } from './pauseGate.ts';
import { UsedSelection } from './usedSelection.ts';
import { WorkPace } from './workPace.ts';

type OpenRequest = Extract<ToLab['request'], { kind: 'open' }>;

/** What the thread around a session lends it. */
export interface LabPlatform {
  lessons: readonly Lesson[];
  loadKernels: () => Promise<{ create: KernelFactory }>;
  material: (surroundings: OpenRequest['surroundings']) => Material;
  /** Milliseconds, from any origin. */
  clock: () => number;
  /** Resolves after waiting messages were handled. */
  yieldToEvents: () => Promise<void>;
}

/** One experiment at a time: opens it, works at it, shows it. */
export class LabSession {
  readonly #platform: LabPlatform;
  readonly #tell: (event: LabProgress) => void;
  readonly #gate = new PauseGate();
  /** Openings follow one another; each first stops the work that is under way. */
  #opening: Promise<unknown> = Promise.resolve();
  #open: { run: LabRun; selection: UsedSelection } | undefined;
  #work: { cancel: AbortController; over: Promise<ShownLook> } | undefined;

  constructor(platform: LabPlatform, tell: (event: LabProgress) => void) {
    this.#platform = platform;
    this.#tell = tell;
  }

  get handlers(): Handlers<ToLab> {
    return {
      lessons: () => this.#platform.lessons.map(outlineOf),
      open: (request, signal) => this.#openNext(request, signal),
      look: ({ values }) => this.#run.look(values) as ShownLook,
      work: (_, signal) => this.#begin(signal),
      pause: () => this.#gate.close(),
      continue: () => this.#gate.open(),
    };
  }

  get #run(): LabRun {
    if (!this.#open) throw new Error('No lesson is open.');
    return this.#open.run;
  }

  #openNext(request: OpenRequest, signal: AbortSignal): Promise<OpenedLesson> {
    const opened = this.#opening.then(() => {
      // Nobody wants it any more: the next one is waiting.
      if (signal.aborted) throw new Error('It was opened no more.');
      return this.#openNow(request);
    });
    this.#opening = opened.catch(() => {});
    return opened;
  }

  async #openNow({ state, surroundings, anew = false }: OpenRequest): Promise<OpenedLesson> {
    const lesson = lessonNamed(state.lesson, this.#platform.lessons);
    const open = this.#open;
    const isSame =
      open?.run.lesson === lesson &&
      open.run.seed === state.seed &&
      open.run.isSameExperiment(state.values) &&
      open.selection.isStill(surroundings.selection);
    if (!isSame || anew) await this.#replace(lesson, { state, surroundings });
    return this.#opened(state);
  }

  async #replace(lesson: Lesson, { state, surroundings }: Omit<OpenRequest, 'kind'>): Promise<void> {
    await this.#stop();
    this.#open = undefined;
    const { create } = await this.#platform.loadKernels();
    const selection = new UsedSelection(surroundings.selection);
    const run = await LabRun.begin({
      lesson,
      values: state.values,
      seed: state.seed,
      material: selection.watch(this.#platform.material(surroundings)),
      kernels: create,
      clock: this.#platform.clock,
    });
    this.#open = { run, selection };
  }

  #opened({ values }: OpenRequest['state']): OpenedLesson {
    const { run, selection } = this.#open!;
    const look = run.look(values) as ShownLook;
    return {
      ...look,
      values: run.values,
      hasWork: run.hasWork,
      canWork: run.canWork,
      isWorking: this.#work !== undefined,
      usesSelection: selection.isUsed,
    };
  }

  #begin(signal: AbortSignal): Promise<ShownLook> {
    const run = this.#run;
    if (this.#work) throw new Error('The work is under way already.');
    const cancel = new AbortController();
    signal.addEventListener('abort', () => cancel.abort(), { once: true });
    const over = this.#workOn(run, cancel.signal).finally(() => {
      this.#work = undefined;
    });
    this.#work = { cancel, over };
    return over;
  }

  async #stop(): Promise<void> {
    this.#work?.cancel.abort();
    // What went wrong in it was told to whoever began it.
    await this.#work?.over.catch(() => {});
  }

  /** Stops where it is when the signal is aborted. */
  async #workOn(run: LabRun, signal: AbortSignal): Promise<ShownLook> {
    const { clock, yieldToEvents } = this.#platform;
    const pace = new WorkPace(clock);
    const stopped = whenAborted(signal);
    const waitForTurn = async () => {
      const paused = clock();
      await Promise.race([this.#gate.whenOpen(), stopped]);
      pace.leaveOut(clock() - paused);
    };
    await waitForTurn();
    for (const progress of signal.aborted ? [] : run.work()) {
      if (pace.isTimeToTell()) this.#tellProgress(run, progress, pace);
      await yieldToEvents();
      await waitForTurn();
      if (signal.aborted) break;
    }
    return run.look() as ShownLook;
  }

  #tellProgress(run: LabRun, { share, words }: Progress, pace: WorkPace): void {
    const secondsLeft = pace.secondsLeft(share);
    const look = pace.isTimeToLook() ? pace.timed(() => run.look() as ShownLook) : undefined;
    this.#tell({
      kind: 'progress',
      share,
      words,
      ...(secondsLeft !== undefined && { secondsLeft }),
      ...(look && { look }),
    });
  }
}

function outlineOf({ name, title, words, deed, settings }: Lesson): LessonOutline {
  return { name, title, words: [...words], deed, settings: [...settings] };
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
