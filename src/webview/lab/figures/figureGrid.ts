import type { Figure } from '../../../protocol/labFigures.ts';
import { element } from '../../kit/element.ts';
import { type FigureParts, FigureView } from './figureView.ts';

/** All figures of a lesson, each kept as long as there is one of its name: what is pointed at and open in it stays. */
export class FigureGrid {
  readonly root = element('div', { class: 'figureGrid' });
  readonly #parts: FigureParts;
  readonly #views = new Map<string, FigureView>();
  readonly #numbers = new Set<string>();

  constructor(parts: Omit<FigureParts, 'numbersShown'>) {
    this.#parts = {
      ...parts,
      numbersShown: (id, areShown) => {
        if (areShown) this.#numbers.add(id);
        else this.#numbers.delete(id);
      },
    };
    new ResizeObserver(() => this.redraw()).observe(this.root);
  }

  update(figures: readonly Figure[]): void {
    for (const [id, view] of this.#views)
      if (!figures.some(figure => figure.id === id && figure.kind === view.kind)) this.#remove(id, view);
    for (const [place, figure] of figures.entries()) {
      const view = this.#views.get(figure.id) ?? this.#make(figure);
      if (this.root.children[place] !== view.root)
        this.root.insertBefore(view.root, this.root.children[place] ?? null);
      view.update(figure);
    }
  }

  redraw(): void {
    for (const view of this.#views.values()) view.redraw();
  }

  #make(figure: Figure): FigureView {
    const view = new FigureView(figure, this.#parts, this.#numbers.has(figure.id));
    this.#views.set(figure.id, view);
    return view;
  }

  #remove(id: string, view: FigureView): void {
    view.dispose();
    this.#views.delete(id);
  }
}
