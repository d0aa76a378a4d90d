import { Random } from '../../base/random.ts';
import { defaultMaxLength } from '../complete.ts';
import type { Manner } from '../manner.ts';
import type { SuggestOptions } from '../suggester.ts';

/** What the suggester is asked at any place: what the editor asks, in time. The same seed gives the same answer. */
export function askingIn(
  manner: Manner,
  { seed, isInvoked }: { seed: number; isInvoked: boolean },
): Omit<SuggestOptions, 'offset'> {
  return {
    maxLength: defaultMaxLength,
    manner,
    // So an editor does whose user has not changed it.
    hidesList: true,
    random: new Random(seed),
    isInvoked,
    waited: () => 0,
  };
}
