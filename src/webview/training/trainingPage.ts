import type {
  FromTrainingPage,
  FromTrainingPanel,
  TrainingPageEvent,
  TrainingViewEvent,
} from '../../protocol/trainingView.ts';
import type { Host } from '../kit/channel.ts';
import { element } from '../kit/element.ts';
import { makeGlossary } from '../kit/glossary.ts';
import { Store } from '../kit/store.ts';
import { onThemeChange } from '../kit/theme.ts';
import { ChartsView } from './chartsView.ts';
import { CurveFollower } from './curveFollower.ts';
import { pictureOf } from './picture.ts';
import { RunList } from './runList.ts';
import { StatusLine } from './statusLine.ts';
import { initialState, pickedWith, readSaved, shownRuns, type TrainingState } from './trainingState.ts';
import { ViewBar } from './viewBar.ts';
import { meanings } from './words.ts';

type PageHost = Host<FromTrainingPage, FromTrainingPanel>;

/** How trainings go and went: what this window trains, and the curves of runs that are kept. */
export class TrainingPage {
  readonly #host: PageHost;
  readonly #store: Store<TrainingState>;
  readonly #follower: CurveFollower;
  readonly #status: StatusLine;
  readonly #bar: ViewBar;
  readonly #list: RunList;
  readonly #charts: ChartsView;
  readonly #empty: HTMLElement;
  readonly #problem: HTMLElement;
  readonly #body: HTMLElement;

  constructor(host: PageHost, body: HTMLElement) {
    this.#host = host;
    this.#body = body;
    this.#store = new Store({ ...initialState, ...readSaved(host.savedState()) });
    this.#follower = new CurveFollower(this.#store, request => host.channel.ask(request));
    const tell = (event: TrainingPageEvent) => host.channel.tell(event);
    this.#status = new StatusLine(kind => tell({ kind }));
    this.#bar = new ViewBar({
      change: change => this.#update(change),
      saveCsv: () => tell({ kind: 'saveCsv', runs: shownRuns(this.#store.state).map(({ id }) => id) }),
      savePng: () => void this.#savePng(),
    });
    this.#list = new RunList({
      pick: picked => this.#update({ picked }),
      addFolder: () => tell({ kind: 'addFolder' }),
      removeFolder: folder => tell({ kind: 'removeFolder', folder }),
    });
    this.#charts = new ChartsView(view => this.#update({ view }));
    this.#empty = element('p', { class: 'emptyState' });
    this.#problem = element('p', { class: 'problem', role: 'alert' });
  }

  start(): void {
    this.#body.replaceChildren(
      element(
        'main',
        { class: 'page' },
        element('h1', {}, 'Training'),
        this.#status.element,
        this.#problem,
        this.#bar.element,
        this.#list.element,
        this.#empty,
        this.#charts.element,
        makeGlossary(meanings),
      ),
    );
    this.#store.subscribe(state => this.#draw(state));
    onThemeChange(() => this.#charts.redraw());
    this.#host.channel.hear(event => this.#hear(event));
    this.#host.channel.tell({ kind: 'ready' });
    this.#draw(this.#store.state);
  }

  #hear(event: TrainingViewEvent): void {
    switch (event.kind) {
      case 'runs': {
        const { runs, folders } = event;
        this.#store.update({ runs, folders, picked: pickedWith(this.#store.state, runs) });
        this.#follower.follow();
        return;
      }
      case 'training': {
        const { kind: _, ...training } = event;
        this.#store.update({ training });
        return;
      }
    }
  }

  /** What the user changes. */
  #update(change: Partial<TrainingState>): void {
    this.#store.update(change);
    const { axis, arrangement, picked } = this.#store.state;
    // Not in each frame in which another part is looked at.
    if (!('view' in change && Object.keys(change).length === 1))
      this.#host.saveState({ axis, arrangement, picked });
    if ('picked' in change) this.#follower.follow();
  }

  async #savePng(): Promise<void> {
    const bytes = await pictureOf(this.#charts);
    if (bytes) this.#host.channel.tell({ kind: 'savePng', bytes });
  }

  #draw(state: TrainingState): void {
    const { runs, training, problem } = state;
    const isEmpty = runs?.length === 0;
    this.#status.show(training);
    this.#bar.show(state);
    this.#list.show(state);
    this.#bar.element.hidden = isEmpty;
    this.#empty.hidden = !isEmpty && runs !== undefined;
    this.#empty.textContent = isEmpty
      ? 'No training has left its curves here yet. Train on the workspace, or add the folder of a model that was trained in a terminal.'
      : 'Looking for trainings...';
    this.#problem.hidden = problem === undefined;
    this.#problem.textContent = problem ?? '';
    this.#charts.show(state);
  }
}
