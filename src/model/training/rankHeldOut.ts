import type { KeptRanking } from '../insight/evidence/keptRankings.ts';
import { featuresOf } from '../insight/labels/labelledSyntaxes.ts';
import type { Labeller } from '../insight/labels/labeller.ts';
import { rankCells } from '../insight/evidence/rankCells.ts';
import { RANKING_CHARACTERS, rankingTexts } from '../insight/evidence/rankingTexts.ts';
import type { ReaderModel } from '../predict/documentReader.ts';
import type { ReadControl } from '../base/readControl.ts';
import { sum } from '../base/sum.ts';
import type { CorpusFile } from '../text/corpus.ts';
import { Digest } from '../text/digest.ts';
import { type Language, languages } from '../text/language.ts';
import type { Paces } from './timeLeft.ts';

/** Of all the reading: some two seconds on kernels that are not slow. */
const PRODUCTS = 2e10;

/** With fewer characters a ranking says little, even if they take longer. */
const LEAST_CHARACTERS = 10_000;

/** One file has at most this share of the characters, if there are so many files. */
const LARGEST_SHARE = 1 / 6;

/** Characters of a file that is parsed for a part of it, if there are others. */
const LONGEST_FILE = 200_000;

interface RankingOptions {
  labeller: Labeller;
  control: ReadControl;
  onProgress: (share: number) => void;
  /** To be read, of all languages; as many as take some two seconds unless given. */
  characters?: number;
}

/** Ranks the cells on files that were not trained on, by the features of each of their languages. Undefined when aborted. */
export async function rankHeldOut(
  model: ReaderModel,
  files: readonly CorpusFile[],
  options: RankingOptions,
): Promise<KeptRanking[] | undefined> {
  const { labeller, control, onProgress, characters = charactersFor(model) } = options;
  const present = languagesOf(files);
  const maxCharacters = characters / present.length;
  const rankings: KeptRanking[] = [];
  onProgress(0);
  for (const [i, language] of present.entries()) {
    const features = featuresOf(language).map(({ name }) => name);
    const { chosen, maxOfText } = chooseFiles(files, language, maxCharacters);
    // Without the start symbol. A character that the model does not know comes back as one that it does not know.
    const texts = chosen.map(({ syntax, ids }) => ({
      text: model.vocabulary.decode(ids.subarray(1)),
      syntax,
    }));
    const source = { language, texts, features, labeller, control, maxCharacters, maxOfText };
    const total = sum(texts.map(({ text }) => Math.min(text.length, maxOfText)));
    const tell = (read: number) => onProgress((i + Math.min(1, read / total)) / present.length);
    const found = await rankCells({
      model,
      texts: rankingTexts(source),
      features,
      control,
      onProgress: tell,
    });
    if (!found) return undefined;
    rankings.push(...found.map(ranking => ({ language, ...ranking })));
  }
  return rankings;
}

/** By measurement, on three sizes of texts and two of networks: for each cell of a language, and for each character. */
const RANKED = { cell: 270, byte: 1.5, character: 1.4 };

/** What `rankHeldOut` will take, s. */
export function rankingSeconds(
  model: ReaderModel,
  files: readonly CorpusFile[],
  { byteSeconds, characterSeconds }: Paces,
): number {
  const present = languagesOf(files);
  const { hiddenSize, numLayers } = model.network.config;
  const there = sum(files.filter(({ language }) => present.includes(language)).map(({ ids }) => ids.length));
  const each = RANKED.byte * byteSeconds + RANKED.character * characterSeconds;
  const cells = present.length * hiddenSize * numLayers;
  return each * Math.min(there, charactersFor(model)) + RANKED.cell * byteSeconds * cells;
}

/** Characters that are read in the time that there is. */
function charactersFor({ network }: ReaderModel): number {
  const most = Math.round(PRODUCTS / network.parameterCount);
  return Math.min(RANKING_CHARACTERS, Math.max(LEAST_CHARACTERS, most));
}

/** Those that there are features of. */
function languagesOf(files: readonly CorpusFile[]): Language[] {
  return languages.filter(
    language => featuresOf(language).length > 0 && files.some(file => file.language === language),
  );
}

function place({ path }: CorpusFile): number {
  return new Digest().addText(path).value();
}

/** Files of a language that come to so many characters, from all over the folder. */
function chooseFiles(files: readonly CorpusFile[], language: Language, maxCharacters: number) {
  const ofLanguage = files.filter(file => file.language === language);
  const short = ofLanguage.filter(({ ids }) => ids.length <= LONGEST_FILE);
  const candidates = (short.length > 0 ? short : ofLanguage).toSorted((a, b) => place(a) - place(b));
  const maxOfText = maxCharacters * Math.max(LARGEST_SHARE, 1 / candidates.length);
  let left = maxCharacters;
  const chosen = candidates.filter(({ ids }) => {
    const isWanted = left > 0;
    left -= Math.min(ids.length, maxOfText);
    return isWanted;
  });
  return { chosen, maxOfText };
}
