import { UserError } from '../../model/base/userError.ts';
import { type CharacterModel, hasCharacters } from '../../model/files/characterModel.ts';
import type { Model } from '../../model/files/modelFiles.ts';
import { NotFinite } from '../../model/network/finite.ts';
import { adaptiveScoring } from '../../model/predict/adaptiveScoring.ts';
import { bitsPerCharacter, Evaluator, type Passage, wholeFile } from '../../model/predict/evaluation.ts';
import { CharacterBytes } from '../../model/predict/mix/characterBytes.ts';
import { bitsOfFiles, contextsAlone, type FileBytes } from '../../model/predict/mix/mixedEvaluation.ts';
import { MixedReader } from '../../model/predict/mix/mixedReader.ts';
import { networkScoring } from '../../model/predict/networkScoring.ts';
import type { ScoreSequences } from '../../model/predict/scoring.ts';
import { encodeFile, type SourceText } from '../../model/text/corpus.ts';
import { withLineFeeds } from '../../model/text/vocabulary.ts';
import { countWords } from '../../model/text/words.ts';
import { namesInProse } from '../../protocol/languages.ts';
import type { Command } from '../base/command.ts';
import { modelWords, openModel, openTable, whyNoTable } from '../base/openModel.ts';
import { isSet, listOption, positionals } from '../base/options.ts';
import { count, plural, printJson, printLine, warn } from '../base/output.ts';
import { readTexts } from '../files/readFolder.ts';

export const command: Command = {
  name: 'eval',
  summary: 'Measures a model on files, in bits per character',
  usage: `Usage: cellscope eval MODEL FOLDER [--glob PATTERN]... [--adapt] [--json]

Measures the model ${modelWords} on the files of FOLDER (or one file): ${namesInProse('and')} files, and those of the globs
that it was trained with. Each file is read from its start, and every character is predicted before it is seen. What is
learnt in one file serves in the next, as in a compressor that has read the files of the training.

  --glob PATTERN  takes other files, too; may be given several times
  --adapt         the network alone, which learns on as it reads (dynamic evaluation), in place of all four figures
  --json          prints {"files","chars","bitsPerChar","rnnBitsPerChar","rnnAdaptiveBitsPerChar","contextBitsPerChar",
                  "words","rnnWordPerplexity"}: of the network and the context expert together; of the network as it was
                  trained, where a character that it has no symbol for costs what the unknown symbol costs, and about 20
                  bits to say which it was; of the network that learns on; of the context expert alone. With --adapt the
                  first is as the third, and the context expert is left out, as it is with a model that reads words.
                  "words" are the words and punctuation marks of the text, and the perplexity per word is that of the
                  network as it was trained: 2 to the bits of the whole text for each of them
`,
  options: {
    glob: { type: 'string', multiple: true },
    adapt: { type: 'boolean' },
    json: { type: 'boolean' },
  },

  async run(args) {
    const { MODEL, FOLDER } = positionals(args, 'MODEL', 'FOLDER');
    const model = await openModel(MODEL);
    const texts: SourceText[] = [];
    for await (const text of readTexts(FOLDER, [...model.globs, ...listOption(args, 'glob')]))
      texts.push(text);
    const passages = texts.map(text => wholeFile(encodeFile(model.vocabulary, text)));
    const { bits: rnn, characters } = await networkFigures(model, passages, networkScoring(model.network));
    if (characters === 0)
      throw new UserError(
        `${FOLDER} has no text to predict: its files are empty. Give files that have some.`,
      );
    const isMixed = hasCharacters(model) && !isSet(args, 'adapt');
    const mixed = isMixed ? await mixedFigures(MODEL, model, texts) : undefined;
    const words = texts.reduce((sum, { text }) => sum + countWords(text), 0);
    // Last, since it changes the network.
    const { bits: adaptive } = await networkFigures(model, passages, adaptiveScoring(model.network));
    const per = (bits: number) => bits / characters;
    const figures = {
      files: texts.length,
      chars: characters,
      bitsPerChar: per(isSet(args, 'adapt') ? adaptive : (mixed?.together ?? rnn)),
      rnnBitsPerChar: per(rnn),
      rnnAdaptiveBitsPerChar: per(adaptive),
      ...(mixed && { contextBitsPerChar: per(mixed.contexts) }),
      // Of a text without words there is none.
      words,
      ...(words > 0 && { rnnWordPerplexity: 2 ** (rnn / words) }),
    };
    if (isSet(args, 'json')) printJson(figures);
    else print(figures);
    return 0;
  },
};

interface Figures {
  files: number;
  chars: number;
  bitsPerChar: number;
  rnnBitsPerChar: number;
  rnnAdaptiveBitsPerChar: number;
  contextBitsPerChar?: number;
  words: number;
  rnnWordPerplexity?: number;
}

function print(figures: Figures): void {
  printLine(
    `${plural(figures.files, 'file')}, ${count(figures.chars)} characters: ${shown(figures.bitsPerChar)} bits per character`,
  );
  printLine(`  the network alone: ${shown(figures.rnnBitsPerChar)}`);
  printLine(`  the network alone, learning as it reads: ${shown(figures.rnnAdaptiveBitsPerChar)}`);
  if (figures.contextBitsPerChar !== undefined)
    printLine(`  names and phrases alone: ${shown(figures.contextBitsPerChar)}`);
  if (figures.rnnWordPerplexity !== undefined)
    printLine(
      `  perplexity per word of the network alone: ${count(figures.rnnWordPerplexity)} (${plural(figures.words, 'word')} and punctuation marks)`,
    );
}

function shown(perCharacter: number): string {
  return perCharacter.toFixed(3);
}

async function networkFigures(model: Model, passages: readonly Passage[], score: ScoreSequences) {
  const result = await new Evaluator(model.vocabulary, score).evaluate(passages);
  const { notFinite } = result;
  if (notFinite) throw new NotFinite(`at character ${notFinite.index} of ${notFinite.passage.path}`);
  return { bits: bitsPerCharacter(result) * result.characters, characters: result.characters };
}

/** Bits of all texts; undefined when nothing is kept of what the context expert learnt. */
async function mixedFigures(
  directory: string,
  { network, vocabulary }: CharacterModel,
  texts: readonly SourceText[],
) {
  const encoder = new TextEncoder();
  const files: FileBytes[] = texts.map(({ path, language, text }) => ({
    path,
    language,
    bytes: encoder.encode(withLineFeeds(text)),
  }));
  // Read twice: what is measured changes it.
  const alone = await openTable(directory);
  if (!alone) {
    warn(whyNoTable(directory));
    return undefined;
  }
  const contexts = await bitsOfFiles(contextsAlone(alone.workspace), files);
  const together = await openTable(directory);
  if (!together) return undefined;
  const experts = { network, characters: new CharacterBytes(vocabulary), layer: together.workspace };
  return { contexts, together: await bitsOfFiles(new MixedReader(experts), files) };
}
