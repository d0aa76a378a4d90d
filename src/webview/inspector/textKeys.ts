import type { Inspector } from './inspector.ts';
import type { InspectorState } from './inspectorState.ts';
import type { Store } from '../kit/store.ts';
import type { RowLayout } from './rowLayout.ts';
import { stepOffset } from './textSteps.ts';
import type { Direction } from './textSteps.ts';
import type { TextView } from './textView.ts';

const directions: Record<string, Direction> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** Reading the text by keyboard: arrows move a mark, whose character's card is shown and spoken. */
export class TextKeys {
  /** The mark was moved by a key last, not by the pointer. */
  leading = false;
  readonly #text: TextView;
  readonly #layout: RowLayout;
  readonly #store: Store<InspectorState>;
  readonly #inspector: Inspector;
  readonly #activate: (offset: number) => void;

  constructor(parts: {
    text: TextView;
    layout: RowLayout;
    store: Store<InspectorState>;
    inspector: Inspector;
    /** Enter was pressed at a character. */
    activate: (offset: number) => void;
  }) {
    const { text, inspector } = parts;
    this.#activate = parts.activate;
    this.#text = text;
    this.#layout = parts.layout;
    this.#store = parts.store;
    this.#inspector = inspector;
    text.root.addEventListener('keydown', event => this.#key(event));
    text.root.addEventListener('pointermove', () => (this.leading = false));
    text.root.addEventListener('blur', () => {
      if (this.leading) inspector.point(undefined);
    });
  }

  #key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const { pointed } = this.#store.state;
    if (event.key in directions) {
      event.preventDefault();
      this.leading = true;
      const next =
        pointed === undefined ? this.#start() : stepOffset(this.#layout, pointed, directions[event.key]);
      this.#text.reveal(next);
      this.#inspector.point(next);
    } else if (event.key === 'Enter' && pointed !== undefined) {
      event.preventDefault();
      this.#activate(pointed);
    } else if (event.key === 'Escape') this.#inspector.point(undefined);
  }

  /** The editor's cursor if it can be seen, else the first visible character. */
  #start(): number {
    const { cursor } = this.#store.state;
    return cursor && this.#text.isVisible(cursor.offset) ? cursor.offset : this.#text.topOffset;
  }
}
