import { printLine } from './output.ts';

/** Rows of cells, the first one the heads of the columns: the first column to the left, the others to the right. */
export function printTable(title: string, table: readonly (readonly string[])[]): void {
  const widths = table[0].map((_, i) => Math.max(...table.map(line => line[i].length)));
  printLine();
  printLine(title);
  for (const line of table)
    printLine(
      line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('   '),
    );
}
