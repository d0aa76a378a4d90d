import * as vscode from 'vscode';
import { noticeText } from '../../protocol/noticeText.ts';
import type { TrainingProgress, TrainingWorkerEvent, TrainRequest } from '../../protocol/trainingMessages.ts';
import type { ModelService } from '../trainedModel/modelService.ts';
import { engineSetting, openSetting } from '../configuration.ts';
import { plainWindow } from '../plain/plainWindow.ts';
import type { TrainingController } from './trainingController.ts';
import { tellStart } from './trainingNotices.ts';
import { describeProgress } from './trainingText.ts';

type NoticeEvent = TrainingWorkerEvent & { event: 'notice' };

/** What the user has chosen himself, and need not be told each time. */
const onlyLogged = new Set<NoticeEvent['notice']['kind']>(['starterDoesNotFit']);

type EngineEvent = TrainingWorkerEvent & { event: 'engine' };

/** Writes what happens in a run into the log, and shows the user what he should know while it goes on. */
export class TrainingLog {
  readonly #model: Pick<ModelService, 'refresh'>;
  readonly #log: vscode.LogOutputChannel;
  readonly #subscription: vscode.Disposable;
  #latest: TrainingProgress | undefined;
  #hasSaved = false;
  #isUnasked = false;

  constructor(
    training: Pick<TrainingController, 'onEvent'>,
    model: Pick<ModelService, 'refresh'>,
    log: vscode.LogOutputChannel,
  ) {
    this.#model = model;
    this.#log = log;
    this.#subscription = training.onEvent(event => this.#record(event));
  }

  /** Of the run that began last: whether there is a checkpoint of it to go on from. */
  get hasSaved(): boolean {
    return this.#hasSaved;
  }

  /** A run begins; of one that nobody asked for no one is told. */
  begin({ folders, start, settings, engine, threads }: TrainRequest, { isUnasked = false } = {}): void {
    this.#isUnasked = isUnasked;
    this.#latest = undefined;
    this.#hasSaved = false;
    this.#log.info(`Training on ${folders.map(folder => folder.path).join(', ')} (${start})`);
    this.#log.info(`Settings: ${JSON.stringify({ ...settings, engine, threads })}`);
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #record(event: TrainingWorkerEvent): void {
    switch (event.event) {
      case 'engine':
        this.#recordEngine(event);
        break;
      case 'corpus':
        if (!this.#isUnasked) tellStart(event.files);
        this.#log.info(`${event.files} files, ${event.characters.toLocaleString('en')} characters`);
        for (const { path, reason } of event.skipped) this.#log.info(`Left out ${path}: ${reason}`);
        if (event.skippedFiles > event.skipped.length)
          this.#log.info(
            `Left out ${event.skippedFiles - event.skipped.length} more files. "Cellscope: Show Files That Are Read" lists all.`,
          );
        break;
      case 'progress':
        this.#latest = event;
        this.#log.debug(describeProgress(event));
        break;
      case 'sample':
        // Twice a second would drown all else: the log gets the numbers with each sample.
        if (this.#latest) this.#log.info(describeProgress(this.#latest));
        this.#log.info(`Sample at step ${event.step}:\n${event.text}`);
        break;
      case 'checkpoint':
        this.#hasSaved = true;
        this.#log.info(`Checkpoint at step ${event.step}`);
        void this.#model.refresh();
        break;
      case 'notice':
        this.#log.warn(noticeText(event.notice));
        if (!this.#isUnasked && !onlyLogged.has(event.notice.kind))
          void plainWindow.showWarningMessage(noticeText(event.notice));
        break;
      case 'reading':
      case 'preparing':
        break;
      case 'ranking':
        if (event.share === 0) this.#log.info('Ranking the cells');
        break;
      case 'learningContexts':
        if (event.share === 0) this.#log.info('Learning names and phrases');
        break;
    }
  }

  #recordEngine({ name, notices }: EngineEvent): void {
    this.#log.info(`Trains with ${name}`);
    for (const notice of notices) {
      this.#log.warn(noticeText(notice));
      if (notice.kind === 'engineMissing') warnOfOtherEngine(noticeText(notice), name);
    }
  }
}

/** TensorFlow was asked for and does not run here, for the reason that `missing` gives: it is the one engine that may not. */
function warnOfOtherEngine(missing: string, name: string): void {
  const { commands } = vscode;
  const install = 'Install TensorFlow Engine';
  const settings = 'Open Settings';
  const message = `${missing} Training goes on with ${name}.`;
  void plainWindow.showWarningMessage(message, install, settings).then(choice => {
    if (choice === install) void commands.executeCommand('cellscope.installTensorflow');
    if (choice === settings) void openSetting(engineSetting);
  });
}
