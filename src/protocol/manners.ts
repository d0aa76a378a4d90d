import type { Manner } from '../model/suggest/manner.ts';

export type { Manner };

/** What people read of each manner of suggesting, in the order in which they are offered. */
export const mannerWords: Readonly<Record<Manner, { name: string; detail: string }>> = {
  quiet: { name: 'Quiet', detail: 'Shows what is long and sure enough to be worth a look' },
  eager: { name: 'Eager', detail: 'Shows whatever is likely to save a key' },
  onRequest: { name: 'On Request', detail: 'Shows nothing until it is asked for' },
};

export const manners = Object.keys(mannerWords) as readonly Manner[];
