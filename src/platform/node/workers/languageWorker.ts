/** The thread that tells what a text is written in: joins the model that was made for it to its port. */
import { readFile } from 'node:fs/promises';
import { workerData } from 'node:worker_threads';
import { LanguageJudge } from '../../../model/lab/shapes/languageJudge.ts';
import { Channel } from '../../../protocol/channel.ts';
import type { FromLanguage, ToLanguage } from '../../../protocol/languageMessages.ts';
import { loadNodeKernels } from '../kernels/nodeKernels.ts';
import { hostPort } from './hostPort.ts';

const { kernelDirectory, judgeFile } = workerData as { kernelDirectory: string; judgeFile: string };

async function readJudge(): Promise<LanguageJudge> {
  // It is small: what all machines have is fast enough, and says the same on all of them.
  const { create } = await loadNodeKernels(kernelDirectory, 'wasm');
  return LanguageJudge.read(new Uint8Array(await readFile(judgeFile)), judgeFile, create);
}

let judge: Promise<LanguageJudge> | undefined;

new Channel<FromLanguage, ToLanguage>(hostPort()).serve({
  judge: async ({ text }) => (await (judge ??= readJudge())).judge(text),
});
