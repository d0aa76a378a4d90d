import { GREATEST_SEED, Random } from '../../model/base/random.ts';
import { MAX_STREAMS } from '../../model/network/pass/streams.ts';
import { NetworkPredictor } from '../../model/predict/networkPredictor.ts';
import { drawTexts } from '../../model/predict/drawText.ts';
import { type Language, languages } from '../../model/text/language.ts';
import { type Arguments, type Command, UsageError } from '../base/command.ts';
import { modelWords, openModel } from '../base/openModel.ts';
import {
  countOption,
  isSet,
  positionals,
  rangeOption,
  seedOption,
  temperatureOption,
  textOption,
} from '../base/options.ts';
import { dim, printJson, printLine, writeText } from '../base/output.ts';

/** Characters that are written at a time. */
const PIECE = 256;

export const command: Command = {
  name: 'sample',
  summary: 'Writes text as the model would',
  usage: `Usage: cellscope sample MODEL [--prime TEXT] [--count N] [--length N] [--temperature T] [--language NAME]
                        [--seed N] [--json]

Prints TEXT and what the model ${modelWords} writes after it.

  --prime TEXT      the beginning; without it the model begins a file
  --count N         continuations, drawn side by side, 1 to ${MAX_STREAMS} (1)
  --length N        characters to write, of each (500)
  --temperature T   0 takes the likeliest character each time, 1 draws as the model predicts (0.8)
  --language NAME   c, latex or other: what kind of file it is (the first one it was trained on)
  --seed N          another seed gives another text; of several continuations, each has the next seed; 0 to ${GREATEST_SEED} (1)
  --json            prints one JSON object a continuation: {"seed","prime","text"}
`,
  options: {
    prime: { type: 'string' },
    count: { type: 'string' },
    length: { type: 'string' },
    temperature: { type: 'string' },
    language: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'boolean' },
  },

  async run(args) {
    const { MODEL } = positionals(args, 'MODEL');
    const prime = textOption(args, 'prime') ?? '';
    const count = rangeOption(args, 'count', { minimum: 1, maximum: MAX_STREAMS, whole: true }) ?? 1;
    const length = countOption(args, 'length') ?? 500;
    const seed = seedOption(args) ?? 1;
    const temperature = temperatureOption(args) ?? 0.8;
    const asked = languageOption(args);
    const { network, vocabulary, languages: trained } = await openModel(MODEL);
    const language = asked ?? trained[0] ?? 'other';
    const predictor = new NetworkPredictor(network);
    predictor.read([vocabulary.startOf(language), ...vocabulary.encode(prime)]);
    const seeds = Array.from({ length: count }, (_, i) => (seed + i) % (GREATEST_SEED + 1));
    const randoms = seeds.map(one => new Random(one));
    const drawn = drawTexts(predictor, vocabulary, { characters: length, temperature, randoms });
    if (count === 1 && !isSet(args, 'json')) {
      await writeText(prime);
      await writeAlong(drawn);
      return 0;
    }
    const texts = seeds.map(() => '');
    for (const pieces of drawn) for (const [i, piece] of pieces.entries()) texts[i] += piece;
    for (const [i, text] of texts.entries()) {
      if (isSet(args, 'json')) printJson({ seed: seeds[i], prime, text });
      else {
        printLine(dim(`----- ${i + 1} of ${count}, seed ${seeds[i]}`));
        await writeText(`${prime}${text}\n`);
      }
    }
    return 0;
  },
};

/** Writes one text while it is drawn, some of it at a time. */
async function writeAlong(drawn: Iterable<readonly string[]>): Promise<void> {
  let waiting = '';
  for (const [piece] of drawn) {
    waiting += piece;
    if (waiting.length < PIECE) continue;
    // Waits for a slow reader, and ends when there is none any more.
    await writeText(waiting);
    waiting = '';
  }
  await writeText(`${waiting}\n`);
}

function languageOption(args: Arguments): Language | undefined {
  const name = textOption(args, 'language');
  const language = languages.find(candidate => candidate === name);
  if (name !== undefined && !language)
    throw new UsageError(`--language is ${JSON.stringify(name)}; choose ${languages.join(', ')}.`);
  return language;
}
