import type { Palette } from '../../../protocol/cellColors.ts';
import type { ExportFormat } from '../../../protocol/lab.ts';
import type { Figure } from '../../../protocol/labFigures.ts';
import { csvOf, tableOf } from '../../../protocol/labTable.ts';
import { plainLine } from '../../../protocol/plainText.ts';
import { element, setText } from '../../kit/element.ts';
import { drawFigure, isDrawn } from '../drawing/drawFigure.ts';
import { svgText } from '../drawing/svgText.ts';
import type { Lights } from './lights.ts';
import { markedText } from './markedText.ts';
import { numbersTable } from './numbersTable.ts';
import { pageInk } from './pageInk.ts';
import { PictureView } from './pictureView.ts';
import { pngBytes } from './pngBytes.ts';
import { TimelineView } from './timelineView.ts';

export interface FigureParts {
  lights: Lights;
  palette: () => Palette;
  /** A place in a strip was chosen for a setting. */
  choose: (setting: string, value: number) => void;
  /** Keeps it in a file. */
  export: (name: string, format: ExportFormat, content: Uint8Array | string) => void;
  /** Its numbers are shown, or no more. */
  numbersShown: (id: string, areShown: boolean) => void;
}

/** Of a picture in a file, px. */
const WIDTH_IN_FILE = 960;

/** A figure on the page: title, picture or text, its numbers on demand, and the ways to keep it. */
export class FigureView {
  readonly root: HTMLElement;
  readonly #parts: FigureParts;
  readonly #title = element('h2', {});
  readonly #caption = element('p', { class: 'caption' });
  readonly #body = element('div', { class: 'figureBody' });
  readonly #numbers = element('div', { class: 'numbers' });
  readonly #numbersButton = element(
    'button',
    { type: 'button', class: 'small', 'aria-pressed': 'false' },
    'Numbers',
  );
  readonly #picture: PictureView | undefined;
  readonly #timeline: TimelineView | undefined;
  #figure: Figure;
  #drawn = '';
  #numbersAreShown: boolean;

  constructor(figure: Figure, parts: FigureParts, numbersAreShown: boolean) {
    this.#figure = figure;
    this.#parts = parts;
    this.#numbersAreShown = numbersAreShown;
    const titleId = `figure-${figure.id}`;
    this.#title.id = titleId;
    this.root = element('section', { class: `figure ${figure.kind}`, 'aria-labelledby': titleId });
    this.root.append(
      element('div', { class: 'figureHead' }, this.#title, this.#tools()),
      this.#caption,
      this.#body,
      this.#numbers,
    );
    if (isDrawn(figure)) {
      this.#picture = new PictureView({ lights: parts.lights, choose: value => this.#choose(value) });
      this.#picture.root.setAttribute('aria-label', plainLine(figure.title));
      this.#body.append(this.#picture.root, this.#picture.words);
    } else if (figure.kind === 'timeline') {
      this.#timeline = new TimelineView(plainLine(figure.title));
      this.#body.append(this.#timeline.root);
    }
    this.update(figure);
  }

  get kind(): Figure['kind'] {
    return this.#figure.kind;
  }

  update(figure: Figure): void {
    this.#figure = figure;
    this.redraw();
  }

  /** Where nothing that is seen has changed nothing is done. */
  redraw(): void {
    const figure = this.#figure;
    const ink = pageInk(this.#parts.palette());
    const width = Math.max(200, this.#body.clientWidth);
    const key = JSON.stringify([figure, width, { ...ink, measure: undefined }, this.#numbersAreShown]);
    if (key === this.#drawn || !this.root.isConnected) return;
    this.#drawn = key;
    setText(this.#title, plainLine(figure.title));
    setText(this.#caption, plainLine(figure.caption ?? ''));
    this.#caption.hidden = figure.caption === undefined;
    if (isDrawn(figure)) this.#picture?.draw(drawFigure(figure, width, ink), ink);
    else if (figure.kind === 'timeline') this.#timeline?.update(figure);
    else if (figure.kind === 'text') this.#body.replaceChildren(...markedText(figure));
    else this.#body.replaceChildren(numbersTable(tableOf(figure), plainLine(figure.title)));
    this.#showNumbers();
  }

  dispose(): void {
    this.#picture?.dispose();
    this.#timeline?.dispose();
    this.root.remove();
  }

  #showNumbers(): void {
    this.#numbersButton.setAttribute('aria-pressed', String(this.#numbersAreShown));
    const { title } = this.#figure;
    this.#numbers.replaceChildren(
      ...(this.#numbersAreShown ? [numbersTable(tableOf(this.#figure), plainLine(title))] : []),
    );
  }

  #tools(): HTMLElement {
    const tools = element('div', { class: 'tools' });
    const { kind } = this.#figure;
    if (kind !== 'table') tools.append(this.#numbersButton);
    this.#numbersButton.addEventListener('click', () => {
      this.#numbersAreShown = !this.#numbersAreShown;
      this.#parts.numbersShown(this.#figure.id, this.#numbersAreShown);
      this.redraw();
    });
    const formats: ExportFormat[] = isDrawn(this.#figure) ? ['png', 'svg', 'csv'] : ['csv'];
    for (const format of formats) {
      const button = element('button', { type: 'button', class: 'small' }, format.toUpperCase());
      button.setAttribute('aria-label', `Save as ${format.toUpperCase()}`);
      button.addEventListener('click', () => void this.#export(format));
      tools.append(button);
    }
    return tools;
  }

  async #export(format: ExportFormat): Promise<void> {
    const figure = this.#figure;
    const keep = (content: Uint8Array | string) => this.#parts.export(figure.id, format, content);
    if (format === 'csv') {
      keep(csvOf(tableOf(figure)));
      return;
    }
    if (!isDrawn(figure)) return;
    const ink = pageInk(this.#parts.palette());
    const picture = drawFigure(figure, WIDTH_IN_FILE, ink);
    keep(format === 'svg' ? svgText(picture, ink) : await pngBytes(picture, ink));
  }

  #choose(value: number): void {
    const figure = this.#figure;
    if (figure.kind === 'strip' && figure.choice !== undefined) this.#parts.choose(figure.choice, value);
  }
}
