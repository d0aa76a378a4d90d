import type * as TreeSitter from 'web-tree-sitter';
import { featureQueries, type ParsedLanguage } from './featureQueries.ts';
import { type FeatureName, featuresOf } from './features.ts';
import * as treeSitter from './treeSitter.ts';

/** A grammar with the query that finds its features. */
export interface LabelGrammar {
  name: ParsedLanguage;
  language: TreeSitter.Language;
  query: TreeSitter.Query;
  features: readonly FeatureName[];
}

/** Compiles a grammar, once tree-sitter was started. */
export async function loadGrammar(name: ParsedLanguage, bytes: Uint8Array): Promise<LabelGrammar> {
  const language = await treeSitter.Language.load(bytes);
  const query = new treeSitter.Query(language, featureQueries[name]);
  return { name, language, query, features: featuresOf(name).map(feature => feature.name) };
}
