import type { Language } from '../text/language.ts';
import type { ParsedLanguage } from './featureQueries.ts';
import { type FeatureName, featuresOf } from './features.ts';
import { type LabelGrammar, loadGrammar } from './labelGrammar.ts';
import { LabelledDocument } from './labelledDocument.ts';
import type { Labels } from './labelPainter.ts';
import { startTreeSitter } from './treeSitter.ts';

/** The bytes of web-tree-sitter.wasm, tree-sitter-c.wasm and tree-sitter-latex.wasm. */
export interface Grammars {
  runtime: Uint8Array;
  c: Uint8Array;
  latex: Uint8Array;
}

/** Says of every character of a text whether it is inside a feature. Loaded once for the life of its thread. */
export class Labeller {
  private readonly grammars: Record<ParsedLanguage, LabelGrammar>;

  private constructor(grammars: Record<ParsedLanguage, LabelGrammar>) {
    this.grammars = grammars;
  }

  static async load({ runtime, c, latex }: Grammars): Promise<Labeller> {
    await startTreeSitter(runtime);
    // One after the other: the library's loader of side modules is not made for two at once.
    const grammars = { c: await loadGrammar('c', c), latex: await loadGrammar('latex', latex) };
    return new Labeller(grammars);
  }

  /** Labels of a whole text for each feature that its language has, from one parse. */
  label(text: string, language: Language, features: readonly FeatureName[]): Map<FeatureName, Labels> {
    const found = new Map<FeatureName, Labels>();
    const document = this.open(language);
    if (!document) return found;
    try {
      document.parse(text);
      const known = featuresOf(language).map(({ name }) => name);
      for (const feature of features)
        if (known.includes(feature)) found.set(feature, document.labels(feature));
    } finally {
      document.delete();
    }
    return found;
  }

  /** A text that stays open and is parsed again where it changes. Undefined for a language without a grammar. */
  open(language: Language): LabelledDocument | undefined {
    return language === 'other' ? undefined : new LabelledDocument(this.grammars[language]);
  }
}
