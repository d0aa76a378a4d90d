/** The thread that lists the files of the workspace: joins the list to its port. */
import { parentPort } from 'node:worker_threads';
import type { FilesAnswers, ListFilesRequest } from '../../../protocol/filesMessages.ts';
import { serveRequests, type WorkerPort } from '../../../sessions/requestServer.ts';
import { listWorkspaceFiles } from '../files/workspaceSources.ts';

serveRequests<ListFilesRequest, FilesAnswers>(parentPort as WorkerPort, () => ({
  listFiles: ({ folders, include }, signal) => listWorkspaceFiles(folders, { include, signal }),
}));
