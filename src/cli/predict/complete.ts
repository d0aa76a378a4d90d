import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Random } from '../../model/base/random.ts';
import { defaultMaxLength } from '../../model/suggest/complete.ts';
import { defaultManner, manners } from '../../model/suggest/manner.ts';
import { Suggester } from '../../model/suggest/suggester.ts';
import { DocumentText } from '../../model/text/documentText.ts';
import { withLineFeeds } from '../../model/text/vocabulary.ts';
import { languageOfPath } from '../../protocol/languages.ts';
import { readTextOf } from '../../platform/node/files/readSourceFile.ts';
import { type Command, UsageError } from '../base/command.ts';
import { modelWords, openCharacterModel, openTable } from '../base/openModel.ts';
import {
  choiceOption,
  countOption,
  isSet,
  positionals,
  seedOption,
  temperatureOption,
} from '../base/options.ts';
import { printJson, warn, writeText } from '../base/output.ts';
import { predictorsOf } from './predictors.ts';

export const command: Command = {
  name: 'complete',
  summary: 'Completes a file at an offset',
  usage: `Usage: cellscope complete MODEL FILE --offset N [--json]

Prints what the model ${modelWords} suggests at an offset of FILE, as the editor would show it there: text to be
put in at the offset, so that what stands behind it stays; nothing when nothing is worth showing.

  --offset N           where, in UTF-16 units from the start, as editors count: without a byte order mark
  --manner M           what is shown without being asked for: ${manners.join(', ')}; else what is when it is asked for
  --max-length N       characters of the longest suggestion (${defaultMaxLength})
  --temperature T      0 takes the likeliest character each time (0)
  --seed N             for a temperature above 0 (1)
  --why                where nothing is suggested, prints why on standard error, as unsure or blank
  --json               prints {"text","milliseconds"}

The milliseconds are those of a suggestion while one types: the text before it has been read, the model is loaded.
`,
  options: {
    offset: { type: 'string' },
    'max-length': { type: 'string' },
    manner: { type: 'string' },
    temperature: { type: 'string' },
    seed: { type: 'string' },
    why: { type: 'boolean' },
    json: { type: 'boolean' },
  },

  async run(args) {
    const { MODEL, FILE } = positionals(args, 'MODEL', 'FILE');
    const offset = countOption(args, 'offset');
    if (offset === undefined) throw new UsageError('--offset N is missing: where to complete. See --help.');
    const manner = choiceOption(args, 'manner', manners);
    const options = {
      maxLength: countOption(args, 'max-length') ?? defaultMaxLength,
      temperature: temperatureOption(args),
      random: new Random(seedOption(args) ?? 1),
      manner: manner ?? defaultManner,
      hidesList: false,
      isInvoked: manner === undefined,
      waited: () => 0,
    };
    const text = await readTextOf(FILE);
    if (offset > text.length)
      throw new UsageError(
        `--offset is ${offset}, but ${FILE} ends at ${text.length}; give an offset within it.`,
      );

    const document = new DocumentText(withLineFeeds(text));
    const experts = { model: await openCharacterModel(MODEL), table: await openTable(MODEL) };
    const { predictor } = predictorsOf(experts, [])[0].follow(document, languageOfPath(FILE));
    const suggester = new Suggester(predictor);
    const place = offsetWithLineFeeds(text, offset);
    const control = { signal: new AbortController().signal, yieldToEvents: async () => nextTurn() };
    await predictor.learn(control);
    await predictor.nearbyPredictorAt(document.indexAt(place), control);
    const start = performance.now();
    const outcome = await suggester.suggest({ ...options, offset: place }, control);
    const milliseconds = performance.now() - start;
    const suggestion = 'text' in outcome ? withLineEndsOf(text, outcome.text) : '';
    if ('reason' in outcome && isSet(args, 'why')) warn(`nothing is suggested: ${outcome.reason}`);
    if (isSet(args, 'json')) printJson({ text: suggestion, milliseconds });
    else if (suggestion !== '') await writeText(`${suggestion}\n`);
    return 0;
  },
};

/** Where an offset comes to lie when line ends become line feeds; one within a CRLF stands before it. */
function offsetWithLineFeeds(text: string, offset: number): number {
  const isWithin = text[offset - 1] === '\r' && text[offset] === '\n';
  return withLineFeeds(text.slice(0, isWithin ? offset - 1 : offset)).length;
}

/** A suggestion as it would stand in a file: suggestions have LF line ends. */
function withLineEndsOf(text: string, suggestion: string): string {
  return text.includes('\r\n') ? suggestion.replaceAll('\n', '\r\n') : suggestion;
}
