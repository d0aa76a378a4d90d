import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Random } from '../model/network/random.ts';
import { complete, defaultSuggestion } from '../model/sampling/complete.ts';
import { DocumentReader } from '../model/sampling/documentReader.ts';
import { languageOfPath } from '../model/text/language.ts';
import { readable } from '../worker/folderStorage.ts';
import { type Command, UsageError } from './command.ts';
import { openModel } from './openModel.ts';
import { isSet, numberOption, positionals, wholeNumberOption } from './options.ts';
import { printJson, printLine } from './output.ts';

export const command: Command = {
  name: 'complete',
  summary: 'Completes a file at an offset',
  usage: `Usage: cellscope complete MODEL FILE --offset N [--json]

Prints what the model in the folder MODEL suggests at an offset of FILE, as the editor would show it there: text to be
put in at the offset, so that what stands behind it stays; nothing when nothing is worth showing.

  --offset N           where, in UTF-16 units from the start, as editors count
  --max-length N       characters of the longest suggestion (${defaultSuggestion.maxLength})
  --min-probability P  of the whole suggestion, 0 to 1: below it nothing is suggested (${defaultSuggestion.minimumProbability})
  --temperature T      0 takes the likeliest character each time (0)
  --seed N             for a temperature above 0 (1)
  --why                where nothing is suggested, prints why on standard error, as unsure or tooShort
  --json               prints {"text","milliseconds"}

The milliseconds are those of a suggestion while one types: the text before it has been read, the model is loaded.
`,
  options: {
    offset: { type: 'string' },
    'max-length': { type: 'string' },
    'min-probability': { type: 'string' },
    temperature: { type: 'string' },
    seed: { type: 'string' },
    why: { type: 'boolean' },
    json: { type: 'boolean' },
  },

  async run(args) {
    const { MODEL, FILE } = positionals(args, 'MODEL', 'FILE');
    const whole = { minimum: 0, what: 'a whole number, 0 or more' };
    const offset = wholeNumberOption(args, 'offset', whole);
    if (offset === undefined) throw new UsageError('--offset N is missing: where to complete. See --help.');
    const options = {
      offset,
      maxLength: wholeNumberOption(args, 'max-length', whole) ?? defaultSuggestion.maxLength,
      minimumProbability:
        numberOption(args, 'min-probability', { minimum: 0, maximum: 1, what: 'a number from 0 to 1' }) ??
        defaultSuggestion.minimumProbability,
      temperature:
        numberOption(args, 'temperature', { minimum: 0, maximum: 100, what: 'a number from 0 to 100' }) ??
        defaultSuggestion.temperature,
      random: new Random(wholeNumberOption(args, 'seed', whole) ?? 1),
    };
    const text = await readText(FILE);
    if (offset > text.length)
      throw new UsageError(
        `--offset is ${offset}, but ${FILE} ends at ${text.length}; give an offset within it.`,
      );

    const reader = new DocumentReader(await openModel(MODEL), languageOfPath(FILE));
    reader.setText(text);
    const control = { signal: new AbortController().signal, yieldToEvents: async () => nextTurn() };
    await reader.stateAt(reader.indexAt(offset), control);
    const start = performance.now();
    const outcome = await complete(reader, options, control);
    const milliseconds = performance.now() - start;
    const suggestion = 'text' in outcome ? withLineEndsOf(text, outcome.text) : '';
    if ('reason' in outcome && isSet(args, 'why')) process.stderr.write(`Nothing: ${outcome.reason}\n`);
    if (isSet(args, 'json')) printJson({ text: suggestion, milliseconds });
    else if (suggestion !== '') printLine(suggestion);
    return 0;
  },
};

/** A suggestion as it would stand in a file: suggestions have LF line ends. */
function withLineEndsOf(text: string, suggestion: string): string {
  return text.includes('\r\n') ? suggestion.replaceAll('\n', '\r\n') : suggestion;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw readable(error, `Cannot read ${file}`);
  }
}
