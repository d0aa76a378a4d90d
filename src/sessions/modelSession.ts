import { removeModel } from '../model/files/checkpointWriter.ts';
import { discardUpdate } from '../model/files/pendingUpdate.ts';
import type { Storage } from '../model/files/storage.ts';
import { cellsAt } from '../model/insight/cellsAt.ts';
import { charactersOf, spreadOverUnits } from '../model/insight/cellValues.ts';
import { featureNamed } from '../model/insight/labels/features.ts';
import { featuresOf } from '../model/insight/labels/labelledSyntaxes.ts';
import { inspectPosition } from '../model/insight/inspectPosition.ts';
import { EDITOR_BUDGET, Labeller } from '../model/insight/labels/labeller.ts';
import type { CompiledKernels, KernelFactory } from '../model/kernels/wasmKernels.ts';
import { Random } from '../model/base/random.ts';
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
import { ModelLoader } from './loadedModel.ts';
import { OpenDocument } from './openDocument.ts';
import { Rankings } from './rankings.ts';
import { Turns, type Urgency } from './turns.ts';

/** What the thread around a session lends it. */
export interface ModelPlatform {
  /** Of the model's folder. */
  storage: Storage;
  /** `nativeProblem` says why they are not the native ones, if that was to be. */
  loadKernels: () => Promise<CompiledKernels & { nativeProblem?: string }>;
  /**
   * The text of a file that a training read in these folders, as it is now; undefined when it cannot be read. `path` is
   * as the training had it.
   */
  readSource: (folders: readonly string[], path: string) => Promise<string | undefined>;
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

/** Answers from the model; see modelMessages.ts for what each request means. */
export class ModelSession {
  readonly #platform: ModelPlatform;
  readonly #emit: Emit;
  readonly #turns: Turns;
  readonly #loader: ModelLoader;
  readonly #documents = new Map<number, OpenDocument>();
  readonly #rankings: Rankings;
  readonly #labeller: Labeller;
  /** The newest request is the one that the user waits for. */
  readonly #newestCompletion = new Newest();

  constructor(platform: ModelPlatform, emit: Emit) {
    this.#platform = platform;
    this.#emit = emit;
    this.#turns = new Turns(platform.nextTurn);
    this.#loader = new ModelLoader(platform.storage, () => this.#loadKernels());
    this.#labeller = new Labeller({ clock: platform.clock, milliseconds: EDITOR_BUDGET });
    this.#rankings = new Rankings({
      readSource: platform.readSource,
      labeller: this.#labeller,
      run: (signal, job) => this.#run('background', signal, job),
    });
  }

  get handlers(): Handlers<ToModel> {
    return {
      load: async () => (await this.#loader.load())?.summary ?? { state: 'missing' },
      deleteModel: () => this.#deleteModel(),
      discardUpdate: () => discardUpdate(this.#platform.storage),
      openDocument: ({ document, ...opened }) => {
        this.#documents.set(document, new OpenDocument(opened));
      },
      editDocument: ({ document, version, edits }) => this.#documents.get(document)?.edit(version, edits),
      closeDocument: ({ document }) => {
        this.#documents.get(document)?.close();
        this.#documents.delete(document);
      },
      complete: (request, signal) => this.#complete(request, signal),
      values: (request, signal) => this.#values(request, signal),
      labels: (request, signal) => this.#labels(request, signal),
      hover: (request, signal) => this.#hover(request, signal),
      keptRanking: request => this.#keptRanking(request),
      rank: (request, signal) => this.#rank(request, signal),
    };
  }

  #complete(request: Request<'complete'>, signal: AbortSignal): Promise<ModelAnswers['complete']> {
    return this.#newestCompletion.run(newest => this.#suggest(request, AbortSignal.any([signal, newest])));
  }

  async #suggest(request: Request<'complete'>, signal: AbortSignal): Promise<ModelAnswers['complete']> {
    const start = this.#platform.clock();
    const spent = () => this.#platform.clock() - start;
    const found = this.#find(request);
    if (!found) return { reason: 'outdated', milliseconds: spent() };
    const { offset, maxLength, minimumProbability, temperature, indentation, isInvoked } = request;
    const options = {
      offset,
      maxLength,
      minimumProbability,
      temperature,
      indentation,
      random: new Random(SEED),
      isInvoked,
      waited: () => request.waited + spent(),
    };
    const outcome = await this.#run('typing', signal, control => found.suggester.suggest(options, control));
    return { ...outcome, milliseconds: spent() };
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
    return open?.version === version && inUse ? { open, inUse, ...open.readBy(inUse.model) } : undefined;
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
