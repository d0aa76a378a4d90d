import type { Language } from '../text/language.ts';
import { UserError } from '../userError.ts';

export type FeatureName = 'quotes' | 'comment' | 'if' | 'math' | 'environment';

/** Something in a text that a cell may follow; tree-sitter says where it is. */
export interface Feature {
  /** Stable: the terminal and the protocol use it. */
  name: FeatureName;
  /** For people. */
  title: string;
  /** What counts as inside, in one sentence. */
  description: string;
  /** Languages in which it is looked for. */
  languages: readonly Language[];
}

/** In the order in which they are offered. */
export const features: readonly Feature[] = [
  {
    name: 'quotes',
    title: 'Inside quotes',
    description: 'From behind the opening quote of a string or character literal up to its closing quote.',
    languages: ['c'],
  },
  {
    name: 'math',
    title: 'Inside math',
    description: 'Between the delimiters of a formula, or the \\begin and \\end of a math environment.',
    languages: ['latex'],
  },
  {
    name: 'comment',
    title: 'Inside comments',
    description: 'Within a comment; one that ends with its line reaches up to the line break.',
    languages: ['c', 'latex'],
  },
  {
    name: 'if',
    title: 'Inside if statements',
    description:
      'Within the condition or the block of an if statement; an else branch counts only where it is an if itself.',
    languages: ['c'],
  },
  {
    name: 'environment',
    title: 'Inside environments',
    description: 'Between the \\begin and \\end of any environment but document.',
    languages: ['latex'],
  },
];

/** The features of one language, the default one first; none for 'other'. */
export function featuresOf(language: Language): readonly Feature[] {
  return features.filter(feature => feature.languages.includes(language));
}

/** A UserError lists the names when there is none such. */
export function featureNamed(name: string): Feature {
  const feature = features.find(candidate => candidate.name === name);
  if (feature) return feature;
  throw new UserError(
    `There is no feature "${name}". Choose one of ${features.map(each => each.name).join(', ')}.`,
  );
}
