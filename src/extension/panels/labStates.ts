import * as vscode from 'vscode';
import { RemoteError } from '../../protocol/channel.ts';
import { longestLabState, type LabState, parseLabState, writeLabState } from '../../protocol/labState.ts';
import { plainWindow } from '../plain/plainWindow.ts';
import { saveAs } from './saveAs.ts';

const ending = 'cellscope-lab.json';
const linkPath = '/lab';

/** States of the lab on their way in and out: as links and as files. Opening one begins nothing that takes long. */
export class LabStates implements vscode.UriHandler {
  /** Of the extension: what its links begin with. */
  readonly #id: string;
  readonly #asked = new vscode.EventEmitter<void>();
  /** There is a state to show. */
  readonly onDidAsk = this.#asked.event;
  #state: LabState | undefined;

  constructor(id: string) {
    this.#id = id;
  }

  /** Of the state that was asked for last, once. */
  takeAsked(): LabState | undefined {
    const state = this.#state;
    this.#state = undefined;
    return state;
  }

  ask(state: LabState): void {
    this.#state = state;
    this.#asked.fire();
  }

  async copyLink(state: LabState): Promise<void> {
    await vscode.env.clipboard.writeText(this.linkOf(state));
  }

  /** The editor decodes what stands in a link, so the state is in letters that need no code. */
  linkOf(state: LabState): string {
    const encoded = Buffer.from(writeLabState(state), 'utf8').toString('base64url');
    return `${vscode.env.uriScheme}://${this.#id}${linkPath}?state=${encoded}`;
  }

  /** A link was opened, by anybody. */
  handleUri({ path, query }: vscode.Uri): void {
    const encoded = new URLSearchParams(query).get('state') ?? '';
    if (path !== linkPath || encoded === '' || encoded.length > 2 * longestLabState) {
      void plainWindow.showErrorMessage('This link is none that the lab has copied. Ask for it again.');
      return;
    }
    const read = parseLabState(Buffer.from(encoded, 'base64url').toString('utf8'));
    if ('problem' in read) void plainWindow.showErrorMessage(read.problem);
    else void vscode.commands.executeCommand('cellscope.openLab', read.state);
  }

  async save(state: LabState): Promise<boolean> {
    const bytes = new TextEncoder().encode(`${JSON.stringify(state, undefined, 1)}\n`);
    return saveAs(`${state.lesson}.${ending}`, bytes, { 'State of the lab': [ending, 'json'] });
  }

  /** Asks for a file; undefined where none was chosen. Throws a RemoteError for one that is no state of the lab. */
  async choose(): Promise<LabState | undefined> {
    const [file] =
      (await vscode.window.showOpenDialog({
        filters: { 'State of the lab': ['json'] },
        title: 'Open Lab File',
      })) ?? [];
    if (!file) return undefined;
    const read = await readState(file);
    if ('problem' in read) throw new RemoteError({ message: read.problem, expected: true });
    return read.state;
  }

  dispose(): void {
    this.#asked.dispose();
  }
}

async function readState(file: vscode.Uri): Promise<ReturnType<typeof parseLabState>> {
  const { type, size } = await vscode.workspace.fs.stat(file);
  // A pipe would never end, and a long file is none of ours.
  if ((type & vscode.FileType.File) === 0 || size > 4 * longestLabState)
    return { problem: 'This file is no state of the lab. Open one that the lab has saved.' };
  return parseLabState(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
}
