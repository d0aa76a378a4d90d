import { Random } from '../model/network/random.ts';
import { generate } from '../model/sampling/sampler.ts';
import { type Language, languages } from '../model/text/language.ts';
import { type Arguments, type Command, UsageError } from './command.ts';
import { openModel } from './openModel.ts';
import { numberOption, positionals, textOption, wholeNumberOption } from './options.ts';
import { printLine } from './output.ts';

/** Characters that are written at a time. */
const PIECE = 256;

export const command: Command = {
  name: 'sample',
  summary: 'Writes text as the model would',
  usage: `Usage: cellscope sample MODEL [--prime TEXT] [--length N] [--temperature T] [--language NAME] [--seed N]

Prints TEXT and what the model in the folder MODEL writes after it.

  --prime TEXT      the beginning; without it the model begins a file
  --length N        characters to write (500)
  --temperature T   0 takes the likeliest character each time, 1 draws as the model predicts (0.8)
  --language NAME   c, latex or other: what kind of file it is (the first one it was trained on)
  --seed N          another seed gives another text (1)
`,
  options: {
    prime: { type: 'string' },
    length: { type: 'string' },
    temperature: { type: 'string' },
    language: { type: 'string' },
    seed: { type: 'string' },
  },

  async run(args) {
    const { MODEL } = positionals(args, 'MODEL');
    const prime = textOption(args, 'prime') ?? '';
    const whole = { minimum: 0, what: 'a whole number, 0 or more' };
    const length = wholeNumberOption(args, 'length', whole) ?? 500;
    const seed = wholeNumberOption(args, 'seed', whole) ?? 1;
    const temperature =
      numberOption(args, 'temperature', { minimum: 0, maximum: 100, what: 'a number from 0 to 100' }) ?? 0.8;
    const asked = languageOption(args);
    const { network, vocabulary, languages: trained } = await openModel(MODEL);
    const language = asked ?? trained[0] ?? 'other';
    const ids = generate(network, {
      prime: [vocabulary.startOf(language), ...vocabulary.encode(prime)],
      length,
      temperature,
      random: new Random(seed),
      exclude: vocabulary.specialSymbols,
    });
    process.stdout.write(prime);
    let piece = '';
    for (const id of ids) {
      piece += vocabulary.character(id);
      if (piece.length < PIECE) continue;
      // Waits for a slow reader, and ends when there is none any more.
      await new Promise(resolve => process.stdout.write(piece, resolve));
      piece = '';
    }
    printLine(piece);
    return 0;
  },
};

function languageOption(args: Arguments): Language | undefined {
  const name = textOption(args, 'language');
  const language = languages.find(candidate => candidate === name);
  if (name !== undefined && !language)
    throw new UsageError(`--language is ${JSON.stringify(name)}; choose ${languages.join(', ')}.`);
  return language;
}
