import { parentPort } from 'node:worker_threads';
import type { Port } from '../../../protocol/channel.ts';

/** The way from a worker thread to the host that started it. */
export function hostPort(): Port {
  const port = parentPort;
  if (!port) throw new Error('This is the main thread: there is no host to speak with.');
  return {
    post: message => port.postMessage(message),
    listen: listener => port.on('message', listener),
  };
}
