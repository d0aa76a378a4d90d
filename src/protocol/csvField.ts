/** A field of a table in the form of RFC 4180; null is an empty one. Numbers are as precise as they are. */
export function csvField(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  // What a spreadsheet would take for a formula begins with a quotation mark of its own kind: it stays text.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
