/** The thread that lists the files of the workspace: joins the list to its port. */
import { Channel } from '../../../protocol/channel.ts';
import type { FromFiles, ToFiles } from '../../../protocol/filesMessages.ts';
import { listWorkspaceFiles } from '../files/workspaceSources.ts';
import { hostPort } from './hostPort.ts';

new Channel<FromFiles, ToFiles>(hostPort()).serve({
  listFiles: ({ folders, include }, signal) => listWorkspaceFiles(folders, { include, signal }),
});
