import type { FromLabPage, FromLabPanel, LabPanelEvent, SettingValue, Values } from '../../protocol/lab.ts';
import type { LabState } from '../../protocol/labState.ts';
import { isLabState } from '../../protocol/labState.ts';
import { Newest } from '../../protocol/newest.ts';
import type { Host } from '../kit/channel.ts';
import type { Store } from '../kit/store.ts';
import type { LabView } from './labView.ts';

type LabHost = Host<FromLabPage, FromLabPanel>;

/** What the page does, without its looks: asks its panel, and keeps what is shown in the store. */
export class Lab {
  readonly #host: LabHost;
  readonly #store: Store<LabView>;
  readonly #newest = new Newest();
  /** What was set in lessons that were open before. */
  readonly #values = new Map<string, Values>();
  /** A lesson that was asked for from elsewhere before the lessons were known. */
  #asked: LabState | undefined;
  #isLooking = false;
  #looksAgain = false;

  constructor(host: LabHost, store: Store<LabView>) {
    this.#host = host;
    this.#store = store;
  }

  async start(): Promise<void> {
    this.#host.channel.hear(event => this.#hear(event));
    this.#host.channel.tell({ kind: 'ready' });
    await this.#guarded(async () => {
      const lessons = await this.#host.channel.ask({ kind: 'lessons' });
      this.#store.update({ lessons });
      const saved = this.#host.savedState();
      const wanted = this.#asked ?? (isLabState(saved) ? saved : undefined);
      const isThere = lessons.some(({ name }) => name === wanted?.lesson);
      // A link to what is not there says so; what was saved by another version is forgotten.
      if (wanted && (isThere || this.#asked)) await this.#open(wanted);
      else if (lessons.length > 0) await this.choose(lessons[0].name);
    });
  }

  /** What is open, as it can be handed on. */
  get state(): LabState | undefined {
    const { lesson, values, seed } = this.#store.state;
    return lesson && { version: 1, lesson: lesson.name, values, seed };
  }

  async choose(lesson: string): Promise<void> {
    if (lesson === this.#store.state.lesson?.name) return;
    await this.#open({
      version: 1,
      lesson,
      values: this.#values.get(lesson) ?? {},
      seed: this.#store.state.seed,
    });
  }

  async change(name: string, value: SettingValue): Promise<void> {
    const { lesson, values } = this.#store.state;
    const setting = lesson?.settings.find(each => each.name === name);
    if (!setting || values[name] === value) return;
    this.#store.update({ values: { ...values, [name]: value } });
    if (setting.affects === 'view') await this.#look();
    else await this.#reopen();
  }

  async changeSeed(seed: number): Promise<void> {
    this.#store.update({ seed });
    await this.#reopen();
  }

  /** Does what the button says: begins the work, ends it, or does it all again. */
  async do(): Promise<void> {
    const { isWorking, canWork } = this.#store.state;
    if (isWorking) return this.#guarded(() => this.#host.channel.ask({ kind: 'stop' }));
    if (!canWork) await this.#reopen(true);
    if (!this.#store.state.canWork) return;
    this.#store.update({
      isWorking: true,
      canWork: false,
      progress: undefined,
      problem: undefined,
      notice: undefined,
    });
    await this.#guarded(() => this.#host.channel.ask({ kind: 'work' }));
  }

  /** With what is selected now, as it was at first. */
  async startOver(): Promise<void> {
    await this.#reopen(true);
  }

  async copyLink(): Promise<void> {
    await this.#withState(async state => {
      await this.#host.channel.ask({ kind: 'copyLink', state });
      this.#store.update({ notice: 'The link is in the clipboard.' });
    });
  }

  async saveState(): Promise<void> {
    await this.#withState(async state => {
      if (await this.#host.channel.ask({ kind: 'saveState', state }))
        this.#store.update({ notice: 'Saved.' });
    });
  }

  async openState(): Promise<void> {
    await this.#guarded(async () => {
      const state = await this.#host.channel.ask({ kind: 'openState' });
      if (state) await this.#open(state);
    });
  }

  async export(name: string, format: 'png' | 'svg' | 'csv', content: Uint8Array | string): Promise<void> {
    const { lesson } = this.#store.state;
    await this.#guarded(async () => {
      const whole = `${lesson?.name ?? 'lab'}-${name}`;
      const request = { kind: 'export', name: whole, format, content } as const;
      if (await this.#host.channel.ask(request)) this.#store.update({ notice: 'Saved.' });
    });
  }

  #hear(event: LabPanelEvent): void {
    const { isOpening } = this.#store.state;
    switch (event.kind) {
      case 'palette':
        return this.#store.update({ palette: event.palette });
      case 'waiting':
        return this.#store.update({ isWaiting: event.isWaiting });
      case 'show':
        // The lessons are asked for when the page begins; this then takes the place of what was saved.
        if (this.#store.state.lessons.length === 0) this.#asked = event.state;
        else void this.#open(event.state);
        return undefined;
      case 'progress': {
        // It is of what was open before.
        if (isOpening) return undefined;
        const { look, share, words, secondsLeft } = event;
        return this.#store.update({
          isWorking: true,
          progress: { share, words, ...(secondsLeft !== undefined && { secondsLeft }) },
          ...(look && { look }),
        });
      }
      case 'ended':
        if (isOpening) return undefined;
        return this.#store.update({
          isWorking: false,
          progress: undefined,
          ...(event.look && { look: event.look }),
          problem: event.message,
        });
    }
  }

  async #reopen(anew = false): Promise<void> {
    const { state } = this;
    if (state) await this.#open(state, anew);
  }

  /** The newest wins: what was asked for before and has not come yet is dropped. */
  async #open(state: LabState, anew = false): Promise<void> {
    const { lessons, lesson: before, values } = this.#store.state;
    if (before && before.name !== state.lesson) this.#values.set(before.name, values);
    const lesson = lessons.find(({ name }) => name === state.lesson);
    const isOther = lesson !== before;
    this.#store.update({
      ...(lesson && { lesson }),
      values: state.values,
      seed: state.seed,
      isOpening: true,
      isWorking: false,
      progress: undefined,
      problem: undefined,
      notice: undefined,
      ...(isOther && { look: undefined, hasWork: false, canWork: false }),
    });
    await this.#newest.run(async signal => {
      try {
        const opened = await this.#host.channel.ask({ kind: 'open', state, anew }, signal);
        if (signal.aborted) return;
        const { values: all, hasWork, canWork, isWorking, usesSelection, figures, most } = opened;
        this.#store.update({
          look: { figures, most },
          values: all,
          hasWork,
          canWork,
          isWorking,
          usesSelection,
        });
        this.#host.saveState({ ...state, values: all });
      } catch (error) {
        if (signal.aborted) return;
        this.#store.update({ look: undefined, hasWork: false, canWork: false, problem: messageOf(error) });
      } finally {
        if (!signal.aborted) this.#store.update({ isOpening: false });
      }
    });
  }

  /** One look at a time: what was changed meanwhile is looked at after it. */
  async #look(): Promise<void> {
    if (this.#isLooking) {
      this.#looksAgain = true;
      return;
    }
    this.#isLooking = true;
    try {
      do {
        this.#looksAgain = false;
        const { state } = this;
        const { values, lesson } = this.#store.state;
        const look = await this.#host.channel.ask({ kind: 'look', values: viewValues(lesson, values) });
        if (this.#store.state.lesson !== lesson || this.#store.state.isOpening) return;
        this.#store.update({ look, problem: undefined });
        if (state) this.#host.saveState(state);
      } while (this.#looksAgain);
    } catch (error) {
      this.#store.update({ problem: messageOf(error) });
    } finally {
      this.#isLooking = false;
    }
  }

  async #withState(act: (state: LabState) => Promise<void>): Promise<void> {
    const { state } = this;
    if (state) await this.#guarded(() => act(state));
  }

  /** What goes wrong is told on the page. */
  async #guarded(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.#store.update({ problem: messageOf(error), isWorking: false });
    }
  }
}

function viewValues(lesson: LabView['lesson'], values: Values): Values {
  const names = (lesson?.settings ?? []).filter(({ affects }) => affects === 'view').map(({ name }) => name);
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
