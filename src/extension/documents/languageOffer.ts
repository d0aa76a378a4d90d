import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import { assets } from '../../protocol/assets.ts';
import { editorIdsOf, languageNames } from '../../protocol/languages.ts';
import type { FromLanguage, JudgeRequest, ToLanguage } from '../../protocol/languageMessages.ts';
import { LazyWorker } from '../workers/lazyWorker.ts';
import { WorkerThread } from '../workers/workerThread.ts';

type Judged = NonNullable<ToLanguage['answers']['judge']>;

/** Characters from which on a language is offered, and those that are looked at. */
export const LEAST_CHARACTERS = 100;
const MOST_CHARACTERS = 1000;
/** Somebody who types is left alone: ms without a key before a text is looked at. */
const PAUSE = 1000;
/** A worker that nobody asks is ended: ms. */
const IDLE = 30_000;

const USE = 'cellscope.useLanguage';

/**
 * Offers an untitled plain text its language, if it is one that Cellscope knows: an entry behind the braces in the
 * status bar, where the editor itself says what it makes of a language. Nothing opens and nothing moves.
 */
export class LanguageOffer {
  readonly #extensionDirectory: vscode.Uri;
  readonly #log: vscode.LogOutputChannel;
  readonly #subscriptions: vscode.Disposable[];
  readonly #changed = new vscode.EventEmitter<Judged | undefined>();
  /** What is offered for the document in front, when that has changed. */
  readonly onDidChangeOffer = this.#changed.event;
  #item: vscode.LanguageStatusItem | undefined;
  #offered: Judged | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #worker = new LazyWorker(() => this.#start());
  #idle: ReturnType<typeof setTimeout> | undefined;
  #isDisposed = false;

  constructor(extensionDirectory: vscode.Uri, log: vscode.LogOutputChannel) {
    this.#extensionDirectory = extensionDirectory;
    this.#log = log;
    this.#subscriptions = [
      vscode.window.onDidChangeActiveTextEditor(() => this.#look()),
      vscode.workspace.onDidOpenTextDocument(document => this.#lookAt(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#lookAt(document)),
      vscode.commands.registerCommand(USE, (language: unknown) => this.#use(language)),
    ];
    this.#look();
  }

  /** What is offered for the document in front. */
  get offered(): Judged | undefined {
    return this.#offered;
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#idle);
    for (const one of this.#subscriptions) one.dispose();
    this.#item?.dispose();
    this.#changed.dispose();
    await this.#worker.dispose();
  }

  #lookAt(document: vscode.TextDocument): void {
    if (document === vscode.window.activeTextEditor?.document) this.#look();
  }

  /** At the document in front, once it has not been edited for a while. */
  #look(): void {
    clearTimeout(this.#timer);
    const document = vscode.window.activeTextEditor?.document;
    if (!document || !isPlain(document)) return this.#offer(undefined);
    this.#timer = setTimeout(() => void this.#judge(document), PAUSE);
  }

  async #judge(document: vscode.TextDocument): Promise<void> {
    const { version } = document;
    const end = document.positionAt(MOST_CHARACTERS);
    const text = document.getText(new vscode.Range(new vscode.Position(0, 0), end));
    try {
      const language = text.length < LEAST_CHARACTERS ? undefined : await this.#ask({ kind: 'judge', text });
      if (this.#isDisposed || document.version !== version || !isPlain(document)) return;
      if (document === vscode.window.activeTextEditor?.document) this.#offer(language);
    } catch (error) {
      if (!this.#isDisposed)
        this.#log.warn(`The language of an untitled text was not found out: ${String(error)}`);
    }
  }

  #offer(language: Judged | undefined): void {
    if (language === this.#offered) return;
    this.#offered = language;
    this.#item?.dispose();
    this.#item = language && statusItem(language);
    this.#changed.fire(language);
  }

  async #use(language: unknown): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    if ((language !== 'c' && language !== 'latex') || !document || !isPlain(document)) return;
    const known = await vscode.languages.getLanguages();
    const id = editorIdsOf(language).find(each => known.includes(each));
    if (id !== undefined) await vscode.languages.setTextDocumentLanguage(document, id);
  }

  async #ask(request: JudgeRequest): Promise<Judged | undefined> {
    clearTimeout(this.#idle);
    try {
      return await this.#worker.channel.ask(request);
    } finally {
      clearTimeout(this.#idle);
      if (!this.#isDisposed) this.#idle = setTimeout(() => void this.#worker.dispose(), IDLE);
    }
  }

  #start(): WorkerThread<ToLanguage, FromLanguage> {
    const place = (path: string) => vscode.Uri.joinPath(this.#extensionDirectory, path).fsPath;
    const workerData = { kernelDirectory: place(assets.kernels), judgeFile: place(assets.languageJudge) };
    const thread = new Worker(place(assets.workers.language), { workerData });
    return new WorkerThread(thread, () => {});
  }
}

function isPlain({ isUntitled, languageId, isClosed }: vscode.TextDocument): boolean {
  return isUntitled && languageId === 'plaintext' && !isClosed;
}

function statusItem(language: Judged): vscode.LanguageStatusItem {
  const selector = { scheme: 'untitled', language: 'plaintext' };
  const item = vscode.languages.createLanguageStatusItem('cellscope.language', selector);
  item.name = 'Cellscope: Language';
  item.text = `This looks like ${languageNames[language]}`;
  item.command = { command: USE, title: `Use ${languageNames[language]}`, arguments: [language] };
  return item;
}
