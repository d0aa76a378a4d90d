import type { Figures } from '../model/training/figures.ts';
import type { TrainingEvent } from '../model/training/trainingRun.ts';
import { qualityWords } from '../protocol/quality.ts';
import { count, dim, duration, plural, printable, printJson, printLine, StatusLine } from './output.ts';

/** Skipped files that are named. */
const NAMED_SKIPS = 5;
/** Lines of a drawn sample that are shown. */
const SAMPLE_LINES = 4;
const BAR_WIDTH = 24;

export interface TrainingReport {
  onEvent(event: TrainingEvent): void;
  /** To be called however the run ended. */
  end(): void;
}

export interface ReportOptions {
  form: 'text' | 'json';
  /** Of the model. */
  directory: string;
  /** What trains, such as 'native-avx512, 2 threads'. */
  engine: string;
}

/** Tells a run's events on the terminal or to another program. */
export function createTrainingReport(options: ReportOptions): TrainingReport {
  return options.form === 'json' ? jsonReport() : textReport(options);
}

/** Progress and the end on standard output; what a person should know on standard error. */
function jsonReport(): TrainingReport {
  // Of a model that knows nothing: what there is to say before the first measurement.
  let ignorance = 0;
  return {
    onEvent(event) {
      switch (event.event) {
        case 'progress': {
          const { step, epoch, trainBitsPerChar, charsPerSecond, secondsLeft } = event;
          const { validationBitsPerChar = ignorance } = event;
          printJson({
            event: 'progress',
            step,
            epoch,
            trainBitsPerChar,
            validationBitsPerChar,
            charsPerSecond,
            secondsLeft,
          });
          break;
        }
        case 'done': {
          const { parameters, seconds, reason, bitsPerCharBefore, kept } = event;
          const { validationBitsPerChar = ignorance } = event;
          if (reason === 'finished')
            printJson({
              event: 'done',
              validationBitsPerChar,
              parameters,
              seconds,
              ...(kept && { bitsPerCharBefore, kept }),
            });
          break;
        }
        case 'notice':
          process.stderr.write(`cellscope: ${event.message}\n`);
          break;
        case 'corpus':
          ignorance = Math.log2(event.symbols);
          break;
        case 'sample':
        case 'checkpoint':
          break;
      }
    },
    end() {},
  };
}

function textReport({ directory, engine }: ReportOptions): TrainingReport {
  const status = new StatusLine();
  return {
    onEvent(event) {
      switch (event.event) {
        case 'corpus':
          printLine(`${plural(event.files, 'file')}, ${count(event.characters)} characters; ${engine}`);
          printSkipped(event);
          break;
        case 'progress':
          status.update(progressLine(event));
          break;
        case 'sample': {
          const lines = printable(event.text).split('\n').slice(0, SAMPLE_LINES);
          status.print(dim(lines.map(line => `    ${line}`).join('\n')));
          break;
        }
        case 'notice':
          status.print(event.message);
          break;
        case 'checkpoint':
          break;
        case 'done':
          status.clear();
          printLine(doneLine(event, directory));
          break;
      }
    },
    end: () => status.clear(),
  };
}

function printSkipped({ skipped, skippedFiles }: Extract<TrainingEvent, { event: 'corpus' }>): void {
  for (const { path, reason } of skipped.slice(0, NAMED_SKIPS))
    printLine(dim(`  left out ${path}: ${reason}`));
  if (skippedFiles > NAMED_SKIPS)
    printLine(dim(`  left out ${plural(skippedFiles - NAMED_SKIPS, 'more file')}`));
}

function progressLine(event: Extract<TrainingEvent, { event: 'progress' }>): string {
  const filled = Math.round(event.share * BAR_WIDTH);
  const bar = '#'.repeat(filled) + '-'.repeat(BAR_WIDTH - filled);
  const percent = `${Math.floor(event.share * 100)}%`.padStart(4);
  return (
    `[${bar}]${percent} ${duration(event.secondsLeft)} left  ` +
    `${describeFigures(event) ?? 'not measured yet'}  ` +
    `learnt text ${event.trainBitsPerChar.toFixed(3)}  ` +
    `epoch ${event.epoch} step ${count(event.step)}  ${count(event.charsPerSecond)} chars/s`
  );
}

function doneLine(event: Extract<TrainingEvent, { event: 'done' }>, directory: string): string {
  const figures = describeFigures(event);
  const time = duration(event.seconds);
  if (event.kept === 'former')
    return `The model in ${directory} is kept as it was: an update of ${time} made it worse: it ${figures}`;
  const verb = event.reason === 'cancelled' ? 'Stopped' : event.kept ? 'Updated' : 'Trained';
  const how = figures === undefined ? '' : `${figures}, `;
  return `${verb} after ${time}: ${how}${count(event.parameters)} parameters, in ${directory}`;
}

/** 'predicts well (1.680 bits per character on held-out text)'; undefined before the first measurement. */
function describeFigures({ quality, validationBitsPerChar, bitsPerCharBefore }: Figures): string | undefined {
  if (quality === undefined || validationBitsPerChar === undefined) return undefined;
  const before = bitsPerCharBefore === undefined ? '' : `, ${bitsPerCharBefore.toFixed(3)} before the update`;
  return `predicts ${qualityWords[quality]} (${validationBitsPerChar.toFixed(3)} bits per character on held-out text${before})`;
}
