/** The thread that installs TensorFlow: joins the installation to its port. */
import { Channel } from '../../../protocol/channel.ts';
import type { FromInstaller, ToInstaller } from '../../../protocol/installMessages.ts';
import { installTensorflow } from '../tensorflow/installTensorflow.ts';
import { hostPort } from './hostPort.ts';

const channel = new Channel<FromInstaller, ToInstaller>(hostPort());
channel.serve({
  install: ({ folder }, signal) =>
    installTensorflow({ folder, signal, onLine: text => channel.tell({ kind: 'line', text }) }),
});
