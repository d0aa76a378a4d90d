/** A whole number in small figures, as a step is written: h₁₂. */
export function subscript(number: number): string {
  return Array.from(String(number), digit => String.fromCodePoint(0x2080 + Number(digit))).join('');
}
