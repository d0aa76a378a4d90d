import type { Checkpoint, Model } from '../../files/modelFiles.ts';
import type { TrainingRecord } from '../../files/trainingRecord.ts';
import type { Network } from '../../network/network.ts';
import type { StepResult, Trainer, TrainerState } from '../../network/training/trainer.ts';
import { Batches } from '../../text/batches.ts';
import type { Alphabet } from '../../text/alphabet.ts';
import type { Corpus } from '../../text/corpus.ts';
import { addToHistory } from './addToHistory.ts';
import { DivergenceGuard, type Finding } from './divergenceGuard.ts';
import { Schedule, type Standing } from './schedule.ts';
import type { StartCheckpoint } from '../start/startCheckpoint.ts';
import { Stopwatch } from './stopwatch.ts';
import type { Measurement } from './validation.ts';

/** A state that a run can go back to. */
export interface SavedState {
  readonly record: TrainingRecord;
  readonly trainer: TrainerState;
  readonly parameters: Float32Array;
  /** As last measured; undefined if it never was. */
  readonly measured: Measurement | undefined;
}

interface RunStateOptions {
  corpus: Corpus<Alphabet>;
  checkpoint: StartCheckpoint;
  /** In the state of the checkpoint; not disposed of here. */
  trainer: Trainer;
  /** Milliseconds, from any origin. */
  clock: () => number;
}

/**
 * All of a run that its steps change: what was learnt, how far the text is read, what was measured and how long it
 * took. Whatever is kept of a run is copied here, and taken up again here.
 */
export class RunState {
  readonly schedule: Schedule;
  readonly stopwatch: Stopwatch;
  private readonly model: Model;
  private readonly trainer: Trainer;
  private readonly batches: Batches;
  /** In the mean: losses are told by characters, whatever the symbols are. */
  private readonly charactersPerSymbol: number;
  private currentRecord: TrainingRecord;
  private currentGuard: DivergenceGuard;
  private lastMeasured: Measurement | undefined;
  /** Of this process, also those that were gone back from. */
  private stepsTaken = 0;
  private lastResult: (StepResult & { learningRate: number }) | undefined;

  constructor({ corpus, checkpoint: { model, record }, trainer, clock }: RunStateOptions) {
    const { settings, streamGroups: groups, before } = record;
    const { batchSize, seqLength } = settings;
    const { vocabulary } = model;
    // An update begins at other places than the run before it, which may not have come far from where it began.
    const seed = settings.seed + (before?.steps ?? 0);
    this.model = model;
    this.currentRecord = record;
    this.trainer = trainer;
    this.batches = new Batches(corpus.training, { batchSize, seqLength, groups, seed, vocabulary });
    this.charactersPerSymbol = corpus.charactersPerSymbol;
    this.batches.seek(record.position);
    const { windowsPerEpoch } = this.batches;
    this.schedule = new Schedule(settings, {
      windowsPerEpoch,
      decay: record.decay,
      from: record.fromStarter ? 'starter' : before && 'model',
      step: record.step,
    });
    this.currentGuard = new DivergenceGuard(record);
    this.stopwatch = new Stopwatch(clock, record.seconds);
  }

  /** Learns from one window. A step that fails leaves the run before that window. */
  async learn(): Promise<Finding> {
    const { position } = this.batches;
    const { startsEpoch } = this.batches.next();
    if (startsEpoch) this.trainer.resetState();
    const { step } = this.currentRecord;
    const learningRate = this.schedule.learningRate(step) * this.currentGuard.learningRateScale;
    try {
      const { loss, gradientNorm } = await this.trainer.step(this.batches, learningRate);
      this.currentRecord.step = step + 1;
      this.stepsTaken++;
      const lossPerCharacter = loss / this.charactersPerSymbol;
      this.lastResult = { loss: lossPerCharacter, gradientNorm, learningRate };
      return this.currentGuard.observe(lossPerCharacter, step + 1);
    } catch (error) {
      this.batches.seek(position);
      throw error;
    }
  }

  /** What came of the last one; undefined before the first. */
  get lastStep(): Readonly<StepResult & { learningRate: number }> | undefined {
    return this.lastResult;
  }

  /** Its `seconds` and `position` are those of the last copy. */
  get record(): Readonly<TrainingRecord> {
    return this.currentRecord;
  }

  get step(): number {
    return this.currentRecord.step;
  }

  /** In training, pauses left out. */
  get seconds(): number {
    return this.stopwatch.seconds;
  }

  get standing(): Standing {
    return { step: this.step, seconds: this.seconds };
  }

  /** In the mean of this process's steps, all that is done between them included; before the first as it was. */
  get secondsPerStep(): number {
    if (this.stepsTaken > 0) return (this.seconds - this.stopwatch.before) / this.stepsTaken;
    return this.step > 0 ? this.seconds / this.step : 0;
  }

  /** Of the text as it is being read, from 1. */
  get epoch(): number {
    return this.batches.epochRead;
  }

  get windowsPerEpoch(): number {
    return this.batches.windowsPerEpoch;
  }

  /** All of the text has just been read. */
  get isBetweenEpochs(): boolean {
    return this.batches.position.window === 0;
  }

  /** In a window of T times B symbols. */
  get charactersPerStep(): number {
    return this.batches.inputs.length * this.charactersPerSymbol;
  }

  /** Of the present weights: it is another one after `restore`. */
  get guard(): DivergenceGuard {
    return this.currentGuard;
  }

  /** As last measured; undefined before that. */
  get measured(): Measurement | undefined {
    return this.lastMeasured;
  }

  /** Its parameters are what was learnt so far once they are published. */
  get network(): Network {
    return this.model.network;
  }

  /** The model with what was learnt so far: an engine may have it elsewhere until it is asked for. */
  async published(): Promise<Model> {
    await this.trainer.publishParameters();
    return this.model;
  }

  /** Keeps what was measured of the present weights. */
  noteMeasured(measured: Measurement): void {
    this.lastMeasured = measured;
    this.model.validationBitsPerChar = measured.bitsPerChar;
    const { step } = this;
    if (step === 0) return;
    this.model.history = addToHistory(this.model.history, {
      step,
      epoch: this.epoch,
      seconds: this.seconds,
      trainLoss: this.currentGuard.movingLoss,
      validationLoss: measured.bitsPerChar * Math.LN2,
    });
  }

  /** Keeps what was measured last as that of the model before the update. */
  noteBefore(): void {
    const { before } = this.currentRecord;
    if (before && this.measured)
      this.currentRecord.before = { ...before, bits: this.measured.bits.map(toThousandths) };
  }

  noteFinished(): void {
    this.currentRecord.finished = true;
  }

  async copy(): Promise<SavedState> {
    const { network } = await this.published();
    const { decay } = this.schedule;
    this.currentRecord = {
      ...this.currentRecord,
      position: this.batches.position,
      ...(decay && 'seconds' in this.currentRecord.settings.budget ? { decay } : {}),
      ...this.currentGuard.record,
    };
    return {
      record: { ...this.currentRecord },
      trainer: await this.trainer.exportState(),
      parameters: new Float32Array(network.parameters),
      measured: this.lastMeasured,
    };
  }

  /** Makes a copy the present state. */
  async restore(
    { record, trainer, parameters, measured }: SavedState,
    guard = new DivergenceGuard(record),
  ): Promise<void> {
    const { model } = this;
    model.network.parameters.set(parameters);
    model.network.parametersChanged();
    await this.trainer.importState(trainer);
    this.batches.seek(record.position);
    this.currentRecord = { ...record };
    this.currentGuard = guard;
    this.lastMeasured = measured;
    if (measured) model.validationBitsPerChar = measured.bitsPerChar;
    model.history = model.history.filter(entry => entry.step <= record.step);
  }

  /** The present state, to be written: `state` has just been copied or restored. */
  checkpointOf(state: SavedState): Checkpoint {
    this.currentRecord = { ...state.record, seconds: this.seconds };
    const { step, before } = this.currentRecord;
    // In this run each time counted.
    this.model.trainedCharacters = (before?.characters ?? 0) + Math.round(step * this.charactersPerStep);
    return { model: this.model, record: this.currentRecord, trainer: state.trainer };
  }

  /** The model as the last checkpoint has it. */
  get savedModel(): Model {
    return { ...this.model, training: this.currentRecord };
  }
}

function toThousandths(value: number): number {
  return Math.round(value * 1000) / 1000;
}
