import type { Random } from '../../base/random.ts';
import { drawSymbol, mostLikely } from '../../predict/sampler.ts';
import { type Continuation, type DrawingRoom, nextChances, Writing } from './continuation.ts';

/** A place where a continuation could have gone another way, and what it would be up to there. */
export interface Turning {
  /** Symbols of the continuation before it, and the one that it did not take. */
  symbols: readonly number[];
  /** Of each of these, that it is right where all before it are. */
  chances: readonly number[];
  /** That all of them are right. */
  chance: number;
}

/** Nothing is drawn yet. */
export const beginning: Turning = { symbols: [], chances: [], chance: 1 };

export interface Drawing {
  /** 0, as without one, takes the likeliest each time. */
  temperature?: number | undefined;
  random?: Random | undefined;
}

interface GreedyOptions extends Drawing {
  /** What the continuation begins with. */
  from?: Turning;
  /** Gets the places, behind what it begins with, where it could have gone another way that is likely enough. */
  turnings?: Turning[];
}

/**
 * Takes the likeliest symbol each time. No other text has a beginning that is likelier than a half: where each symbol
 * is, it is the likeliest.
 */
export function drawGreedily(
  room: DrawingRoom,
  { from = beginning, turnings, temperature = 0, random }: GreedyOptions = {},
): Continuation {
  const { predictor } = room;
  const writing = new Writing(room);
  const mark = predictor.mark();
  try {
    const begun = from.symbols.every((symbol, i) => writing.add(symbol, from.chances[i]));
    if (!begun) return writing.continuation();
    predictor.read(from.symbols);
    const next = new Float32Array(predictor.vocabSize);
    const symbols = [...from.symbols];
    const chances = [...from.chances];
    for (;;) {
      nextChances(predictor, next, symbols.length);
      const symbol = random ? drawSymbol(next, { temperature, random }) : mostLikely(next);
      turnings?.push(...otherWays(room, { symbols, chances, chance: writing.chance }, { next, symbol }));
      if (!writing.add(symbol, next[symbol])) return writing.continuation();
      symbols.push(symbol);
      chances.push(next[symbol]);
      predictor.read([symbol]);
    }
  } finally {
    // What was only guessed is not to be learnt from.
    predictor.rewind(mark);
  }
}

/** The symbols (of V) other than the one that is taken that are likely enough, each behind what is drawn. */
function otherWays(
  { isLikely }: DrawingRoom,
  drawn: Turning,
  { next, symbol }: { next: Float32Array; symbol: number },
): Turning[] {
  const turnings: Turning[] = [];
  for (const [other, chance] of next.entries()) {
    const whole = drawn.chance * chance;
    if (other !== symbol && isLikely(whole))
      turnings.push({
        symbols: [...drawn.symbols, other],
        chances: [...drawn.chances, chance],
        chance: whole,
      });
  }
  return turnings;
}
