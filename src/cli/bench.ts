import { cpus } from 'node:os';
import path from 'node:path';
import { Arena } from '../model/kernels/arena.ts';
import { packedFloats } from '../model/kernels/kernels.ts';
import type { KernelFactory } from '../model/kernels/wasmKernels.ts';
import { Network } from '../model/network/network.ts';
import { Random } from '../model/network/random.ts';
import { generate } from '../model/sampling/sampler.ts';
import { loadNodeKernels } from '../worker/nodeKernels.ts';
import type { Command } from './command.ts';
import { isSet, numberOption, positionals } from './options.ts';
import { measurePeak, type Peak } from './peak.ts';
import { count, printJson, printLine } from './output.ts';

const UNITS = [128, 256, 512];
const BATCH_SIZE = 32;
const SEQ_LENGTH = 64;
const VOCAB_SIZE = 96;
/** Rows of the sum over a window that a weight gradient's product takes at once. */
const GRADIENT_ROWS = 256;

interface SizeResult {
  units: number;
  charactersPerSecond: number;
  /** of the operations that training cannot do without, 6 x (4H x H + H x V) a character */
  gflops: number;
}

interface GenerationResult {
  units: number;
  microsecondsPerCharacter: number;
}

interface ProductResult {
  units: number;
  product: string;
  rows: number;
  columns: number;
  depth: number;
  /** 10^9 multiplications and additions a second */
  gflops: number;
}

export const command: Command = {
  name: 'bench',
  summary: 'Measures how fast this machine trains and generates',
  usage: `Usage: cellscope bench [--seconds N] [--peak] [--json]

Measures, in one thread, LSTMs of one layer with ${UNITS.join(', ')} units over ${VOCAB_SIZE} symbols:
- training: characters a second, in whole steps of ${BATCH_SIZE} streams by ${SEQ_LENGTH} characters (forward, backward, clip, Adam)
- generation: microseconds a character
- the matrix products of a training step: GFLOP/s
- with --peak: what the processor does at most, in registers alone, in one thread and in all at once, and the share of it
  that each figure reaches
Each figure is the best of several rounds: other programs on the machine can only slow a round down.

  --seconds N   time for each training figure (3); the others take a part of it
  --json        one JSON object: {"kernels","machine","results","generation","products","peak"}
`,
  options: { seconds: { type: 'string' }, peak: { type: 'boolean' }, json: { type: 'boolean' } },

  async run(args) {
    positionals(args);
    const seconds =
      numberOption(args, 'seconds', { minimum: 0.1, maximum: 3600, what: 'seconds from 0.1 to 3600' }) ?? 3;
    const directory = path.join(__dirname, '..', 'media', 'kernels');
    const kernels = await loadNodeKernels(directory);
    const { name, create } = kernels;
    const report: Report = {
      ...(isSet(args, 'peak') && { peak: await measurePeak(kernels, directory, seconds / 4) }),
      kernels: name,
      machine: machine(),
      results: UNITS.map(units => training(create, units, seconds)),
      generation: UNITS.map(units => generation(create, units, seconds / 4)),
      products: UNITS.flatMap(units => products(create, units, seconds / 8)),
    };
    if (isSet(args, 'json')) printJson(report);
    else printReport(report);
    return 0;
  },
};

function machine(): string {
  const processors = cpus();
  return `${processors[0]?.model.trim() ?? 'unknown processor'} x ${processors.length}, Node.js ${process.versions.node}`;
}

function training(create: KernelFactory, units: number, seconds: number): SizeResult {
  const random = new Random(1);
  const trainer = randomNetwork(create, units, random).createTrainer({
    batchSize: BATCH_SIZE,
    seqLength: SEQ_LENGTH,
    gradClip: 1,
  });
  const characters = BATCH_SIZE * SEQ_LENGTH;
  const symbols = () => Int32Array.from({ length: characters }, () => Math.floor(random.next() * VOCAB_SIZE));
  const [inputs, targets] = [symbols(), symbols()];
  const rate = bestRate(() => trainer.step(inputs, targets, 1e-3), seconds);
  const operations = 6 * (4 * units * units + units * VOCAB_SIZE);
  return {
    units,
    charactersPerSecond: Math.round(rate * characters),
    gflops: round((rate * characters * operations) / 1e9),
  };
}

function generation(create: KernelFactory, units: number, seconds: number): GenerationResult {
  const random = new Random(1);
  const network = randomNetwork(create, units, random);
  const length = 100;
  const rate = bestRate(() => {
    Array.from(generate(network, { prime: [0], length, temperature: 1, random }));
  }, seconds);
  return { units, microsecondsPerCharacter: round(1e6 / (rate * length)) };
}

/** The products that make up nearly all of a training step. */
function products(create: KernelFactory, units: number, seconds: number): ProductResult[] {
  const gates = 4 * units;
  const shapes = [
    { product: 'one step forward', rows: BATCH_SIZE, columns: gates, depth: units },
    { product: 'one step backward', rows: BATCH_SIZE, columns: units, depth: gates },
    { product: 'weight gradient', rows: gates, columns: units, depth: GRADIENT_ROWS },
    { product: 'output', rows: BATCH_SIZE * SEQ_LENGTH, columns: VOCAB_SIZE, depth: units },
  ];
  return shapes.map(shape => ({ units, ...shape, gflops: round(productRate(create, shape, seconds)) }));
}

function productRate(
  create: KernelFactory,
  { rows, columns, depth, product }: Omit<ProductResult, 'units' | 'gflops'>,
  seconds: number,
): number {
  const arena = new Arena();
  const kernels = create(arena);
  const a = arena.allocate(rows * depth);
  const packed = arena.allocate(packedFloats(kernels, depth, columns));
  const c = arena.allocate(rows * columns);
  kernels.fill(rows * depth, 1, a);
  kernels.fill(packedFloats(kernels, depth, columns), 1, packed);
  // In the gradient of a weight the left-hand matrix is read down its columns.
  const [rowStride, columnStride] = product === 'weight gradient' ? [1, rows] : [depth, 1];
  const rate = bestRate(
    () => kernels.gemm(rows, columns, depth, a, rowStride, columnStride, packed, c, columns, 0),
    seconds,
  );
  return (rate * 2 * rows * columns * depth) / 1e9;
}

function randomNetwork(create: KernelFactory, units: number, random: Random): Network {
  const network = new Network(
    { cell: 'lstm', vocabSize: VOCAB_SIZE, hiddenSize: units, numLayers: 1 },
    create,
  );
  network.initialise(random);
  return network;
}

/**
 * Calls a second of processor time in the best of several rounds, after one round for the compiler to see what matters.
 */
function bestRate(work: () => void, seconds: number): number {
  const rounds = 8;
  const milliseconds = (seconds * 1000) / (rounds + 1);
  roundRate(work, milliseconds);
  return Math.max(...Array.from({ length: rounds }, () => roundRate(work, milliseconds)));
}

function roundRate(work: () => void, milliseconds: number): number {
  const start = process.cpuUsage();
  let calls = 0;
  let elapsed = 0;
  while (elapsed < milliseconds) {
    work();
    calls++;
    const { user, system } = process.cpuUsage(start);
    elapsed = (user + system) / 1000;
  }
  return (calls * 1000) / elapsed;
}

/** Three digits of what matters. */
function round(value: number): number {
  return Number(value.toPrecision(3));
}

interface Report {
  peak?: Peak;
  kernels: string;
  machine: string;
  results: SizeResult[];
  generation: GenerationResult[];
  products: ProductResult[];
}

function printReport(report: Report): void {
  const { peak } = report;
  printLine(`${report.kernels} on ${report.machine}, one thread\n`);
  if (peak)
    printLine(
      `At most ${round(peak.oneThread)} GFLOP/s in one thread, ${round(peak.allThreads)} in ${peak.threads} together\n`,
    );
  const share = (gflops: number) =>
    peak ? `${gflops} (${((100 * gflops) / peak.oneThread).toFixed(0)} %)` : `${gflops}`;
  printTable([
    ['units', 'training, characters/s', 'GFLOP/s', 'generation, us/character'],
    ...report.results.map(({ units, charactersPerSecond, gflops }, i) => [
      String(units),
      count(charactersPerSecond),
      share(gflops),
      String(report.generation[i].microsecondsPerCharacter),
    ]),
  ]);
  printLine('');
  printTable([
    ['units', 'matrix product', 'rows x columns x depth', 'GFLOP/s'],
    ...report.products.map(({ units, product, rows, columns, depth, gflops }) => [
      String(units),
      product,
      `${rows} x ${columns} x ${depth}`,
      share(gflops),
    ]),
  ]);
}

function printTable(rows: string[][]): void {
  const widths = rows[0].map((_, column) => Math.max(...rows.map(row => row[column].length)));
  for (const row of rows) printLine(row.map((cell, column) => cell.padStart(widths[column])).join('   '));
}
