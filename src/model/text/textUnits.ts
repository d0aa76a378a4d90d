/** UTF-16 units of a text, a byte each where all of them are below 256: half the memory for nearly all source text. */
export type TextUnits = Uint8Array | Uint16Array;

/** The units of a text behind as many places that are left free. */
export function unitsOf(text: string, free = 0): TextUnits {
  const narrow = new Uint8Array(free + text.length);
  let bits = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    narrow[free + i] = unit;
    bits |= unit;
  }
  if (bits < 256) return narrow;
  const wide = new Uint16Array(free + text.length);
  for (let i = 0; i < text.length; i++) wide[free + i] = text.charCodeAt(i);
  return wide;
}

/** As String.codePointAt has it: of a surrogate pair the character that it stands for, else the unit itself. */
export function codePointAt(units: TextUnits, index: number): number {
  const unit = units[index];
  if ((unit & 0xfc00) !== 0xd800 || index + 1 === units.length) return unit;
  const next = units[index + 1];
  return (next & 0xfc00) === 0xdc00 ? 0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00) : unit;
}

/** Units that are turned into text at a time: each is an argument of a call. */
const PIECE = 8192;

/** The text that `unitsOf` was given, without free places. */
export function textOfUnits(units: TextUnits): string {
  let text = '';
  for (let i = 0; i < units.length; i += PIECE) text += String.fromCharCode(...units.subarray(i, i + PIECE));
  return text;
}
