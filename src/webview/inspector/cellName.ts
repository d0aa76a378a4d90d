import type { CellName, CellSignal, Quantity } from '../../protocol/cells.ts';

/** 2.137: layers count from 1, cells from 0. */
export function cellLabel(cell: CellName): string {
  return `${cell.layer}.${cell.index}`;
}

/** What values are known by: 2.137 c. */
export function signalLabel(signal: CellSignal): string {
  return `${cellLabel(signal)} ${signal.quantity}`;
}

export function sameCell(a: CellName | undefined, b: CellName | undefined): boolean {
  return a?.layer === b?.layer && a?.index === b?.index;
}

export function sameSignal(a: CellSignal | undefined, b: CellSignal | undefined): boolean {
  return sameCell(a, b) && a?.quantity === b?.quantity;
}

/** What is looked at of a cell, for people: the memory is shown as tanh(c), the output as h. */
export const quantityName: Readonly<Record<Quantity, string>> = { h: 'output', c: 'memory' };

/** Reads '2.137'; undefined if it is not written so. */
export function parseCell(text: string): CellName | undefined {
  const match = /^\s*(\d{1,3})\s*[.,:]\s*(\d{1,6})\s*$/.exec(text);
  return match ? { layer: Number(match[1]), index: Number(match[2]) } : undefined;
}

/** The shape that decides which cells there are. */
export interface CellShape {
  layers: number;
  units: number;
}

export function hasCell(shape: CellShape, cell: CellName): boolean {
  return cell.layer >= 1 && cell.layer <= shape.layers && cell.index >= 0 && cell.index < shape.units;
}

/** A value with its sign written out, so that it never depends on colour: +0.83, −0.40, 0.00. */
export function signed(value: number, digits = 2): string {
  const size = Math.abs(value).toFixed(digits);
  if (Number(size) === 0) return size;
  return value < 0 ? `−${size}` : `+${size}`;
}
