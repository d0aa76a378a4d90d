import type { DiagramArrow } from '../../../protocol/labFigures.ts';
import type { Ink } from './ink.ts';
import { type Box, round, type Shape } from './picture.ts';
import { label } from './visible.ts';

interface Point {
  x: number;
  y: number;
}

/** A curve from box to box: where it begins and ends, which way it comes in, and where its middle is. */
export interface Way {
  d: string;
  end: Point;
  /** Its direction at the end, of length 1. */
  direction: Point;
  middle: Point;
}

const HEAD = 7;

export function wayOf(from: Box, to: Box): Way {
  if (from === to) return loop(from);
  const [a, b] = [centreOf(from), centreOf(to)];
  const isLevel = Math.abs(a.y - b.y) < Math.min(from.height, to.height) / 2;
  const isUpright = Math.abs(a.x - b.x) < Math.min(from.width, to.width) / 2;
  if (isLevel) {
    const sign = Math.sign(b.x - a.x) || 1;
    return straight({ x: a.x + (sign * from.width) / 2, y: a.y }, { x: b.x - (sign * to.width) / 2, y: b.y });
  }
  const sign = Math.sign(b.y - a.y);
  const start = { x: a.x, y: a.y + (sign * from.height) / 2 };
  const end = { x: b.x, y: b.y - (sign * to.height) / 2 };
  return isUpright ? straight(start, end) : bent(start, end);
}

function centreOf({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

function straight(start: Point, end: Point): Way {
  const length = Math.hypot(end.x - start.x, end.y - start.y) || 1;
  return {
    d: `M${at(start)}L${at(end)}`,
    end,
    direction: { x: (end.x - start.x) / length, y: (end.y - start.y) / length },
    middle: { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 },
  };
}

/** Leaves and comes in upright. */
function bent(start: Point, end: Point): Way {
  const middleY = (start.y + end.y) / 2;
  const [first, second] = [
    { x: start.x, y: middleY },
    { x: end.x, y: middleY },
  ];
  return {
    d: `M${at(start)}C${at(first)} ${at(second)} ${at(end)}`,
    end,
    direction: { x: 0, y: Math.sign(end.y - start.y) },
    middle: { x: (start.x + end.x) / 2, y: middleY },
  };
}

/** Out of the right side and back in from above. */
function loop({ x, y, width, height }: Box): Way {
  const start = { x: x + width, y: y + height / 2 };
  const end = { x: x + width * 0.75, y };
  const corner = { x: x + width + 26, y: y - 24 };
  return {
    d: `M${at(start)}C${at({ x: corner.x, y: start.y })} ${at(corner)} ${at({ x: x + width, y: corner.y })}S${at({ x: end.x, y: y - 20 })} ${at(end)}`,
    end,
    direction: { x: 0, y: 1 },
    middle: { x: x + width + 12, y: y - 14 },
  };
}

function at({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

export function arrowShapes({ d, end, direction }: Way, arrow: DiagramArrow, ink: Ink): Shape[] {
  const { active } = arrow;
  const color = active ? ink.accent : ink.quiet;
  const back = { x: end.x - direction.x * HEAD, y: end.y - direction.y * HEAD };
  const side = { x: -direction.y * HEAD * 0.5, y: direction.x * HEAD * 0.5 };
  const head = `M${at(end)}L${at({ x: back.x + side.x, y: back.y + side.y })}L${at({ x: back.x - side.x, y: back.y - side.y })}z`;
  return [
    { kind: 'path', d, stroke: color, width: active ? 2.5 : 1.25 },
    { kind: 'path', d: head, fill: color },
  ];
}

const WORDS_SIZE = 11;
/** Where words go, px down, when there are others in the way: the first of these that is free. */
const DETOURS = [0, 13, -13, 26, -26];

/** What stands at an arrow; '' for nothing. */
export function wordsOf({ label: text, parameter }: DiagramArrow): string {
  return label(text ?? parameter ?? '', 16);
}

/** What stands at arrows. No two of them are in the same place; arrows that leave a node alike say it once. */
export class ArrowWords {
  readonly #taken: Box[] = [];
  readonly #said = new Set<string>();

  shapes({ middle, direction }: Way, arrow: DiagramArrow, ink: Ink): Shape[] {
    const text = wordsOf(arrow);
    const words = `${arrow.from} ${text}`;
    if (text === '' || this.#said.has(words)) return [];
    this.#said.add(words);
    const isLevel = Math.abs(direction.x) > Math.abs(direction.y);
    const width = ink.measure(text, 'mono', WORDS_SIZE);
    const x = isLevel ? middle.x : middle.x + 6;
    const y = isLevel ? middle.y - 5 : middle.y + 4;
    const boxAt = (down: number): Box => ({
      x: isLevel ? x - width / 2 : x,
      y: y + down - WORDS_SIZE,
      width,
      height: WORDS_SIZE + 2,
    });
    const down = DETOURS.find(each => !this.#taken.some(box => overlap(box, boxAt(each)))) ?? 0;
    this.#taken.push(boxAt(down));
    return [
      {
        kind: 'text',
        x,
        y: y + down,
        text,
        fill: arrow.active ? ink.text : ink.quiet,
        size: WORDS_SIZE,
        family: 'mono',
        anchor: isLevel ? 'middle' : 'start',
      },
    ];
  }
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
