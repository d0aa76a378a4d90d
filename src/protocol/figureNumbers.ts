/** Numbers of figures as a person reads them, the same on the page and in the terminal. */

/** Six digits, without zeros that say nothing; '-' where there is none. */
export function exactNumber(value: number | null): string {
  return value === null ? '–' : digitsOf(value, 6);
}

/** Three digits: for labels. */
export function shortNumber(value: number | null): string {
  return value === null ? '–' : digitsOf(value, 3);
}

function digitsOf(value: number, digits: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'not a number' : value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  if (Number.isInteger(value) && magnitude >= 10 ** digits && magnitude < 1e12) return wholeNumber(value);
  const text =
    magnitude >= 1e6 || magnitude < 1e-4
      ? value.toExponential(digits - 1).replace(/\.?0+e/, 'e')
      : String(Number(value.toPrecision(digits)));
  return text.replace('-', '−').replace('e−', 'e-').replace('e+', 'e');
}

/** '1,000,000': steps and characters are counted, not rounded. */
function wholeNumber(value: number): string {
  return value.toLocaleString('en-US').replace('-', '−');
}

/** The greatest magnitude of all that are numbers; 1 where that says nothing. */
export function greatestOf(values: readonly (number | null)[]): number {
  let most = 0;
  for (const value of values)
    if (value !== null && Number.isFinite(value)) most = Math.max(most, Math.abs(value));
  return most === 0 ? 1 : most;
}
