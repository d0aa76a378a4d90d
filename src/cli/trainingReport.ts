import type { TrainingEvent } from '../model/training/trainingRun.ts';
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
  return {
    onEvent(event) {
      switch (event.event) {
        case 'progress': {
          const { step, epoch, trainBitsPerChar, validationBitsPerChar, charsPerSecond, secondsLeft } = event;
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
          const { validationBitsPerChar, parameters, seconds, reason } = event;
          if (reason === 'finished') printJson({ event: 'done', validationBitsPerChar, parameters, seconds });
          break;
        }
        case 'notice':
          process.stderr.write(`cellscope: ${event.message}\n`);
          break;
        case 'corpus':
        case 'sample':
        case 'checkpoint':
        case 'ranking':
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
        case 'ranking':
          status.update(`Ranking the cells: ${Math.round(100 * event.share)} %`);
          break;
        case 'done':
          status.clear();
          printLine(
            `${event.reason === 'finished' ? 'Trained' : 'Stopped'} after ${duration(event.seconds)}: ` +
              (event.validationBitsPerChar > 0
                ? `${event.validationBitsPerChar.toFixed(3)} bits per character on held-out text, `
                : '') +
              `${count(event.parameters)} parameters, in ${directory}`,
          );
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
    `${event.trainBitsPerChar.toFixed(3)} bits/char, held out ${event.validationBitsPerChar.toFixed(3)}  ` +
    `epoch ${event.epoch} step ${count(event.step)}  ${count(event.charsPerSecond)} chars/s`
  );
}
