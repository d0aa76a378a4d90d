import type { FromLabPage, FromLabPanel } from '../../protocol/lab.ts';
import { plainLine } from '../../protocol/plainText.ts';
import type { Host } from '../kit/channel.ts';
import { element, setText } from '../kit/element.ts';
import { Store } from '../kit/store.ts';
import { onThemeChange } from '../kit/theme.ts';
import { DeedBar } from './deedBar.ts';
import { FigureGrid } from './figures/figureGrid.ts';
import { Lights } from './figures/lights.ts';
import { Lab } from './lab.ts';
import { emptyView, type LabView } from './labView.ts';
import { LessonList } from './lessonList.ts';
import { SettingControls } from './settingControls.ts';
import { StateTools } from './stateTools.ts';

/** Puts the parts of the lab together and draws what is shown into them. */
export class LabPage {
  readonly #store = new Store<LabView>(emptyView);
  readonly #lab: Lab;
  readonly #list: LessonList;
  readonly #settings: SettingControls;
  readonly #deed: DeedBar;
  readonly #tools: StateTools;
  readonly #grid: FigureGrid;
  readonly #title = element('h1', {}, 'Lab');
  readonly #words = element('p', { class: 'words' });
  readonly #problem = element('p', { class: 'problem', role: 'alert' });
  readonly #content: HTMLElement;

  constructor(host: Host<FromLabPage, FromLabPanel>, body: HTMLElement) {
    this.#lab = new Lab(host, this.#store);
    this.#list = new LessonList(name => void this.#lab.choose(name));
    this.#settings = new SettingControls((name, value) => void this.#lab.change(name, value));
    this.#deed = new DeedBar(() => void this.#lab.do());
    this.#tools = new StateTools(this.#lab);
    this.#grid = new FigureGrid({
      lights: new Lights(),
      palette: () => this.#store.state.palette,
      choose: (setting, value) => void this.#lab.change(setting, value),
      export: (name, format, content) => void this.#lab.export(name, format, content),
    });
    this.#content = element(
      'main',
      {},
      element('header', {}, this.#title, this.#words),
      this.#settings.root,
      this.#deed.root,
      this.#problem,
      this.#grid.root,
      this.#tools.root,
    );
    body.append(element('div', { class: 'lab' }, this.#list.root, this.#content));
    this.#store.subscribe((view, before) => this.#draw(view, before));
    onThemeChange(() => this.#grid.redraw());
  }

  start(): void {
    this.#draw(this.#store.state, this.#store.state);
    void this.#lab.start();
  }

  #draw(view: LabView, before: LabView): void {
    const { lessons, lesson, values, look, problem } = view;
    this.#list.update(lessons, lesson?.name);
    setText(this.#title, lesson?.title ?? 'Lab');
    setText(this.#words, lesson?.words.join(' ') ?? '');
    this.#settings.update(lesson?.settings ?? [], values, look?.most ?? {});
    this.#deed.update(view);
    setText(this.#problem, problem === undefined ? '' : plainLine(problem));
    this.#problem.hidden = problem === undefined;
    this.#tools.update(view);
    this.#content.setAttribute('aria-busy', String(view.isOpening || view.isWorking));
    // For those who watch from outside: the lesson that the figures are of, and how far its work is.
    this.#content.dataset.lesson = look && !view.isOpening ? lesson?.name : '';
    this.#content.dataset.work = workOf(view);
    if (look !== before.look || view.palette !== before.palette) this.#grid.update(look?.figures ?? []);
    if (lesson !== before.lesson) window.scrollTo(0, 0);
  }
}

function workOf({ look, isOpening, hasWork, canWork, isWorking }: LabView): string {
  if (!look || isOpening) return '';
  if (isWorking) return 'underWay';
  return hasWork && canWork ? 'toDo' : 'done';
}
