/** The thread that reads the histories of runs: joins a session to its port and to the platform. */
import { Channel } from '../../../protocol/channel.ts';
import type { FromRuns, ToRuns } from '../../../protocol/runs.ts';
import { createRunsSession } from '../../../sessions/runsSession.ts';
import { createFolderStorage } from '../modelFolder/folderStorage.ts';
import { fileStamp, isBeingTrained } from '../modelFolder/keptTable.ts';
import { hostPort } from './hostPort.ts';

const session = createRunsSession({
  openStorage: directory => createFolderStorage(directory),
  stampOf: fileStamp,
  isBeingTrained,
});
new Channel<FromRuns, ToRuns>(hostPort()).serve(session);
