import { featuresOf } from '../model/insight/labels/labelledSyntaxes.ts';
import type { Labeller } from '../model/insight/labels/labeller.ts';
import { rankCells } from '../model/insight/evidence/rankCells.ts';
import type { Ranking } from '../model/insight/evidence/ranking.ts';
import { rankingCharacters, type RankingText, rankingTexts } from '../model/insight/evidence/rankingTexts.ts';
import type { ReadControl } from '../model/base/readControl.ts';
import { kindsOfPath } from '../protocol/languages.ts';
import type { ModelInUse } from './loadedModel.ts';
import type { OpenDocument } from './openDocument.ts';

/** What rankings need of the session around them. */
interface RankingTools {
  /** Of a file that the model's training read in these folders. */
  readSource: (folders: readonly string[], path: string) => Promise<string | undefined>;
  labeller: Labeller;
  /** Runs a job in slices, after everything more urgent. */
  run: <T>(signal: AbortSignal, job: (control: ReadControl) => Promise<T>) => Promise<T>;
}

interface RankingWish {
  document: number;
  open: OpenDocument;
  inUse: ModelInUse;
  /** Absolute paths of the folders that the model was trained on. */
  folders: readonly string[];
  signal: AbortSignal;
  /** Gets 0..1. */
  onProgress: (share: number) => void;
}

interface Work {
  key: string;
  result: Promise<Ranking[] | undefined>;
  stop: AbortController;
  /** Those who still want the result. */
  wishes: Set<RankingWish>;
}

/**
 * Ranks the cells for all features of a document's language in one reading, and keeps the last result: going from one
 * feature to the next costs nothing, and joins the reading if it is still under way.
 */
export class Rankings {
  readonly #tools: RankingTools;
  #work: Work | undefined;

  constructor(tools: RankingTools) {
    this.#tools = tools;
  }

  /** Undefined when it was stopped. */
  async rank(wish: RankingWish): Promise<Ranking[] | undefined> {
    const key = [wish.inUse.summary.revision, wish.document, ...wish.folders].join('\n');
    if (this.#work?.key !== key || this.#work.stop.signal.aborted) this.#begin(key, wish);
    const work = this.#work as Work;
    work.wishes.add(wish);
    const leave = () => {
      work.wishes.delete(wish);
      if (work.wishes.size === 0) work.stop.abort();
    };
    wish.signal.addEventListener('abort', leave, { once: true });
    try {
      return await work.result;
    } finally {
      wish.signal.removeEventListener('abort', leave);
    }
  }

  #begin(key: string, wish: RankingWish): void {
    this.#work?.stop.abort();
    const stop = new AbortController();
    const wishes = new Set<RankingWish>();
    const tell = (share: number) => {
      for (const one of wishes) one.onProgress(share);
    };
    const result = this.#read(wish, stop.signal, tell);
    const work: Work = { key, result, stop, wishes };
    this.#work = work;
    // What failed or was stopped is no result to keep.
    const drop = () => {
      if (this.#work === work) this.#work = undefined;
    };
    result.then(rankings => rankings ?? drop(), drop);
  }

  async #read(
    { open, inUse, folders }: RankingWish,
    signal: AbortSignal,
    onProgress: (share: number) => void,
  ): Promise<Ranking[] | undefined> {
    const { language } = open;
    const features = featuresOf(language).map(feature => feature.name);
    const { labeller } = this.#tools;
    const texts = [
      { text: open.text.whole(), syntax: open.syntax },
      ...(await this.#heldOutTexts(inUse, open, folders)),
    ];
    const total = rankingCharacters(texts.map(({ text }) => text.length));
    return await this.#tools.run(signal, control =>
      rankCells({
        model: inUse.model,
        texts: rankingTexts({ language, texts, features, labeller, control }),
        features,
        control,
        onProgress: read => onProgress(Math.min(1, read / total)),
      }),
    );
  }

  /** Files of the document's language that the model was not trained on, as they are on disk now. */
  async #heldOutTexts(
    { model }: ModelInUse,
    { language, text: document }: OpenDocument,
    folders: readonly string[],
  ): Promise<RankingText[]> {
    const text = document.whole();
    const paths = model.heldOut.filter(path => kindsOfPath(path).language === language);
    const texts = await Promise.all(
      paths.map(async path => ({
        text: await this.#tools.readSource(folders, path),
        syntax: kindsOfPath(path).syntax,
      })),
    );
    return texts.filter((one): one is RankingText => one.text !== undefined && one.text !== text);
  }
}
