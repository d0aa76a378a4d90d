import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { readRegularFile } from '../../../../src/platform/node/files/readRegularFile.ts';
import { useTemporaryFolder } from '../../temporaryFolder.ts';

describe('reading a file of the disk', () => {
  const folder = useTemporaryFolder();
  const file = (name: string) => path.join(folder.path, name);
  const read = async (name: string, maxBytes = 100, links: 'follow' | 'refuse' = 'refuse') => {
    const bytes = await readRegularFile(path.resolve(folder.path, name), { maxBytes, links });
    return 'reason' in bytes ? bytes.reason : Buffer.from(bytes).toString();
  };

  it('gives its bytes, up to what is allowed', async () => {
    await writeFile(file('a'), 'x'.repeat(100));
    assert.equal(await read('a'), 'x'.repeat(100));
    assert.match(await read('a', 99), /^0\.0 MB is more than/);
    await writeFile(file('b'), '');
    assert.equal(await read('b'), '');
  });

  it('does not wait for pipes, sockets and devices, whether links are followed or not', async () => {
    execFileSync('mkfifo', [file('pipe')]);
    const server = createServer().listen(file('socket'));
    await once(server, 'listening');
    for (const links of ['follow', 'refuse'] as const) {
      assert.equal(await read('pipe', 100, links), 'it is a pipe');
      assert.match(await read('socket', 100, links), /a socket|not a regular file/);
      assert.equal(await read('/dev/zero', 100, links), 'it is a device');
      assert.equal(await read('.', 100, links), 'it is a folder');
    }
    server.close();
  });

  it('follows links where it is told to', async () => {
    await writeFile(file('a'), 'text');
    await symlink('a', file('link'));
    await symlink('round', file('round'));
    assert.equal(await read('link', 100, 'follow'), 'text');
    assert.equal(await read('link'), 'it is a symbolic link');
    assert.match(await read('round', 100, 'follow'), /symbolic link/);
  });

  it('says that it is gone', async () => {
    assert.equal(await read('none'), 'it vanished while the folder was read');
    await writeFile(file('a'), '');
    assert.equal(await read('a/b'), 'it vanished while the folder was read');
  });

  it('reads what says that it is empty, as files of the system do', async function () {
    if (process.platform !== 'linux') return;
    assert.match(await read('/proc/self/status', 100_000), /^Name:/);
    assert.match(await read('/proc/self/status', 50), /more than/);
  });

  it('ends, and within its bounds, while the file grows and shrinks', async () => {
    await writeFile(file('a'), 'x'.repeat(1000));
    const end = new AbortController();
    const change = (async () => {
      for (let i = 0; !end.signal.aborted; i++) {
        if (i % 2 === 0) await appendFile(file('a'), 'y'.repeat(3000));
        else await truncate(file('a'), 10);
        await nextTurn();
      }
    })();
    for (let i = 0; i < 200; i++) {
      const text = await read('a', 2000);
      assert.ok(/^x{10,1000}y*$/.test(text) || /more than/.test(text), text.slice(0, 100));
      assert.ok(text.length <= 2000);
    }
    end.abort();
    await change;
  });
});
