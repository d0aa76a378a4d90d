/** The messages between the extension host and the worker that installs TensorFlow. One worker serves one installation. */

export interface InstallRequest {
  kind: 'install';
  /** Absolute path of the folder that shall hold node_modules; made when it is not there. */
  folder: string;
}

export interface InstallAnswers {
  /** Answered when TensorFlow is installed; cancelling the request ends the programs that install it. */
  install: void;
}

/** A line that an installing program printed. */
export interface InstallWorkerEvent {
  event: 'line';
  text: string;
}
