import { f1Of } from '../../insight/evidence/threshold.ts';

/** How well one label is told, over all characters that count. */
export class TagScore {
  hits = 0;
  falseAlarms = 0;
  /** Characters that have the label. */
  inside = 0;
  /** All that count. */
  characters = 0;

  /** `target` is 1, 0, or below 0 where it does not count. */
  add(isSaid: boolean, target: number): void {
    if (target < 0) return;
    this.characters++;
    if (target === 1) this.inside++;
    if (isSaid && target === 1) this.hits++;
    if (isSaid && target === 0) this.falseAlarms++;
  }

  /** 2 precision recall / (precision + recall), 0..1; undefined where no character has the label. */
  get f1(): number | undefined {
    return this.inside === 0 ? undefined : f1Of(this);
  }

  get precision(): number {
    return this.hits === 0 ? 0 : this.hits / (this.hits + this.falseAlarms);
  }

  get recall(): number {
    return this.inside === 0 ? 0 : this.hits / this.inside;
  }
}
