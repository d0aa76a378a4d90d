/**
 * How forward suggestions are: `quiet` shows what is long and sure, `eager` whatever saves a key, `onRequest` nothing
 * unless it is asked for.
 */
export const manners = ['quiet', 'eager', 'onRequest'] as const;

export type Manner = (typeof manners)[number];

/** Of an editor whose user has said nothing. */
export const defaultManner: Manner = 'quiet';
