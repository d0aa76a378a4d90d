/** Epochs after the best one before it is taken to be past: at least so many, and such a share of those up to it. */
const MIN_PATIENCE = 2;
const PATIENCE_SHARE = 0.3;

/** After how many epochs a best one is taken to be past. */
function pastAfter(best: number): number {
  return best + Math.max(MIN_PATIENCE, Math.ceil(PATIENCE_SHARE * best));
}

/**
 * Remembers the end of the epoch at which the held-out files were predicted best. A small folder is soon known by
 * heart: from then on the training loss still falls, but held-out text is predicted worse and worse. Epochs end by
 * steps, not by the clock, so that the same run always decides alike.
 */
export class BestEpoch<State> {
  private epochs = 0;
  private bestAt = 0;
  /** Of the last three measurings, the first of them included. */
  private recent: number[] = [];
  private found: { bitsPerChar: number; state: State } | undefined;

  /** Takes in what was measured before the first epoch, of weights that have learnt something already. */
  async noteStart(bitsPerChar: number, copyState: () => Promise<State>): Promise<void> {
    this.found = { bitsPerChar, state: await copyState() };
    this.recent = [bitsPerChar];
  }

  /** Takes in what was measured on held-out text at the end of an epoch. */
  async observe(bitsPerChar: number, copyState: () => Promise<State>): Promise<void> {
    this.epochs++;
    this.recent = [...this.recent, bitsPerChar].slice(-3);
    if (this.found && !(bitsPerChar < this.found.bitsPerChar)) return;
    this.bestAt = this.epochs;
    this.found = { bitsPerChar, state: await copyState() };
  }

  /** Whether more epochs are not to be expected to help. */
  get isPast(): boolean {
    return this.epochs >= pastAfter(this.bestAt);
  }

  /**
   * How many epochs there will be yet until the best one is past, and until the best one, which may have been already,
   * going by how held-out text was predicted so far. `usual` is the best epoch of runs that nothing is known of yet.
   */
  foresee(usual: number): { past: number; best: number } {
    const best = this.foreseenBest(usual);
    return { past: Math.max(0, pastAfter(best) - this.epochs), best: best - this.epochs };
  }

  private foreseenBest(usual: number): number {
    if (this.bestAt < this.epochs) return this.bestAt;
    const [first, second, third] = this.recent;
    // Where a parabola through the last three has its lowest point: each epoch gains less than the one before it.
    const [before, last] = [first - second, second - third];
    if (last < before) return this.epochs + Math.round(last / (before - last));
    return Math.max(this.epochs + 1, usual);
  }

  /** The state at the best epoch's end, if held-out text was predicted better then. */
  betterThan(bitsPerChar: number): State | undefined {
    return this.found && this.found.bitsPerChar < bitsPerChar ? this.found.state : undefined;
  }
}
