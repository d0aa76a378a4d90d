import { parentPort } from 'node:worker_threads';
import type { Port } from '../../../protocol/channel.ts';

/** The way from a worker thread to whoever started it, for a channel or for messages of any other kind. */
export function hostPort(): Port & { post: (message: unknown) => void } {
  const port = parentPort;
  if (!port) throw new Error('This is the main thread: there is nobody who started it.');
  return {
    post: message => port.postMessage(message),
    listen: listener => port.on('message', listener),
  };
}
