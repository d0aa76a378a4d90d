import type { RunCurves } from '../../protocol/runs.ts';
import type { CurvesRequest, ShownRun } from '../../protocol/trainingView.ts';
import type { Store } from '../kit/store.ts';
import { hadOf, withCurves } from './keptCurves.ts';
import { shownRuns, type TrainingState } from './trainingState.ts';

/** Has the curves of the runs that are shown, and asks for what is new of them. */
export class CurveFollower {
  readonly #store: Store<TrainingState>;
  readonly #ask: (request: CurvesRequest) => Promise<RunCurves>;
  /** Of each run: what was asked for last. */
  readonly #asked = new Map<string, string>();

  constructor(store: Store<TrainingState>, ask: (request: CurvesRequest) => Promise<RunCurves>) {
    this.#store = store;
    this.#ask = ask;
  }

  /** To be called when other runs are shown, or there may be more of them. */
  follow(): void {
    for (const run of shownRuns(this.#store.state)) void this.#bring(run);
  }

  async #bring({ id, stamp }: ShownRun): Promise<void> {
    if (this.#asked.get(id) === stamp) return;
    this.#asked.set(id, stamp);
    try {
      const fresh = await this.#ask({ kind: 'curves', id, had: hadOf(this.#store.state.curves[id]) });
      const { curves } = this.#store.state;
      this.#store.update({ curves: { ...curves, [id]: withCurves(curves[id], fresh) }, problem: undefined });
    } catch (error) {
      this.#asked.delete(id);
      this.#store.update({ problem: error instanceof Error ? error.message : String(error) });
    }
  }
}
