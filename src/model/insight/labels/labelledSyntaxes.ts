import { type Language, languages, type Syntax } from '../../text/language.ts';
import { type Feature, type FeatureName, features } from './features.ts';
import { CScanner } from './c/cScanner.ts';
import { BibScanner } from './latex/bibScanner.ts';
import { TexScanner } from './latex/texScanner.ts';
import type { Scanner } from './spans.ts';

/** Syntaxes that features are looked for in. */
export type LabelledSyntax = Exclude<Syntax, 'other'>;

interface LabelsOfSyntax {
  features: readonly FeatureName[];
  /** Finds all of them. */
  createScanner: (text: string) => Scanner;
}

/** What is looked for in the texts of each syntax, and who finds it. */
export const labelledSyntaxes: Readonly<Record<LabelledSyntax, LabelsOfSyntax>> = {
  c: { features: ['quotes', 'comment', 'if'], createScanner: text => new CScanner(text) },
  latex: { features: ['math', 'comment', 'environment'], createScanner: text => new TexScanner(text) },
  bibtex: { features: ['math', 'comment', 'environment'], createScanner: text => new BibScanner(text) },
};

/** The features of a language or syntax, the default one first; none of 'other'. */
export function featuresOf(syntax: Syntax): readonly Feature[] {
  if (syntax === 'other') return [];
  return features.filter(({ name }) => labelledSyntaxes[syntax].features.includes(name));
}

/** Languages in which a feature is looked for. */
export function languagesWith(feature: FeatureName): readonly Language[] {
  return languages.filter(language => featuresOf(language).some(({ name }) => name === feature));
}
