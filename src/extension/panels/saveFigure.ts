import type { ExportFormat, LabPageRequest } from '../../protocol/lab.ts';
import { saveAs } from './saveAs.ts';

const filters: Record<ExportFormat, Record<string, string[]>> = {
  png: { Picture: ['png'] },
  svg: { Picture: ['svg'] },
  csv: { Table: ['csv'] },
};

/** Asks where to, and keeps a figure there; false where nowhere was chosen. */
export async function saveFigure({
  name,
  format,
  content,
}: Extract<LabPageRequest, { kind: 'export' }>): Promise<boolean> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return saveAs(`${name.replaceAll(/[^\w-]+/g, '-')}.${format}`, bytes, filters[format]);
}
