/** Installs nothing: by the name of the folder it succeeds, fails, or goes on until it is cancelled. */
import path from 'node:path';
import { UserError } from '../../../src/model/base/userError.ts';
import { Channel } from '../../../src/protocol/channel.ts';
import type { FromInstaller, ToInstaller } from '../../../src/protocol/installMessages.ts';
import { hostPort } from '../../../src/platform/node/workers/hostPort.ts';

const channel = new Channel<FromInstaller, ToInstaller>(hostPort());
channel.serve({
  install: async ({ folder }, signal) => {
    channel.tell({ kind: 'line', text: `npm installs into ${folder}` });
    const what = path.basename(folder);
    if (what === 'fails') throw new UserError('npm is not on the PATH. Install Node.js, which brings it.');
    if (what === 'hangs')
      await new Promise((_, reject) =>
        signal.addEventListener('abort', () => reject(new UserError('It was cancelled.')), { once: true }),
      );
  },
});
