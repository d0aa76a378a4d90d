import { TERMINAL_BUDGET } from '../../model/insight/labels/labeller.ts';
import type { LabelBudget } from '../../model/insight/labels/labelledDocument.ts';
import { warn } from './output.ts';

/** How long the labels of a file may take in a terminal. */
export const labelBudget: LabelBudget = { clock: () => performance.now(), milliseconds: TERMINAL_BUDGET };

/** To whoever waits for the labels of a file that took longer. */
export function tellUnlabelled(file: string): void {
  warn(
    `${file} counts as not labelled: to find out what is inside what took longer than ${TERMINAL_BUDGET / 1000} seconds.`,
  );
}
