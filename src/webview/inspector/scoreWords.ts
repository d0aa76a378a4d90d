import type { FeatureSummary, Ranking } from '../../protocol/cells.ts';
import { verdictOf } from '../../protocol/verdict.ts';
import type { Verdict } from '../../protocol/verdict.ts';
import type { ScoredSignal } from './cellScores.ts';

const verb: Readonly<Record<Verdict, string>> = {
  follows: 'follows',
  weakly: 'weakly follows',
  none: 'does not follow',
  unclear: 'may follow',
};

/** 'comment' of 'Inside a comment': what a feature is called where there is little room. */
export function shortTitle(title: string): string {
  return title.toLowerCase().replace(/^inside (?:an? )?/, '');
}

/** How well a cell follows a feature, with the numbers behind it: 'follows “inside quotes”: F1 0.91, ...'. */
export function describeScore(score: ScoredSignal, ranking: Ranking, title: string): string {
  const numbers = [
    `F1 ${score.f1.toFixed(2)}`,
    `AUROC ${score.auroc.toFixed(2)}`,
    `${percent(ranking.baseRate)} inside`,
  ];
  const verdict = verdictOf(score, ranking);
  const doubt = verdict === 'unclear' ? ' (too little text to tell)' : '';
  return `${verb[verdict]} “${title.toLowerCase()}”${doubt}: ${numbers.join(', ')}`;
}

/** Its sign inside the feature, in words. */
export function sideOf({ direction }: Pick<ScoredSignal, 'direction'>): 'positive' | 'negative' {
  return direction > 0 ? 'positive' : 'negative';
}

/** What else a cell follows: 'also quotes 0.62', or 'hardly quotes 0.10' so that one sees that it was looked for. */
export function describeSecond(
  { second }: ScoredSignal,
  features: readonly FeatureSummary[],
): string | undefined {
  const title = features.find(one => one.name === second?.feature)?.title;
  if (!second || title === undefined) return undefined;
  const word = { follows: 'also', weakly: 'also weakly', none: 'hardly', unclear: 'perhaps' }[
    verdictOf(second)
  ];
  return `${word} ${shortTitle(title)} ${second.f1.toFixed(2)}`;
}

/** What the whole ranking comes to, in one sentence: whether there is a cell that follows the feature. */
export function describeRanking(ranking: Ranking, best: ScoredSignal | undefined): string {
  if (!best)
    return ranking.baseRate > 0.5 ? 'All of this text is inside.' : 'It does not occur in this text.';
  const verdict = verdictOf(best, ranking);
  const number = `F1 ${best.f1.toFixed(2)}`;
  switch (verdict) {
    case 'follows':
      return `A cell follows this: ${number}.`;
    case 'weakly':
      return `No cell follows this well; the best does weakly: ${number}.`;
    case 'none':
      return `No cell follows this. The best has ${number}.`;
    case 'unclear':
      return `There is too little of it in the text to tell; the best has ${number}.`;
    default: {
      const unknown: never = verdict;
      return unknown;
    }
  }
}

/** What a ranking was measured on. */
export function describeMeasured(ranking: Ranking): string {
  const files = ranking.files === 1 ? '1 file' : `${ranking.files} files`;
  const parts = [
    `${files}, ${ranking.characters.toLocaleString('en')} characters`,
    `${percent(ranking.baseRate)} inside`,
  ];
  if (ranking.maskedShare > 0.0005) parts.push(`${percent(ranking.maskedShare)} not counted`);
  if (ranking.chosenOn === 'sameText') parts.push('tried on the text they were chosen on');
  return `${ranking.origin === 'model' ? 'Measured at the end of training: ' : ''}${parts.join(', ')}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}
