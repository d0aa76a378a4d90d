import { UserError } from '../../base/userError.ts';

export type FeatureName = 'quotes' | 'comment' | 'if' | 'math' | 'environment';

/** Something in a text that a cell may follow; labelledSyntaxes.ts says in which languages. */
export interface Feature {
  /** Stable: the terminal and the protocol use it. */
  name: FeatureName;
  /** What people call it besides, as it stands in prose. */
  aliases: readonly string[];
  /** For people. */
  title: string;
  /** What counts as inside, in one sentence. */
  description: string;
}

/** In the order in which they are offered. */
export const features: readonly Feature[] = [
  {
    name: 'quotes',
    aliases: ['quote', 'string', 'strings'],
    title: 'Inside quotes',
    description: 'From behind the opening quote of a string or character literal up to its closing quote.',
  },
  {
    name: 'math',
    aliases: ['maths', 'formula', 'formulas'],
    title: 'Inside math',
    description: 'Between the delimiters of a formula, or the \\begin and \\end of a math environment.',
  },
  {
    name: 'comment',
    aliases: ['comments'],
    title: 'Inside comments',
    description: 'Within a comment; one that ends with its line reaches up to the line break.',
  },
  {
    name: 'if',
    aliases: ['ifs', 'if-block', 'if-blocks'],
    title: 'Inside if statements',
    description:
      'Within the condition or the block of an if statement; an else branch counts only where it is an if itself.',
  },
  {
    name: 'environment',
    aliases: ['environments', 'env'],
    title: 'Inside environments',
    description: 'Between the \\begin and \\end of any environment but document.',
  },
];

/** In whatever case, by its name or by what people call it. A UserError lists the names when there is none such. */
export function featureNamed(name: string): Feature {
  const wanted = name.trim().toLowerCase();
  const feature = features.find(each => each.name === wanted || each.aliases.includes(wanted));
  if (feature) return feature;
  throw new UserError(
    `There is no feature ${JSON.stringify(name)}. Choose one of ${features.map(each => each.name).join(', ')}.`,
  );
}
