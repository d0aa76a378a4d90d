import { setImmediate as nextTurn } from 'node:timers/promises';
import { formatCell, parseCell } from '../../model/insight/cellName.ts';
import { type CellSignal, type Quantity, quantitiesOf, valuesOf } from '../../model/insight/quantity.ts';
import { DocumentReader, type ReaderModel } from '../../model/predict/documentReader.ts';
import { DocumentText } from '../../model/text/documentText.ts';
import { withLineFeeds } from '../../model/text/vocabulary.ts';
import { languageOfPath } from '../../protocol/languages.ts';
import { UserError } from '../../model/base/userError.ts';
import type { ColorTheme } from '../../protocol/cellColors.ts';
import type { Palette } from '../../protocol/cellColors.ts';
import { readTextOf } from '../../platform/node/files/readSourceFile.ts';
import { type Activations, PLAIN_LEGEND, toAnsi, toHtml, toPlain } from './activationFormats.ts';
import { type Command, UsageError } from '../base/command.ts';
import { modelWords, openCharacterModel } from '../base/openModel.ts';
import { choiceOption, positionals, textOption } from '../base/options.ts';
import { printColored, printJson, printText, writeText } from '../base/output.ts';

export const command: Command = {
  name: 'activations',
  summary: "Colours a file's text by the value of a cell",
  usage: `Usage: cellscope activations MODEL FILE --cell LAYER.INDEX [--quantity h|c] [--format ansi|html|json]

Prints the text of FILE, each character coloured by the value that the cell has after reading it, for the model
${modelWords}.

  --cell LAYER.INDEX   such as 1.17; layers count from 1, cells from 0
  --quantity h         the cell's output h (the default), or c: tanh(c) of an LSTM cell's memory
  --format ansi        for a terminal (the default); where NO_COLOR is set, figures beneath each line
  --format html        a page that stands by itself
  --format json        prints {"file","cell","quantity","values","characters"}, one value (-1 to 1) a character
  --palette NAME       red-blue (the default) or orange-blue, which colour-blind people can read
  --theme NAME         of the terminal: dark (the default) or light
`,
  options: {
    cell: { type: 'string' },
    quantity: { type: 'string' },
    format: { type: 'string' },
    palette: { type: 'string' },
    theme: { type: 'string' },
  },

  async run(args) {
    const { MODEL, FILE } = positionals(args, 'MODEL', 'FILE');
    const cellOption = textOption(args, 'cell');
    if (cellOption === undefined)
      throw new UsageError('--cell LAYER.INDEX is missing: the cell to show, such as 1.17.');
    const quantity = choiceOption<Quantity>(args, 'quantity', ['h', 'c']) ?? 'h';
    const format = choiceOption(args, 'format', ['ansi', 'html', 'json']) ?? 'ansi';
    const palette = choiceOption<Palette>(args, 'palette', ['red-blue', 'orange-blue']) ?? 'red-blue';
    const theme = choiceOption<ColorTheme>(args, 'theme', ['dark', 'light']) ?? 'dark';
    const model = await openCharacterModel(MODEL);
    const { config } = model.network;
    const cell = parseCell(cellOption, config);
    if (!quantitiesOf(config).includes(quantity))
      throw new UserError(`Cells of type ${config.cell} have no memory c; leave --quantity out.`);
    const activations = await readActivations(model, FILE, { ...cell, quantity });
    switch (format) {
      case 'ansi':
        if (process.env['NO_COLOR']) printText(`${PLAIN_LEGEND}\n\n${toPlain(activations).trimEnd()}`);
        else printColored(toAnsi(activations, palette, theme));
        break;
      case 'html':
        await writeText(toHtml(activations, palette));
        break;
      case 'json':
        printJson({
          ...activations,
          values: Array.from(activations.values, value => Number(value.toFixed(5))),
        });
        break;
    }
    return 0;
  },
};

async function readActivations(model: ReaderModel, file: string, signal: CellSignal): Promise<Activations> {
  const text = new DocumentText(withLineFeeds(await readTextOf(file)));
  const reader = new DocumentReader(model, text, languageOfPath(file));
  const values = new Float32Array(text.length);
  const { hiddenSize } = model.network.config;
  const control = { signal: new AbortController().signal, yieldToEvents: async () => nextTurn() };
  await reader.readRange({ from: 0, to: text.length }, control, ({ from, length, run }) => {
    const ofLayer = valuesOf(run, signal.layer - 1, signal.quantity);
    for (let t = 0; t < length; t++) values[from + t] = ofLayer[t * hiddenSize + signal.index];
  });
  const characters = Array.from(text.whole());
  return { file, cell: formatCell(signal), quantity: signal.quantity, characters, values };
}
