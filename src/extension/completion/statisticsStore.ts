import * as vscode from 'vscode';
import type { Totals } from '../../protocol/statistics.ts';
import { counted, readStatistics, type Statistics, type TallyKey } from './suggestionTally.ts';

const key = 'suggestionStatistics';

/** Counts gather so long before they are written down, ms. */
const writingDelay = 5000;

/** What became of suggestions, kept on this machine for all folders, and sent nowhere. */
export class StatisticsStore {
  readonly #memento: vscode.Memento;
  readonly #clock: () => number;
  readonly #changed = new vscode.EventEmitter<Statistics>();
  readonly onDidChange = this.#changed.event;
  /** Not written down yet. Another window may count meanwhile: what it wrote is read before this is added. */
  #more: { key: TallyKey; totals: Partial<Totals> }[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `clock` gives milliseconds since 1970. */
  constructor(memento: vscode.Memento, clock: () => number = Date.now) {
    this.#memento = memento;
    this.#clock = clock;
  }

  get statistics(): Statistics {
    let statistics = readStatistics(this.#memento.get(key));
    for (const { key: of, totals } of this.#more) statistics = counted(statistics, of, totals, this.#clock());
    return statistics;
  }

  count(of: TallyKey, totals: Partial<Totals>): void {
    this.#more.push({ key: of, totals });
    this.#timer ??= setTimeout(() => void this.write(), writingDelay);
    this.#changed.fire(this.statistics);
  }

  async reset(): Promise<void> {
    this.#more = [];
    await this.#memento.update(key, undefined);
    this.#changed.fire(this.statistics);
  }

  async write(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#more.length === 0) return;
    const { statistics } = this;
    this.#more = [];
    await this.#memento.update(key, statistics);
  }

  dispose(): void {
    void this.write();
    this.#changed.dispose();
  }
}
