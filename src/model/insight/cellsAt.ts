import type { ReadControl } from '../base/readControl.ts';
import type { DocumentReader } from '../predict/documentReader.ts';
import type { CellName } from './cellName.ts';
import { type Quantity, quantitiesOf, valuesOf } from './quantity.ts';

/** The values of one cell at one place, of the quantities that it has. */
export type QuantityValues = { h: number } & Partial<Record<Quantity, number>>;

/** Cells after the character at an index; undefined when aborted or edited meanwhile. */
export async function cellsAt(
  reader: DocumentReader,
  index: number,
  cells: readonly CellName[],
  control: ReadControl,
): Promise<QuantityValues[] | undefined> {
  const { config } = reader.model.network;
  const found: QuantityValues[] = [];
  const range = { from: index, to: index + 1 };
  const isRead = await reader.readRange(range, control, ({ run }) => {
    for (const cell of cells) {
      const values: QuantityValues = { h: 0 };
      for (const quantity of quantitiesOf(config))
        values[quantity] = valuesOf(run, cell.layer - 1, quantity)[cell.index];
      found.push(values);
    }
  });
  return isRead ? found : undefined;
}
