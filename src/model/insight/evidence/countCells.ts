import type { SequenceWindow } from '../../network/pass/sequenceReader.ts';
import type { ReaderModel } from '../../predict/documentReader.ts';
import type { ReadControl } from '../../base/readControl.ts';
import { CellHistograms, type CountedRows } from './cellHistograms.ts';
import { type LabelClasses, SKIPPED } from './labelClasses.ts';
import type { CodedText } from './labelCodes.ts';
import { type Quantity, quantitiesOf, valuesOf } from '../quantity.ts';
import { readTexts } from '../readTexts.ts';

/** What was counted of the cells of one layer. */
export interface CountedLayer {
  /** From 1. */
  layer: number;
  /** Those of the network's cells, h first. */
  quantities: { quantity: Quantity; histograms: CellHistograms }[];
}

/** Reads texts, each from its start, and counts the values of all cells by the class of the place. Undefined when aborted. */
export async function countCells(
  model: ReaderModel,
  texts: readonly CodedText[],
  options: {
    classes: LabelClasses;
    control: ReadControl;
    /** Gets the characters read so far, of all texts. */
    onProgress?: ((characters: number) => void) | undefined;
  },
): Promise<CountedLayer[] | undefined> {
  const { classes, control, onProgress } = options;
  const { config } = model.network;
  const layers = Array.from({ length: config.numLayers }, (_, i) => ({
    layer: i + 1,
    quantities: quantitiesOf(config).map(quantity => ({
      quantity,
      histograms: new CellHistograms(config.hiddenSize, classes.length),
    })),
  }));
  const visit = (window: SequenceWindow<CodedText>) => {
    const rows = countedRows(window, classes);
    for (const { layer, quantities } of layers)
      for (const { quantity, histograms } of quantities)
        histograms.add(valuesOf(window.run, layer - 1, quantity), rows);
  };
  if (!(await readTexts(model, texts, { control, visit, onProgress }))) return undefined;
  for (const { quantities } of layers) for (const { histograms } of quantities) histograms.finish();
  return layers;
}

/** The rows (t, b) of a window that count for any feature. */
function countedRows({ run, parts }: SequenceWindow<CodedText>, classes: LabelClasses): CountedRows {
  const rows: number[] = [];
  const found: number[] = [];
  for (const [b, { source, first, length }] of parts.entries())
    // The first symbol, the start symbol, is no character: it has no label.
    for (let t = first === 0 ? 1 : 0; t < length; t++) {
      const one = classes.classOf(source, first + t - 1);
      if (one === SKIPPED) continue;
      rows.push(t * run.batchSize + b);
      found.push(one);
    }
  return { rows: Uint32Array.from(rows), classes: Uint16Array.from(found) };
}
