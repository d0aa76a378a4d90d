/** A process that measures one engine with so many threads: a line of JSON in, a line of JSON out. */
import { createInterface } from 'node:readline';
import type { EngineChoice } from '../../protocol/engineChoice.ts';
import { noticeText } from '../../protocol/noticeText.ts';
import { loadEngine } from '../../platform/node/kernels/engines.ts';
import { peakMegabytes } from './memory.ts';
import { Workbench } from './workbench.ts';
import type { Answer, Problem, Ready, Request } from './work.ts';

/** What a contestant is started with, as JSON. */
export interface ContestantOptions {
  engine: Exclude<EngineChoice, 'auto'>;
  threads: number;
  kernelDirectory: string;
}

async function main(options: ContestantOptions): Promise<void> {
  const { engine, threads, kernelDirectory } = options;
  const loaded = await loadEngine(options);
  // Then the kernels train, and they are not what is to be measured.
  const missing = loaded.notices.find(({ kind }) => kind === 'engineMissing');
  if (missing) throw new Error(noticeText(missing));
  const version = engine === 'tensorflow' ? loaded.engine.name : loaded.kernels.name;
  const workbench = new Workbench({
    loaded,
    threads,
    peak: { kernelDirectory, engine: engine === 'wasm' ? 'wasm' : 'native' },
  });
  tell({ version, megabytes: peakMegabytes() });
  for await (const line of createInterface({ input: process.stdin }))
    tell({ value: await workbench.measure(JSON.parse(line) as Request) });
  await workbench.dispose();
}

function tell(message: Ready | Answer): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

main(JSON.parse(process.argv[2]) as ContestantOptions).catch((error: unknown) => {
  const problem: Problem = { problem: error instanceof Error ? error.message : String(error) };
  // Threads may be at work still.
  process.stdout.write(`${JSON.stringify(problem)}\n`, () => process.exit(1));
});
