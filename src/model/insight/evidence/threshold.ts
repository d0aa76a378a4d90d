/** Counts of values by bin, in rising order of the bins. */
export interface Histogram {
  outside: Uint32Array;
  inside: Uint32Array;
}

/** Places on one side of a border between bins count as inside. */
export interface Threshold {
  /** The first bin above the border. */
  border: number;
  /** 1: inside is above it; -1: below. */
  direction: 1 | -1;
}

/** What a threshold makes of some places. */
export interface Judged {
  /** Inside, and said to be. */
  hits: number;
  /** Outside, and said to be inside. */
  falseAlarms: number;
  /** All that is inside. */
  inside: number;
}

/** 2 precision recall / (precision + recall). */
export function f1Of({ hits, falseAlarms, inside }: Judged): number {
  return hits === 0 ? 0 : (2 * hits) / (hits + falseAlarms + inside);
}

/** The F1 of who says of every place that it is inside, where a share of them is. */
export function trivialF1(baseRate: number): number {
  return (2 * baseRate) / (1 + baseRate);
}

/**
 * How far an F1 is above the trivial one, as a share of what there is to gain: so F1s of features that are rare and of
 * ones that are nearly everywhere can be compared. 0 is no better, 1 perfect.
 */
export function gainOf(f1: number, baseRate: number): number {
  const trivial = trivialF1(baseRate);
  return trivial < 1 ? Math.max(0, (f1 - trivial) / (1 - trivial)) : 0;
}

/** The threshold with the best F1, in either direction; in the middle where many are as good. */
export function bestThreshold({ outside, inside }: Histogram): Threshold {
  const bins = inside.length;
  const allInside = sum(inside);
  const allOutside = sum(outside);
  let best = { f1: -1, first: 0, last: 0, direction: 1 as Threshold['direction'] };
  let insideBelow = 0;
  let outsideBelow = 0;
  for (let border = 0; border <= bins; border++) {
    const above = (2 * (allInside - insideBelow)) / (2 * allInside - insideBelow + allOutside - outsideBelow);
    const below = (2 * insideBelow) / (insideBelow + outsideBelow + allInside);
    const f1 = Math.max(above, below);
    const direction = above >= below ? 1 : -1;
    if (f1 > best.f1) best = { f1, first: border, last: border, direction };
    // As good as the one before, since nothing lies between them.
    else if (f1 === best.f1 && direction === best.direction && border === best.last + 1) best.last = border;
    if (border === bins) break;
    insideBelow += inside[border];
    outsideBelow += outside[border];
  }
  return { border: (best.first + best.last) >> 1, direction: best.direction };
}

export function judge({ outside, inside }: Histogram, { border, direction }: Threshold): Judged {
  const above = { hits: sum(inside, border), falseAlarms: sum(outside, border) };
  const allInside = sum(inside);
  if (direction === 1) return { ...above, inside: allInside };
  return { hits: allInside - above.hits, falseAlarms: sum(outside) - above.falseAlarms, inside: allInside };
}

/** The chance that a place inside has the greater value than one outside; ties count half. */
export function areaUnderCurve({ outside, inside }: Histogram): number {
  let below = 0;
  let pairs = 0;
  for (let bin = 0; bin < inside.length; bin++) {
    pairs += inside[bin] * (below + outside[bin] / 2);
    below += outside[bin];
  }
  return pairs / (below * sum(inside));
}

function sum(counts: Uint32Array, from = 0): number {
  let total = 0;
  for (let i = from; i < counts.length; i++) total += counts[i];
  return total;
}
