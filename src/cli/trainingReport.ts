import type { TrainingEvent } from '../model/training/trainingRun.ts';
import { tellLeftOut } from './leftOut.ts';
import { count, dim, duration, plural, printJson, printLine, StatusLine, warn } from './output.ts';

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
  /** What is read. */
  folder: string;
  globs: readonly string[];
}

/** Tells a run's events on the terminal or to another program. */
export function createTrainingReport(options: ReportOptions): TrainingReport {
  return options.form === 'json' ? jsonReport(options) : textReport(options);
}

/** Progress and the end on standard output; what a person should know on standard error. */
function jsonReport(options: ReportOptions): TrainingReport {
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
          warn(event.message);
          break;
        case 'corpus':
          tellSkipped(event, options);
          break;
        case 'sample':
        case 'checkpoint':
        case 'ranking':
          break;
      }
    },
    end() {},
  };
}

function textReport(options: ReportOptions): TrainingReport {
  const { directory, engine } = options;
  const status = new StatusLine();
  return {
    onEvent(event) {
      switch (event.event) {
        case 'corpus':
          printLine(`${plural(event.files, 'file')}, ${count(event.characters)} characters; ${engine}`);
          tellSkipped(event, options);
          break;
        case 'progress':
          status.update(progressLine(event));
          break;
        case 'sample': {
          for (const line of event.text.split('\n').slice(0, SAMPLE_LINES))
            status.print(dim(`    ${line.replaceAll('\t', '    ')}`));
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

function tellSkipped(
  { skipped, skippedFiles }: Extract<TrainingEvent, { event: 'corpus' }>,
  { folder, globs }: ReportOptions,
): void {
  tellLeftOut({ folder, globs, skipped, total: skippedFiles });
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
