import { count, plural, printLine } from '../base/output.ts';
import { printTable } from '../base/table.ts';
import type { Report, Who } from './report.ts';

/** The report for a person: one table for each thing that was measured, a column for each number of units. */
export function printReport(report: Report): void {
  const { machine, training, generation, reading, keystrokes, memory, peaks, products, ratios, notices } =
    report;
  printLine(`${machine.processor} x ${machine.processors}, Node.js ${machine.node}`);
  if (machine.load > machine.processors / 4)
    printLine(
      `Other programs are at work (load ${machine.load}): the figures say less than on a quiet machine.`,
    );
  printCells(
    'Most that the processor does, in registers alone',
    peaks.map(peak => ({ row: who(peak), column: 'GFLOP/s', cell: String(peak.gflops) })),
  );
  printCells(
    `Training, characters a second${peaks.length > 0 ? ' (useful operations, share of that)' : ''}`,
    training.map(each => ({
      row: who(each),
      column: units(each),
      cell: count(each.charactersPerSecond) + share(each),
    })),
  );
  printCells(
    'Training, how many times as fast (2.00: twice): all our threads against the better of 1 and all of theirs',
    ratios.training.map(each => ({
      row: `${each.engine} / ${each.peer}`,
      column: units(each),
      cell: each.ratio.toFixed(2),
    })),
  );
  printCells('Training, how many times as fast with the same threads', [
    ...ratios.training.flatMap(each =>
      each.sameThreads.map(({ threads, ratio }) => ({
        row: `${each.engine} / ${each.peer}, ${plural(threads, 'thread')}`,
        column: units(each),
        cell: ratio.toFixed(2),
      })),
    ),
    ...ratios.scaling.map(each => ({
      row: `${each.engine}, ${plural(each.threads, 'thread')} / 1 thread`,
      column: units(each),
      cell: each.ratio.toFixed(2),
    })),
  ]);
  printCells(
    'Generation, microseconds a character',
    generation.map(each => ({
      row: `${each.version}${stepName(each)}, ${plural(each.streams, 'stream')}`,
      column: units(each),
      cell: each.microsecondsPerCharacter.toFixed(1),
    })),
  );
  printCells(
    'Generation, how many times as fast',
    ratios.generation.map(each => ({
      row: `${each.engine} / ${each.peer}${stepName(each)}, ${plural(each.streams, 'stream')}`,
      column: units(each),
      cell: each.ratio.toFixed(2),
    })),
  );
  printCells(
    `Reading ${count(reading[0]?.characters ?? 0)} characters for the inspector, ms`,
    reading.map(each => ({ row: each.version, column: units(each), cell: count(each.milliseconds) })),
  );
  printCells(
    `A key in a file of ${count(keystrokes[0]?.characters ?? 0)} characters and the suggestion after it, ms: median (95 of 100 keys)`,
    keystrokes.map(each => ({
      row: each.version,
      column: units(each),
      cell: `${each.medianMilliseconds.toFixed(2)} (${each.p95Milliseconds.toFixed(2)})`,
    })),
  );
  printCells(
    'Memory of training at most, MB (before it began)',
    memory.map(each => ({
      row: who(each),
      column: units(each),
      cell: `${count(each.peakMegabytes)} (${count(each.startMegabytes)})`,
    })),
  );
  printCells(
    'Matrix products of training, GFLOP/s (share of the peak)',
    products.map(each => ({
      row: `${each.version}, ${each.product}`,
      column: units(each),
      cell: each.gflops.toFixed(1) + share(each),
    })),
  );
  for (const notice of notices) {
    printLine();
    printLine(notice);
  }
}

function who({ version, threads }: Who): string {
  return `${version}, ${plural(threads, 'thread')}`;
}

function stepName({ step }: { step?: string }): string {
  return step === undefined ? '' : `'s ${step}`;
}

function units({ units: number }: { units: number }): string {
  return `${number} units`;
}

function share({ shareOfPeak }: { shareOfPeak?: number }): string {
  return shareOfPeak === undefined ? '' : ` (${(100 * shareOfPeak).toFixed(0)} %)`;
}

/** Nothing when there are no cells. Rows and columns stand in the order in which they first come. */
function printCells(title: string, cells: readonly { row: string; column: string; cell: string }[]): void {
  if (cells.length === 0) return;
  const rows = [...new Set(cells.map(({ row }) => row))];
  const columns = [...new Set(cells.map(({ column }) => column))];
  const lines = rows.map(row => [
    row,
    ...columns.map(column => cells.find(each => each.row === row && each.column === column)?.cell ?? '-'),
  ]);
  printTable(title, [['', ...columns], ...lines]);
}
