import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { lstat, mkdir, readlink, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';

/** What may lie under a name where a file should be. */
export const obstacles = ['link', 'dangling link', 'link in a circle', 'folder', 'pipe', 'socket'] as const;
type Obstacle = (typeof obstacles)[number];

/** Puts it there; a link leads to a file `target` beside the folder. Gives what shows that it was not touched. */
export async function putObstacle(kind: Obstacle, file: string): Promise<() => Promise<string>> {
  const target = path.join(path.dirname(path.dirname(file)), 'target');
  switch (kind) {
    case 'link':
      await writeFile(target, 'precious');
      await symlink(target, file);
      break;
    case 'dangling link':
      await symlink(target, file);
      break;
    case 'link in a circle':
      await symlink(file, file);
      break;
    case 'folder':
      await mkdir(file);
      await writeFile(path.join(file, 'inside'), 'precious');
      break;
    case 'pipe':
      execFileSync('mkfifo', [file]);
      break;
    case 'socket':
      await leaveSocket(file);
      break;
  }
  return async () => {
    const { mode, ino, nlink } = await lstat(file);
    const leadsTo = kind.includes('link') ? await readlink(file) : '';
    const there = await lstat(target).then(
      ({ size, mtimeMs }) => `${size} ${mtimeMs}`,
      () => 'none',
    );
    return [mode, ino, nlink, leadsTo, there].join(' ');
  };
}

/** One that nobody listens on any more, as a process leaves it that was killed. */
async function leaveSocket(file: string): Promise<void> {
  const server = createServer().listen(file);
  await once(server, 'listening');
  // Closing it would remove it: it is made under another name.
  execFileSync('mv', [file, `${file}.kept`]);
  server.close();
  await once(server, 'close');
  execFileSync('mv', [`${file}.kept`, file]);
}
