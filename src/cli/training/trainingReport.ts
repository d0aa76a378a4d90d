import type { Figures } from '../../model/training/figures.ts';
import type { TrainingEvent } from '../../model/training/trainingEvent.ts';
import { noticeText } from '../../protocol/noticeText.ts';
import { qualityWords } from '../../protocol/quality.ts';
import { tellLeftOut } from '../files/leftOut.ts';
import { count, dim, duration, plural, printJson, printLine, StatusLine, warn } from '../base/output.ts';

/** Lines of a drawn sample that are shown. */
const SAMPLE_LINES = 4;
const BAR_WIDTH = 24;

interface TrainingReport {
  onEvent(event: TrainingEvent): void;
  /** To be called however the run ended. */
  end(): void;
}

interface ReportOptions {
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
          warn(noticeText(event.notice));
          break;
        case 'corpus':
          ignorance = Math.log2(event.symbols) / event.charactersPerSymbol;
          tellSkipped(event, options);
          break;
        case 'reading':
        case 'preparing':
        case 'sample':
        case 'checkpoint':
        case 'learningContexts':
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
        case 'reading':
          status.show(`Reading the files: ${percent(event.share)}`);
          break;
        case 'preparing':
          status.show(`Preparing the text: ${percent(event.share)}`);
          break;
        case 'corpus':
          status.clear();
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
          status.print(noticeText(event.notice));
          break;
        case 'checkpoint':
          break;
        case 'ranking':
          status.update(finishingLine('Ranking the cells', event));
          break;
        case 'learningContexts':
          status.update(finishingLine('Learning names and phrases', event));
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

function tellSkipped(
  { skipped, skippedFiles }: Extract<TrainingEvent, { event: 'corpus' }>,
  { folder, globs }: ReportOptions,
): void {
  tellLeftOut({ folder, globs, skipped, total: skippedFiles });
}

function progressLine(event: Extract<TrainingEvent, { event: 'progress' }>): string {
  const filled = Math.round(event.share * BAR_WIDTH);
  const bar = '#'.repeat(filled) + '-'.repeat(BAR_WIDTH - filled);
  return (
    `[${bar}]${percent(event.share).padStart(4)} ${duration(event.secondsLeft)} left  ` +
    `${describeFigures(event) ?? 'not measured yet'}  ` +
    `learnt text ${event.trainBitsPerChar.toFixed(3)}  ` +
    `epoch ${event.epoch} step ${count(event.step)}  ${count(event.charsPerSecond)} chars/s`
  );
}

function finishingLine(what: string, { share, secondsLeft }: { share: number; secondsLeft: number }): string {
  return `${what}: ${percent(share)} ${duration(secondsLeft)} left`;
}

function percent(share: number): string {
  return `${Math.floor(100 * share)}%`;
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
