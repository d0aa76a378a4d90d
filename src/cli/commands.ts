import type { Command } from './base/command.ts';
import { command as bench } from './bench/bench.ts';
import { command as activations } from './cells/activations.ts';
import { command as cells } from './cells/cells.ts';
import { command as files } from './files/files.ts';
import { command as lab } from './lab/lab.ts';
import { command as labels } from './labels/labels.ts';
import { compressCommand as compress, decompressCommand as decompress } from './predict/compression.ts';
import { command as complete } from './predict/complete.ts';
import { command as evaluate } from './predict/evaluate.ts';
import { command as replay } from './predict/replay.ts';
import { command as sample } from './predict/sample.ts';
import { command as tour } from './tour/tour.ts';
import { command as runs } from './training/runs.ts';
import { command as train } from './training/train.ts';

/** All verbs of the command line, in the order in which the help lists them. */
export const commands: readonly Command[] = [
  train,
  evaluate,
  sample,
  complete,
  replay,
  cells,
  activations,
  labels,
  files,
  runs,
  compress,
  decompress,
  lab,
  tour,
  bench,
];
