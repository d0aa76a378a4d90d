/** Installs nothing: by the name of the folder it succeeds, fails, or goes on until it is cancelled. */
import path from 'node:path';
import { parentPort } from 'node:worker_threads';
import { UserError } from '../../../src/model/base/userError.ts';
import type { InstallAnswers, InstallRequest } from '../../../src/protocol/installMessages.ts';
import { serveRequests, type WorkerPort } from '../../../src/sessions/requestServer.ts';

serveRequests<InstallRequest, InstallAnswers>(parentPort as WorkerPort, emit => ({
  install: async ({ folder }, signal) => {
    emit({ event: 'line', text: `npm installs into ${folder}` });
    const what = path.basename(folder);
    if (what === 'fails') throw new UserError('npm is not on the PATH. Install Node.js, which brings it.');
    if (what === 'hangs')
      await new Promise((_, reject) =>
        signal.addEventListener('abort', () => reject(new UserError('It was cancelled.')), { once: true }),
      );
  },
}));
