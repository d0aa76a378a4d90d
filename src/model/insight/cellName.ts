import type { NetworkConfig } from '../network/networkConfig.ts';
import { UserError } from '../base/userError.ts';

/** A hidden cell, written layer.index: layers count from 1, cells from 0 (2.137). */
export interface CellName {
  layer: number;
  index: number;
}

export function formatCell({ layer, index }: CellName): string {
  return `${layer}.${index}`;
}

/** Reads '2.137'; a UserError says which cells the network has. */
export function parseCell(name: string, config: NetworkConfig): CellName {
  const match = /^(\d+)\.(\d+)$/.exec(name);
  const cell = { layer: Number(match?.[1]), index: Number(match?.[2]) };
  const { numLayers, hiddenSize } = config;
  if (cell.layer >= 1 && cell.layer <= numLayers && cell.index < hiddenSize) return cell;
  throw new UserError(
    `There is no cell ${JSON.stringify(name)}. Write layer.index, here from 1.0 to ${numLayers}.${hiddenSize - 1}.`,
  );
}
