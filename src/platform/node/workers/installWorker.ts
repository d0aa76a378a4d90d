/** The thread that installs TensorFlow: joins the installation to its port. */
import { parentPort } from 'node:worker_threads';
import type { InstallAnswers, InstallRequest } from '../../../protocol/installMessages.ts';
import { serveRequests, type WorkerPort } from '../../../sessions/requestServer.ts';
import { installTensorflow } from '../tensorflow/installTensorflow.ts';

serveRequests<InstallRequest, InstallAnswers>(parentPort as WorkerPort, emit => ({
  install: ({ folder }, signal) =>
    installTensorflow({ folder, signal, onLine: text => emit({ event: 'line', text }) }),
}));
