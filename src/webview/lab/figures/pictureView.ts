import { element, setText } from '../../kit/element.ts';
import type { Ink } from '../drawing/ink.ts';
import { type Picture, rectangle, type Target } from '../drawing/picture.ts';
import { svgShape } from '../drawing/svgText.ts';
import type { Lights } from './lights.ts';
import { directions, neighbour } from './neighbour.ts';

const SVG = 'http://www.w3.org/2000/svg';

interface PictureParts {
  lights: Lights;
  /** What can be chosen was. */
  choose: (choice: number) => void;
}

/** A picture on the page: what is pointed at, by mouse or keys, is told in words beneath it. */
export class PictureView {
  /** Takes the keys. */
  readonly root = element('div', {
    class: 'picture',
    tabindex: '0',
    role: 'application',
    'aria-roledescription': 'picture',
  });
  readonly words = element('p', { class: 'pointedWords', role: 'status' });
  readonly #svg = document.createElementNS(SVG, 'svg');
  readonly #shapes = document.createElementNS(SVG, 'g');
  readonly #lit = document.createElementNS(SVG, 'path');
  readonly #pointedMark = document.createElementNS(SVG, 'path');
  readonly #parts: PictureParts;
  readonly #stopListening: () => void;
  #targets: readonly Target[] = [];
  #pointing: Picture['pointing'] = 'within';
  #pointed: number | undefined;
  /** Where it was last brought into sight; from then on it is scrolled by hand. */
  #centre: number | undefined;

  constructor(parts: PictureParts) {
    this.#parts = parts;
    this.#svg.setAttribute('aria-hidden', 'true');
    this.#lit.setAttribute('class', 'lit');
    this.#pointedMark.setAttribute('class', 'pointedMark');
    this.#svg.append(this.#shapes, this.#lit, this.#pointedMark);
    this.root.append(this.#svg);
    this.root.addEventListener('keydown', event => this.#key(event));
    this.root.addEventListener('focus', () => this.#point(this.#pointed ?? this.#first()));
    this.root.addEventListener('blur', () => this.#point(undefined));
    this.#svg.addEventListener('pointermove', event => this.#point(this.#at(event)));
    this.#svg.addEventListener('pointerleave', () => this.#point(undefined));
    this.#svg.addEventListener('click', event => this.#choose(this.#at(event)));
    this.#stopListening = parts.lights.listen(() => this.#showLit());
  }

  dispose(): void {
    this.#stopListening();
  }

  draw({ width, height, shapes, targets, pointing, centre }: Picture, ink: Ink): void {
    this.#svg.setAttribute('width', String(Math.ceil(width)));
    this.#svg.setAttribute('height', String(Math.ceil(height)));
    this.#shapes.replaceChildren(
      ...shapes.map(shape => {
        const { tag, attributes, text } = svgShape(shape, ink);
        const made = document.createElementNS(SVG, tag);
        for (const [name, value] of Object.entries(attributes))
          if (name === 'xml:space') made.setAttributeNS('http://www.w3.org/XML/1998/namespace', name, value);
          else made.setAttribute(name, value);
        if (text !== undefined) made.textContent = text;
        return made;
      }),
    );
    this.#targets = targets;
    this.#pointing = pointing;
    if (this.#pointed !== undefined) {
      if (this.#pointed >= targets.length) this.#point(undefined);
      else this.#show(targets[this.#pointed]);
    }
    this.#showLit();
    if (centre && centre.from !== this.#centre) {
      this.#centre = centre.from;
      this.root.scrollLeft = (centre.from + centre.to - this.root.clientWidth) / 2;
    }
  }

  #first(): number | undefined {
    return this.#targets.length > 0 ? 0 : undefined;
  }

  #at(event: MouseEvent): number | undefined {
    const { left, top } = this.#svg.getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    if (this.#pointing === 'nearest') return nearest(this.#targets, x);
    // What lies on top was drawn last.
    const found = this.#targets.findLastIndex(
      target => x >= target.x && x < target.x + target.width && y >= target.y && y < target.y + target.height,
    );
    return found < 0 ? undefined : found;
  }

  #point(index: number | undefined): void {
    if (index === this.#pointed) return;
    this.#pointed = index;
    const target = index === undefined ? undefined : this.#targets[index];
    this.#show(target);
    this.#parts.lights.point(target?.parameters);
  }

  #show(target: Target | undefined): void {
    setText(this.words, target?.words ?? '');
    this.#pointedMark.setAttribute('d', target ? rectangle(target) : '');
  }

  #showLit(): void {
    const lit = this.#targets.filter(({ parameters }) => this.#parts.lights.has(parameters));
    this.#lit.setAttribute('d', lit.map(rectangle).join(''));
  }

  #choose(index: number | undefined): void {
    const choice = index === undefined ? undefined : this.#targets[index].choice;
    if (choice !== undefined) this.#parts.choose(choice);
  }

  #key(event: KeyboardEvent): void {
    const last = this.#targets.length - 1;
    if (last < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' || event.key === ' ') this.#choose(this.#pointed);
    else {
      const next = this.#reached(event.key, last);
      if (next === undefined) return;
      this.#point(next);
      this.#scrollTo(this.#targets[next]);
    }
    event.preventDefault();
  }

  #reached(key: string, last: number): number | undefined {
    if (key === 'Home') return 0;
    if (key === 'End') return last;
    const direction = directions[key];
    if (!direction) return undefined;
    return neighbour(this.#targets, this.#pointed ?? 0, direction);
  }

  #scrollTo({ x, width }: Target): void {
    const { scrollLeft, clientWidth } = this.root;
    if (x < scrollLeft) this.root.scrollLeft = x;
    else if (x + width > scrollLeft + clientWidth) this.root.scrollLeft = x + width - clientWidth;
  }
}

/** To the side. */
function nearest(targets: readonly Target[], x: number): number | undefined {
  let best: number | undefined;
  let least = Infinity;
  for (const [i, target] of targets.entries()) {
    const distance = Math.abs(target.x + target.width / 2 - x);
    if (distance < least) [best, least] = [i, distance];
  }
  return best;
}
