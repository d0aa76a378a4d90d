import { removeModel } from '../model/files/checkpointWriter.ts';
import { discardUpdate } from '../model/files/pendingUpdate.ts';
import type { Storage } from '../model/files/storage.ts';
import { cellsAt } from '../model/insight/cellsAt.ts';
import { charactersOf, spreadOverUnits } from '../model/insight/cellValues.ts';
import { featureNamed } from '../model/insight/labels/features.ts';
import { featuresOf } from '../model/insight/labels/labelledSyntaxes.ts';
import { influenceAt } from '../model/insight/influence.ts';
import { inspectPosition } from '../model/insight/inspectPosition.ts';
import { EDITOR_BUDGET, Labeller } from '../model/insight/labels/labeller.ts';
import type { CompiledKernels, KernelFactory } from '../model/kernels/wasmKernels.ts';
import { Random } from '../model/base/random.ts';
import { changedShare } from '../model/training/changedShare.ts';
import { defaultMaxLength } from '../model/suggest/complete.ts';
import { Experience } from '../model/suggest/experience.ts';
import type { Language } from '../model/text/language.ts';
import type { ReadControl } from '../model/base/readControl.ts';
import type { Handlers } from '../protocol/channel.ts';
import type { CellName, CellSignal } from '../protocol/cells.ts';
import type {
  LoadedModel,
  ModelAnswers,
  ModelRequest,
  ModelWorkerEvent,
  ToModel,
} from '../protocol/modelMessages.ts';
import type { DocumentState } from '../protocol/textPlaces.ts';
import { Newest } from '../protocol/newest.ts';
import { explainSuggestion } from './explainSuggestion.ts';
import { ModelLoader } from './loadedModel.ts';
import { OpenDocument } from './openDocument.ts';
import { Rankings } from './rankings.ts';
import { Turns, type Urgency } from './turns.ts';
import { type TablePlatform, WorkspaceTable } from './workspaceTable.ts';

/** What the thread around a session lends it. */
export interface ModelPlatform {
  /** Of the model's folder. */
  storage: Storage;
  /** Of the model that serves where there is none in that folder; it is only read. */
  starter?: Storage;
  /** `nativeProblem` says why they are not the native ones, if that was to be. */
  loadKernels: () => Promise<CompiledKernels & { nativeProblem?: string }>;
  /**
   * The text of a file that a training read in these folders, as it is now; undefined when it cannot be read. `path` is
   * as the training had it.
   */
  readSource: (folders: readonly string[], path: string) => Promise<string | undefined>;
  /** For what is learnt of the workspace's files; without it the network predicts alone. */
  contexts?: TablePlatform;
  /** Milliseconds, from any origin. */
  clock: () => number;
  /** Resolves after waiting messages were handled. */
  nextTurn: () => Promise<void>;
}

type Request<Kind extends ModelRequest['kind']> = Extract<ModelRequest, { kind: Kind }>;
type Emit = (event: ModelWorkerEvent) => void;

/** Suggestions drawn at a temperature are the same each time they are asked for at one place. */
const SEED = 1;

/** Reading that takes no longer goes untold, ms. */
const PATIENCE = 300;

/** Documents that are learnt beforehand: of those that are worked on at a time. */
const MOST_RECENT = 3;

const unstopped = new AbortController().signal;

/** Answers from the model; see modelMessages.ts for what each request means. */
export class ModelSession {
  readonly #platform: ModelPlatform;
  readonly #emit: Emit;
  readonly #turns: Turns;
  readonly #loader: ModelLoader;
  readonly #documents = new Map<number, OpenDocument>();
  /** What is known of the user, who may take other things in another language. */
  readonly #experiences: Readonly<Record<Language, Experience>> = {
    c: new Experience(),
    latex: new Experience(),
    other: new Experience(),
  };
  readonly #rankings: Rankings;
  readonly #table: WorkspaceTable | undefined;
  /** Of the workspace, as the host told them last. */
  #folders: readonly string[] = [];
  /** Those that suggestions were asked for in, the latest last. */
  #recent: readonly OpenDocument[] = [];
  #isLearning = false;
  readonly #labeller: Labeller;
  /** The newest request is the one that the user waits for. */
  readonly #newestCompletion = new Newest();

  constructor(platform: ModelPlatform, emit: Emit) {
    this.#platform = platform;
    this.#emit = emit;
    this.#turns = new Turns(platform.nextTurn);
    this.#loader = new ModelLoader(platform, {
      loadKernels: () => this.#loadKernels(),
      onStarterProblem: problem => this.#emit({ kind: 'noStarter', problem }),
    });
    this.#labeller = new Labeller({ clock: platform.clock, milliseconds: EDITOR_BUDGET });
    this.#rankings = new Rankings({
      readSource: platform.readSource,
      labeller: this.#labeller,
      run: (signal, job) => this.#run('background', signal, job),
    });
    this.#table = platform.contexts && this.#openTable(platform.contexts);
  }

  get handlers(): Handlers<ToModel> {
    return {
      load: () => this.#load(),
      deleteModel: () => this.#deleteModel(),
      discardUpdate: () => discardUpdate(this.#platform.storage),
      openDocument: ({ document, ...opened }) => {
        this.#documents.set(document, new OpenDocument(opened, this.#experiences[opened.language]));
      },
      editDocument: ({ document, version, edits }) => this.#documents.get(document)?.edit(version, edits),
      closeDocument: ({ document }) => {
        const closed = this.#documents.get(document);
        this.#recent = this.#recent.filter(one => one !== closed);
        closed?.close();
        this.#documents.delete(document);
      },
      complete: (request, signal) => this.#complete(request, signal),
      suggestionShown: ({ document }) => this.#documents.get(document)?.suggestionShown(),
      explain: (request, signal) => this.#explain(request, signal),
      values: (request, signal) => this.#values(request, signal),
      labels: (request, signal) => this.#labels(request, signal),
      hover: (request, signal) => this.#hover(request, signal),
      influence: (request, signal) => this.#influence(request, signal),
      keptRanking: request => this.#keptRanking(request),
      rank: (request, signal) => this.#rank(request, signal),
      changedShare: (files, signal) => this.#changedShare(files, signal),
      settle: () => this.#table?.settle(),
      keepUp: async files => {
        this.#folders = files.folders.map(({ path }) => path);
        await this.#table?.keepUp(files);
      },
    };
  }

  async #load(): Promise<ModelAnswers['load']> {
    const inUse = await this.#loader.load();
    if (inUse) this.#table?.follow(inUse.model);
    else this.#table?.forget();
    return inUse?.summary ?? { state: 'missing' };
  }

  #openTable(platform: TablePlatform): WorkspaceTable {
    const { storage, readSource } = this.#platform;
    return new WorkspaceTable({
      platform,
      storage,
      readSource,
      run: (signal, job) => this.#run('background', signal, job),
      onProgress: this.#seldom(share => this.#emit({ kind: 'learning', share })),
      onEnd: () => this.#emit({ kind: 'learning' }),
      onNotice: notice => this.#emit({ kind: 'contexts', notice }),
      onChange: () => void this.#learnDocuments(),
    });
  }

  async #changedShare(
    { folders, include }: Request<'changedShare'>,
    signal: AbortSignal,
  ): Promise<ModelAnswers['changedShare']> {
    const { contexts } = this.#platform;
    const inUse = this.#loader.current;
    const learnt = inUse?.model.training?.learnt;
    if (!contexts || !inUse || inUse.summary.isStarter || learnt === undefined) return 1;
    const { heldOut } = inUse.model;
    return await this.#run('background', signal, control =>
      changedShare(contexts.readSources(folders, { include, signal }), { learnt, heldOut }, control),
    );
  }

  #complete(request: Request<'complete'>, signal: AbortSignal): Promise<ModelAnswers['complete']> {
    return this.#newestCompletion.run(newest => this.#suggest(request, AbortSignal.any([signal, newest])));
  }

  async #suggest(request: Request<'complete'>, signal: AbortSignal): Promise<ModelAnswers['complete']> {
    const start = this.#platform.clock();
    const spent = () => this.#platform.clock() - start;
    const found = this.#find(request);
    if (!found) return { reason: 'outdated', milliseconds: spent() };
    const { offset, manner, hidesList, indentation, isInvoked } = request;
    const options = {
      offset,
      maxLength: request.maxLength ?? defaultMaxLength,
      manner,
      hidesList,
      indentation,
      random: new Random(SEED),
      isInvoked,
      isShownLater: true,
      waited: () => request.waited + spent(),
    };
    const outcome = await this.#run('typing', signal, control => found.suggester.suggest(options, control));
    this.#recent = [...this.#recent.filter(one => one !== found.open), found.open].slice(-MOST_RECENT);
    void this.#learnDocuments();
    return { ...outcome, milliseconds: spent() };
  }

  /** When there is time: what those documents are like that are worked on. What is edited meanwhile comes again. */
  async #learnDocuments(): Promise<void> {
    if (this.#isLearning || !this.#table?.current) return;
    this.#isLearning = true;
    try {
      await this.#run('background', unstopped, async control => {
        for (const open of this.#recent.toReversed()) {
          await control.yieldToEvents();
          await open.learn(control);
        }
      });
    } finally {
      this.#isLearning = false;
    }
  }

  async #explain(request: Request<'explain'>, signal: AbortSignal): Promise<ModelAnswers['explain']> {
    const found = this.#find(request);
    const { readSource, contexts } = this.#platform;
    if (!found?.predictor || !found.table || !contexts) return undefined;
    const { predictor, table, open } = found;
    const { offset, text } = request;
    const until = open.tableEndWhenShown(table);
    const folders = this.#folders;
    const files = {
      read: (path: string) => readSource(folders, path),
      locate: (path: string) => contexts.locate(folders, path),
    };
    return await this.#run('looking', signal, control =>
      explainSuggestion({ predictor, table, offset, text, until }, files, control),
    );
  }

  async #values(request: Request<'values'>, signal: AbortSignal): Promise<ModelAnswers['values']> {
    const found = this.#find(request);
    if (!found) return undefined;
    const { document, version, from, to, cells } = request;
    const { revision } = found.inUse.summary;
    // A page may still show cells of the model before this one.
    if (!cells.every(cell => has(found.inUse.summary, cell))) return undefined;
    const onProgress = this.#afterAWhile(share => this.#emit({ kind: 'reading', document, version, share }));
    const values = await this.#run('looking', signal, control =>
      found.values.read({ from, to }, cells, control, onProgress),
    );
    return values && { revision, values };
  }

  async #deleteModel(): Promise<void> {
    const { storage } = this.#platform;
    this.#table?.forget();
    await removeModel(storage);
    await discardUpdate(storage);
  }

  async #labels(request: Request<'labels'>, signal: AbortSignal): Promise<ModelAnswers['labels']> {
    const found = this.#find(request);
    if (!found) return undefined;
    const labelled = found.open.labelledBy(this.#labeller);
    if (!labelled || signal.aborted || found.open.version !== request.version) return undefined;
    const parsed = await this.#run('labelling', signal, async control => {
      // Not even the first slice of it before the colours, which are asked for in the same breath.
      await control.yieldToEvents();
      return !signal.aborted && (await labelled.update(found.open.text.whole(), control));
    });
    if (!parsed || found.open.version !== request.version) return undefined;
    const { labels, masked } = labelled.labels(featureNamed(request.feature).name);
    // Labels count code points, the webview counts UTF-16 units.
    const { text } = found.open;
    const { from, to } = charactersOf(text, request);
    const ofCharacters = labels.slice(from, to).map((label, i) => (masked[from + i] ? 2 : label));
    const ofUnits = spreadOverUnits(text, ofCharacters, { from, to }, request);
    return { labels: ofUnits, isUnlabelled: labelled.isUnlabelled };
  }

  async #hover(request: Request<'hover'>, signal: AbortSignal): Promise<ModelAnswers['hover']> {
    const found = this.#find(request);
    if (!found) return undefined;
    const { reader, open, inUse } = found;
    const cells = request.cell && has(inUse.summary, request.cell) ? [request.cell] : [];
    return await this.#run('looking', signal, async control => {
      const insight = await inspectPosition(reader, request.offset, control);
      if (!insight) return undefined;
      const values =
        cells.length > 0 && (await cellsAt(reader, open.text.indexAt(insight.offset), cells, control));
      if (values === undefined) return undefined;
      const { offset, character, surpriseBits, next } = insight;
      return { offset, character, surpriseBits, next, ...(values && { values: values[0] }) };
    });
  }

  async #influence(request: Request<'influence'>, signal: AbortSignal): Promise<ModelAnswers['influence']> {
    const found = this.#find(request);
    if (!found) return undefined;
    const { offset, measure } = request;
    // After the colours and cards that one looks at: it takes longer than they do.
    return await this.#run('labelling', signal, control =>
      influenceAt(found.reader, offset, measure, control),
    );
  }

  async #keptRanking({ document, feature }: Request<'keptRanking'>): Promise<ModelAnswers['keptRanking']> {
    const open = this.#documents.get(document);
    const inUse = this.#loader.current;
    if (!open || !inUse) return undefined;
    const rankings = await inUse.keptRankings();
    const found = rankings?.find(one => one.language === open.language && one.feature === feature);
    if (!found) return undefined;
    const { language: _, ...ranking } = found;
    return { ...ranking, revision: inUse.summary.revision, origin: 'model' };
  }

  async #rank(request: Request<'rank'>, signal: AbortSignal): Promise<ModelAnswers['rank']> {
    const { document, feature, folders } = request;
    const open = this.#documents.get(document);
    const inUse = this.#loader.current;
    if (!open || !inUse || !isOf(open.language, feature)) return undefined;
    const onProgress = this.#seldom(share => this.#emit({ kind: 'rankingProgress', document, share }));
    const rankings = await this.#rankings.rank({ document, open, inUse, folders, signal, onProgress });
    const ranking = rankings?.find(one => one.feature === feature);
    return ranking && { ...ranking, revision: inUse.summary.revision, origin: 'document' };
  }

  /** What a request is about; undefined when the document or the model is no longer what the host thinks. */
  #find({ document, version }: DocumentState) {
    const open = this.#documents.get(document);
    const inUse = this.#loader.current;
    if (open?.version !== version || !inUse) return undefined;
    const { contexts } = this.#platform;
    const sourcePath = (file: string) => contexts?.sourcePath(this.#folders, file);
    return { open, inUse, ...open.readBy({ model: inUse.model, table: this.#table?.current, sourcePath }) };
  }

  /** Passes on ten shares a second at most, and the last one. */
  #seldom(tell: (share: number) => void): (share: number) => void {
    let last = -Infinity;
    return share => {
      const now = this.#platform.clock();
      if (share < 1 && now - last < 100) return;
      last = now;
      tell(share);
    };
  }

  /** As `#seldom`, but of work that is done in no time nothing is told. */
  #afterAWhile(tell: (share: number) => void): (share: number) => void {
    const start = this.#platform.clock();
    const seldom = this.#seldom(tell);
    let told = false;
    return share => {
      if (!told && (share === 1 || this.#platform.clock() - start < PATIENCE)) return;
      told = true;
      seldom(share);
    };
  }

  #run<T>(urgency: Urgency, signal: AbortSignal, job: (control: ReadControl) => Promise<T>): Promise<T> {
    return this.#turns.run(urgency, yieldToEvents => job({ signal, yieldToEvents }));
  }

  async #loadKernels(): Promise<KernelFactory> {
    const { create, name, nativeProblem } = await this.#platform.loadKernels();
    this.#emit({ kind: 'kernels', name, ...(nativeProblem === undefined ? {} : { nativeProblem }) });
    return create;
  }
}

function has({ layers, units, quantities }: LoadedModel, cell: CellName & Partial<CellSignal>): boolean {
  const { layer, index, quantity = 'h' } = cell;
  return layer <= layers && index < units && quantities.includes(quantity);
}

function isOf(language: Language, feature: string): boolean {
  return featuresOf(language).some(({ name }) => name === feature);
}
