import type { Syntax } from '../../text/language.ts';
import type { FeatureName } from './features.ts';
import { featuresOf } from './labelledSyntaxes.ts';
import { type LabelBudget, LabelledDocument } from './labelledDocument.ts';
import type { Labels } from './labelPainter.ts';

/** Milliseconds for the labels of one text: where somebody waits at each keystroke, and where not. */
export const EDITOR_BUDGET = 1000;
export const TERMINAL_BUDGET = 10_000;

/** Says of every character of a text whether it is inside a feature. */
export class Labeller {
  private readonly budget: LabelBudget;

  constructor(budget: LabelBudget) {
    this.budget = budget;
  }

  /** Labels of a whole text for each of the features that its language has. */
  label(text: string, syntax: Syntax, features: readonly FeatureName[]): Map<FeatureName, Labels> {
    const found = new Map<FeatureName, Labels>();
    const document = this.open(syntax);
    if (!document) return found;
    document.scan(text);
    const known = featuresOf(syntax).map(({ name }) => name);
    for (const feature of features) if (known.includes(feature)) found.set(feature, document.labels(feature));
    return found;
  }

  /** A text that stays open and is scanned again when it changes. Undefined where no features are known. */
  open(syntax: Syntax): LabelledDocument | undefined {
    return syntax === 'other' ? undefined : new LabelledDocument(syntax, this.budget);
  }
}
