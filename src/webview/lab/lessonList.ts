import type { LessonOutline } from '../../protocol/lab.ts';
import { makeSelect, setChoices } from '../kit/controls.ts';
import { element } from '../kit/element.ts';

/** The lessons by their titles: a list where there is room, else a choice. */
export class LessonList {
  readonly root = element('nav', { class: 'lessons', 'aria-label': 'Lessons' });
  readonly #list = element('ol', {});
  readonly #select = makeSelect('Lesson', []);
  readonly #choose: (name: string) => void;
  #shown: readonly LessonOutline[] = [];

  constructor(choose: (name: string) => void) {
    this.#choose = choose;
    this.#select.addEventListener('change', () => choose(this.#select.value));
    this.root.append(this.#list, this.#select);
    this.#list.addEventListener('keydown', event => this.#key(event));
  }

  update(lessons: readonly LessonOutline[], chosen: string | undefined): void {
    if (lessons !== this.#shown) this.#fill(lessons);
    for (const button of this.#buttons) {
      if (button.dataset.lesson === chosen) button.setAttribute('aria-current', 'page');
      else button.removeAttribute('aria-current');
    }
    if (chosen !== undefined && this.#select.value !== chosen) this.#select.value = chosen;
  }

  get #buttons(): HTMLElement[] {
    return [...this.#list.querySelectorAll('button')];
  }

  #fill(lessons: readonly LessonOutline[]): void {
    this.#shown = lessons;
    setChoices(
      this.#select,
      lessons.map(({ name, title }) => ({ value: name, title })),
    );
    this.#list.replaceChildren(
      ...lessons.map(({ name, title }) => {
        const button = element('button', { type: 'button' }, title);
        button.dataset.lesson = name;
        button.addEventListener('click', () => this.#choose(name));
        return element('li', {}, button);
      }),
    );
  }

  /** Up and down go from one to the next. */
  #key(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const buttons = this.#buttons;
    const at = buttons.findIndex(button => button === document.activeElement);
    buttons[Math.max(0, Math.min(buttons.length - 1, at + step))]?.focus();
    event.preventDefault();
  }
}
