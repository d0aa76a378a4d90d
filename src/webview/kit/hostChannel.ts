import type { HostToWebview, WebviewToHost } from '../../protocol/inspector.ts';
import { checkHostToWebview } from '../../protocol/inspectorChecks.ts';

/** What VS Code puts into every webview. */
interface VsCodeApi {
  postMessage(message: WebviewToHost): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The only way out of the webview: typed messages, and the state that VS Code keeps for it. */
export interface HostChannel {
  post(message: WebviewToHost): void;
  listen(listener: (message: HostToWebview) => void): void;
  savedState(): unknown;
  saveState(state: unknown): void;
}

/** May be called once: VS Code hands its interface out a single time. */
export function openHostChannel(): HostChannel {
  const api = acquireVsCodeApi();
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- VS Code's method, not the window's
    post: message => api.postMessage(message),
    listen: listener =>
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        const checked = checkHostToWebview(event.data);
        if ('message' in checked) listener(checked.message);
        else console.warn(`Cellscope: a message was left out, since ${checked.problem}.`);
      }),
    savedState: () => api.getState(),
    saveState: state => api.setState(state),
  };
}
