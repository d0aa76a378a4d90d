/** A figure as plain shapes: what the page draws, what a file of it has. Lengths are CSS pixels. */
export interface Picture {
  width: number;
  height: number;
  shapes: Shape[];
  /** What can be pointed at, one after the other as the keys go. */
  targets: Target[];
  /** The pointer is on the target that it is in, or on the one that is nearest to the side. */
  pointing: 'within' | 'nearest';
  /** What is being done is here: to be in sight where the picture is wider than its room. */
  centre?: { from: number; to: number };
}

export type Shape = PathShape | TextShape;

export interface PathShape {
  kind: 'path';
  /** As SVG has it. */
  d: string;
  fill?: string;
  stroke?: string;
  width?: number;
  /** Lengths of dashes and gaps. */
  dash?: readonly number[];
}

export interface TextShape {
  kind: 'text';
  /** Of the baseline. */
  x: number;
  y: number;
  text: string;
  fill: string;
  size: number;
  family: Family;
  anchor?: 'start' | 'middle' | 'end';
  bold?: true;
}

export type Family = 'sans' | 'mono';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Target extends Box {
  /** What is there, with its value. */
  words: string;
  /** Parameters that it is, or is a part of. */
  parameters?: readonly Parameter[];
  /** What becomes of a setting when it is chosen. */
  choice?: number;
}

/** A parameter of a lesson, or one number of it. */
export interface Parameter {
  name: string;
  /** Where in it, such as '0,1'; without it all of the parameter is meant. */
  element?: string;
}

/** Whether what is pointed at lights up the other one, which is the same parameter or a part of it. */
export function isLit(pointed: Parameter, other: Parameter): boolean {
  if (pointed.name !== other.name) return false;
  return pointed.element === undefined || other.element === undefined || pointed.element === other.element;
}

/** 'Whh[0, 1]' is the element 0,1 of Whh. */
export function parameterOf(text: string): Parameter {
  const found = /^(.+?)\[\s*(\d+)\s*(?:,\s*(\d+)\s*)?\]$/.exec(text);
  if (!found) return { name: text };
  return { name: found[1], element: found[3] === undefined ? found[2] : `${found[2]},${found[3]}` };
}

export function rectangle({ x, y, width, height }: Box): string {
  return `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}z`;
}

/** Corners of a radius. */
export function roundedRectangle({ x, y, width, height }: Box, radius: number): string {
  const [w, h] = [round(width - 2 * radius), round(height - 2 * radius)];
  const arc = (dx: number, dy: number) => `a${radius} ${radius} 0 0 1 ${dx} ${dy}`;
  return `M${round(x + radius)} ${round(y)}h${w}${arc(radius, radius)}v${h}${arc(-radius, radius)}h${-w}${arc(-radius, -radius)}v${-h}${arc(radius, -radius)}z`;
}

export function line(x1: number, y1: number, x2: number, y2: number): string {
  return `M${round(x1)} ${round(y1)}L${round(x2)} ${round(y2)}`;
}

/** Tenths of a pixel are enough, and files stay small. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
