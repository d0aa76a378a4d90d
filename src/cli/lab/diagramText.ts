import type { DiagramFigure } from '../../model/lab/figures.ts';
import { shortNumber } from '../../protocol/figureNumbers.ts';
import { plainLine } from '../../protocol/plainText.ts';

/** Its nodes with their values, then what leads where; a plain chain of labels as one line. */
export function diagramText({ nodes, arrows }: DiagramFigure): string {
  const labels = new Map(nodes.map(({ id, label }) => [id, plainLine(label, 40)]));
  if (nodes.every(({ row, values }) => row === nodes[0].row && !values))
    return nodes.map(({ id }) => labels.get(id)).join(' → ');
  const width = Math.max(0, ...[...labels.values()].map(label => label.length));
  const lines = nodes.map(({ id, values = [], names = [], active }) => {
    const numbers = values.map((value, i) => {
      const name = names[i] === undefined ? '' : `${plainLine(names[i], 12)} `;
      return `${name}${shortNumber(value)}`;
    });
    return `${active ? '>' : ' '} ${labels.get(id)!.padEnd(width)}  ${numbers.join('  ')}`.trimEnd();
  });
  const ways = arrows.map(({ from, to, label, parameter }) => {
    const by = parameter ?? label;
    return `${labels.get(from) ?? from} → ${labels.get(to) ?? to}${by === undefined ? '' : ` by ${plainLine(by, 40)}`}`;
  });
  return [...lines, ...(ways.length > 0 ? [`  ${ways.join(', ')}`] : [])].join('\n');
}
