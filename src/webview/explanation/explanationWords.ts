import type { ExplainedCharacter } from '../../protocol/modelMessages.ts';

/** One sentence about the whole suggestion; `probability` is that it is right, as it was held when it was shown. */
export function summaryOf(characters: readonly ExplainedCharacter[], probability?: number): string {
  const count = characters.length;
  if (count === 0) return '';
  const net = characters.reduce((sum, each) => sum + each.net, 0) / count;
  const characterWord = count === 1 ? 'character' : 'characters';
  const held = probability === undefined ? '' : `, held to be right with ${percent(probability)}`;
  return `${count} ${characterWord}${held}: ${percent(net)} of it from the network, ${percent(1 - net)} from the memory of the workspace.`;
}

/** What a column says to one who points at it or does not see it. */
export function describe({ character, bits, net, contexts }: ExplainedCharacter): string {
  return `${nameOf(character)}: network ${percent(net)}, memory ${percent(contexts)}, ${bits.toFixed(2)} bits`;
}

/** What stands for a character that shows nothing. */
export function glyphOf(character: string): string {
  return { ' ': '␣', '\t': '→', '\n': '↵' }[character] ?? character;
}

function nameOf(character: string): string {
  return { ' ': 'space', '\t': 'tab', '\n': 'new line' }[character] ?? character;
}

/** Never 0 % for what there is some of, nor 100 % for what is not all. */
function percent(share: number): string {
  const rounded = Math.round(100 * share);
  if (rounded === 0 && share > 0) return 'less than 1 %';
  if (rounded === 100 && share < 1) return 'over 99 %';
  return `${rounded} %`;
}
