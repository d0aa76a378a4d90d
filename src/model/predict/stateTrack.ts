import type { CharacterChange } from '../text/documentText.ts';

/** The state of the network at one place of the text. */
interface Snapshot {
  /** Characters of the text before the place. */
  index: number;
  state: Float32Array;
}

/** Characters between snapshots at least, but for the place that was asked for last. */
export const SNAPSHOT_GAP = 64;

/** Room for the start and, one a gap, for the places near the one read last. */
const MINIMUM_CAPACITY = 16;

/**
 * How near two states must be to be the same, relative to values above 1. A trained network forgets an edit within some
 * hundred characters but for the last bits, which rounding keeps apart for good.
 */
const SAME_STATE = 1e-6;

/**
 * States of the network along a text, kept so that reading can begin near any place that was read before.
 *
 * Snapshots behind an edit are not thrown away: when reading comes by one and has its state, the edit is forgotten
 * there, and what follows in the same text is right again. `doubts` holds the places of the edits that no reading has
 * got over; a snapshot can be trusted when there is none before it.
 */
export class StateTrack {
  private snapshots: Snapshot[];
  private doubts: number[] = [];
  private readonly capacity: number;

  /** The track begins at `base`, which is always trusted. It keeps `capacity` snapshots at most. */
  constructor(base: Snapshot, capacity: number) {
    this.snapshots = [base];
    this.capacity = Math.max(MINIMUM_CAPACITY, capacity);
  }

  /** First index of the track. */
  get start(): number {
    return this.snapshots[0].index;
  }

  /** Snapshots kept. */
  get size(): number {
    return this.snapshots.length;
  }

  /** The last trusted snapshot at or before an index, which must not be before the start. */
  nearest(index: number): Snapshot {
    return this.snapshots[this.position(Math.min(index, this.firstDoubt)) - 1];
  }

  /** The last snapshot at or before an index, be it trusted or not; undefined before the start. */
  nearestDoubtful(index: number): Snapshot | undefined {
    return this.snapshots[this.position(index) - 1];
  }

  /** The place after `index` where reading must stop to `arrive`, since a doubtful snapshot lies there. */
  nextDoubtful(index: number): number {
    const place = this.position(Math.max(index, this.firstDoubt));
    return this.snapshots[place]?.index ?? Infinity;
  }

  /** Tells the track the right state at a place that reading has come to. The array is copied if it is kept. */
  arrive(index: number, state: Float32Array): void {
    const place = this.position(index);
    const before = this.snapshots[place - 1];
    const behindDoubt = index > this.firstDoubt;
    if (before.index === index) {
      if (behindDoubt && !isSameState(before.state, state)) {
        before.state.set(state);
        this.settle(index);
        this.doubts.unshift(index);
      } else this.settle(index);
      return;
    }
    if (behindDoubt) {
      this.settle(index);
      if (place < this.snapshots.length) this.doubts.unshift(index);
    }
    this.insert(place, { index, state: state.slice() });
  }

  /** Follows an edit of the text. False when the edit took the start away: the track is of no more use. */
  edit({ from, removed, inserted }: CharacterChange): boolean {
    const end = from + removed;
    const moved = inserted - removed;
    if (from < this.start) {
      if (end > this.start) return false;
      this.move(0, moved);
      return true;
    }
    const kept = this.position(from);
    const behind = Math.max(kept, this.position(end - 1));
    this.snapshots.splice(kept, behind - kept);
    this.move(kept, moved);
    // Where the text only got shorter, the state at the end of the cut would come to lie at its start.
    if (this.snapshots[kept]?.index === from) this.snapshots.splice(kept, 1);
    this.doubts = [
      ...this.doubts.filter(doubt => doubt < from),
      from,
      ...this.doubts.filter(doubt => doubt >= end && doubt > from).map(doubt => doubt + moved),
    ].filter((doubt, i, all) => i === 0 || this.position(doubt) > this.position(all[i - 1]));
    return true;
  }

  /** Moves the snapshots from a place on, and nothing else. */
  private move(place: number, by: number): void {
    if (place === 0) this.doubts = this.doubts.map(doubt => doubt + by);
    for (let i = place; i < this.snapshots.length; i++) this.snapshots[i].index += by;
  }

  private get firstDoubt(): number {
    return this.doubts[0] ?? Infinity;
  }

  /** Forgets the doubts before an index. */
  private settle(index: number): void {
    this.doubts = this.doubts.filter(doubt => doubt >= index);
  }

  /** How many snapshots are at or before an index. */
  private position(index: number): number {
    let low = 0;
    let high = this.snapshots.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.snapshots[middle].index <= index) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private insert(place: number, snapshot: Snapshot): void {
    const before = this.snapshots[place - 1].index;
    const beforeThat = this.snapshots[place - 2]?.index ?? -Infinity;
    const after = this.snapshots[place]?.index ?? Infinity;
    // The place asked for last takes the room of those beside it, so that typing leaves no more than one in each gap.
    const replacesBefore = snapshot.index - beforeThat < SNAPSHOT_GAP ? 1 : 0;
    const replacesAfter = after - before < SNAPSHOT_GAP ? 1 : 0;
    this.snapshots.splice(place - replacesBefore, replacesBefore + replacesAfter, snapshot);
    if (this.snapshots.length > this.capacity) this.thin(snapshot.index);
  }

  /** Drops snapshots until a quarter of the room is free: evenly, but few of those near the place read last. */
  private thin(readLast: number): void {
    const near = SNAPSHOT_GAP * (this.capacity >> 2);
    for (let gap = SNAPSHOT_GAP; this.snapshots.length > this.capacity * 0.75; gap *= 2) {
      let last = -Infinity;
      this.snapshots = this.snapshots.filter(({ index }) => {
        const distance = Math.abs(index - readLast);
        const keep = distance === 0 || index - last >= (distance <= near ? SNAPSHOT_GAP : gap);
        if (keep) last = index;
        return keep;
      });
    }
  }
}

function isSameState(a: Float32Array, b: Float32Array): boolean {
  for (let i = 0; i < a.length; i++)
    if (Math.abs(a[i] - b[i]) > SAME_STATE * Math.max(1, Math.abs(a[i]))) return false;
  return true;
}
