/** A value as one sign: 1 to 9 for tenths of the most, a to i for as much below zero, a blank for what is nearly nothing. */
export function signOf(value: number | null, most: number): string {
  if (value === null || !Number.isFinite(value)) return ' ';
  const size = Math.min(9, Math.floor((Math.abs(value) / most) * 10));
  if (size === 0) return ' ';
  return value > 0 ? String(size) : 'abcdefghi'[size - 1];
}
