// Made-up runs, as the host would tell of them: the same each time.

const folders = [
  { key: 'workspace', name: '', problems: [] },
  { key: 'old', name: 'terminal-model', problems: [] },
];

const settings = {
  cell: 'lstm',
  numLayers: 1,
  hiddenSize: 256,
  seqLength: 64,
  batchSize: 16,
  learningRate: 0.01,
};

function run(number, changes = {}) {
  const folder = changes.folder ?? 'workspace';
  return {
    id: `${folder}/${number}`,
    folder,
    run: number,
    started: Date.UTC(2026, 2, number, 14, 30),
    kind: 'training',
    standing: 'finished',
    settings,
    budget: { seconds: 120 },
    engine: 'native-avx512, 2 threads',
    files: 1234,
    characters: 2_345_678,
    symbols: 97,
    parameters: 412_345,
    step: 4800,
    seconds: 120,
    share: 1,
    bestBits: 2.05,
    lastBits: 2.05,
    stamp: `${number}`,
    ...changes,
  };
}

export const runs = [
  run(7, { standing: 'training', share: 0.62, step: 3000, seconds: 74, bestBits: 2.21, lastBits: 2.24 }),
  run(6, { settings: { ...settings, cell: 'gru' } }),
  run(5, { kind: 'update', standing: 'stopped', share: 0.4, bestBits: 1.99, lastBits: 1.99 }),
  run(4, { standing: 'interrupted', share: 0.1, bestBits: undefined, lastBits: undefined }),
  run(2, { folder: 'old' }),
];

export const runsEvent = { kind: 'runs', folders, runs };

export const trainingEvent = {
  kind: 'training',
  phase: 'running',
  share: 0.62,
  secondsLeft: 46,
  canResume: false,
  trainedElsewhere: false,
};

/** Written into the page: makes the curves of a run with so many points, from its number. */
export function makeCurves(number, points) {
  let state = number * 7919 + 1;
  const random = () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32;
  const column = of => Float64Array.from({ length: points }, (_, i) => of((i + 1) / points, i));
  const perPoint = 4800 / points;
  const loss = share => Math.LN2 * (1.9 + number * 0.03 + 4.2 / (1 + 25 * share));
  const every = Math.max(1, Math.floor(points / 24));
  const measured = Array.from({ length: Math.floor(points / every) }, (_, i) => ((i + 1) * every) / points);
  const heldOut = measured.map(share => loss(share) + 0.06 + Math.max(0, share - 0.75) * 0.5);
  return {
    revision: 0,
    from: { points: 0, validations: 0, samples: 0 },
    step: column((_, i) => Math.max(i + 1, Math.round((i + 1) * perPoint))),
    seconds: column(share => 120 * share),
    trainLoss: column(share => loss(share) + (random() - 0.5) * 0.18),
    gradientNorm: column(
      share => (0.2 + 1.5 / (1 + 20 * share)) * (0.6 + random() + (random() > 0.995 ? 9 : 0)),
    ),
    learningRate: column(
      share => 0.01 * Math.min(1, share * 40) * (share < 0.5 ? 1 : Math.max(0.01, 2 - 2 * share)),
    ),
    charsPerSecond: column(share => (share > 0.7 && share < 0.72 ? 21_000 : 41_000) + random() * 3000),
    validationStep: Float64Array.from(measured, share => Math.max(1, Math.round(share * points * perPoint))),
    validationSeconds: Float64Array.from(measured, share => 120 * share),
    validationLoss: Float64Array.from(heldOut),
    samples: [
      'e<b>t &amp;</b> 7;q\n\tthe#',
      'int f(x) {\n\tretunr 0;\n}\n',
      'static int book_count(struct book *b)\n{\n\treturn b->count;\n}\n',
    ].map((text, i) => ({ step: 400 + 1500 * i, seconds: 10 + 40 * i, text })),
    notes: [],
  };
}
