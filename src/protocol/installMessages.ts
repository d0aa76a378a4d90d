/** The messages between the extension host and the worker that installs TensorFlow. One worker serves one installation. */
import type { Speech } from './channel.ts';

interface InstallRequest {
  kind: 'install';
  /** Absolute path of the folder that shall hold node_modules; made when it is not there. */
  folder: string;
}

interface InstallAnswers {
  /** Answered when TensorFlow is installed; cancelling the request ends the programs that install it. */
  install: void;
}

/** A line that an installing program printed. */
interface InstallWorkerEvent {
  kind: 'line';
  text: string;
}

/** What the host and the installing worker say. */
export type ToInstaller = Speech<InstallRequest, InstallAnswers, never>;
export type FromInstaller = Speech<never, object, InstallWorkerEvent>;
