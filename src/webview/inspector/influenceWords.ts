import { signed } from './cellName.ts';
import type { ShownInfluence } from './inspectorState.ts';
import { characterName } from './visibleGlyph.ts';

/** The least that is shown, bits: what rounds to nothing is no influence. */
const LEAST_BITS = 0.005;

/** What a value belongs to: 'comma', “x”. */
export function quoted(character: string): string {
  const name = characterName(character);
  return name === character ? `“${character}”` : name;
}

/** A character of the answer, in bits; undefined where it is not one of those that were asked about. */
export function bitsAt({ answer }: ShownInfluence, offset: number): number | undefined {
  return answer?.bits[offset - answer.from];
}

/** The greatest magnitude of an answer: what gets the full colour, bits. */
export function mostBits({ answer }: ShownInfluence): number {
  let most = 0.1;
  for (const bits of answer?.bits ?? []) most = Math.max(most, Math.abs(bits));
  return most;
}

/** Says what was asked, and which character moved the prediction most. */
export function describeInfluence(shown: ShownInfluence, characterAt: (offset: number) => string): string {
  const { chosen, answer, isWaiting } = shown;
  if (chosen === undefined)
    return 'Click a character, or go to it with the arrow keys and press Enter: what moved its prediction is coloured.';
  if (chosen === 0) return 'Nothing stands before the first character. Choose a later one.';
  if (!answer) return isWaiting ? 'Asking the model…' : '';
  const predicted = `${quoted(answer.character)} had a surprise of ${answer.surpriseBits.toFixed(1)} bits.`;
  const most = placeOfMost(answer.bits);
  if (Math.abs(answer.bits[most]) < LEAST_BITS) return `${predicted} No earlier character moved it.`;
  const units = answer.bits.length - most;
  const place = units === 1 ? 'right before it' : `${units} back`;
  return `${predicted} ${quoted(characterAt(answer.from + most))} ${place} moved it most: ${inBits(answer.bits[most])}.${
    isWaiting ? ' Asking again…' : ''
  }`;
}

/** What one character did, in a sentence; undefined where there is nothing to say of it. */
export function describeBits(shown: ShownInfluence, offset: number): string | undefined {
  const { answer, measure } = shown;
  if (!answer) return undefined;
  const predicted = quoted(answer.character);
  if (offset === answer.offset)
    return `This is what was predicted: surprise ${answer.surpriseBits.toFixed(1)} bits.`;
  if (offset > answer.offset) return `It comes after ${predicted}. Click it to ask about it.`;
  const bits = bitsAt(shown, offset);
  if (bits === undefined) return `It was read too long before ${predicted} to be asked about.`;
  if (Math.abs(bits) < LEAST_BITS) return `Without it ${predicted} is as likely.`;
  const times = (2 ** Math.abs(bits)).toFixed(2);
  const direction = bits > 0 ? 'likelier' : 'less likely';
  return `${predicted} is ${times} times ${direction} with it than ${otherwise[measure]}.`;
}

const otherwise: Readonly<Record<ShownInfluence['measure'], string>> = {
  takenOut: 'without it',
  replaced: 'with an unknown character in its place',
  gradient: 'with an average character in its place, to first order',
};

/** '+1.32 bits' */
export function inBits(bits: number): string {
  return `${signed(bits)} bits`;
}

function placeOfMost(bits: Float32Array): number {
  let most = bits.length - 1;
  for (let i = bits.length - 1; i >= 0; i--) if (Math.abs(bits[i]) > Math.abs(bits[most])) most = i;
  return most;
}
