import { Channel, type Guard, type Speech } from '../../protocol/channel.ts';

/** What VS Code puts into every webview. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The only way out of a page: the channel to its panel, and the state that VS Code keeps for it. */
export interface Host<Out extends Speech, In extends Speech> {
  channel: Channel<Out, In>;
  savedState(): unknown;
  saveState(state: unknown): void;
}

/**
 * May be called once: VS Code hands its interface out a single time. `Out` is what the page says, `In` what its panel
 * says, of which the guard looks at all. The page must tell that it is `ready` before anything else.
 */
export function openHost<Out extends Speech, In extends Speech>(
  guard: Pick<Guard, 'event' | 'answer'>,
): Host<Out, In> {
  const api = acquireVsCodeApi();
  const channel = new Channel<Out, In>(
    {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- VS Code's method, not the window's
      post: message => api.postMessage(message),
      listen: listener =>
        window.addEventListener('message', (event: MessageEvent<unknown>) => listener(event.data)),
    },
    {
      ...guard,
      request: () => ({ problem: 'a page answers nothing' }),
      refused: problem => console.warn(`Cellscope: a message was left out, since ${problem}.`),
    },
  );
  return { channel, savedState: () => api.getState(), saveState: state => api.setState(state) };
}
