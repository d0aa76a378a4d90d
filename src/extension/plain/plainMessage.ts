import type { HostToWebview } from '../../protocol/inspector.ts';
import { plainLine } from '../../protocol/plainText.ts';

/** Of a notification: VS Code cuts off the end of what is longer than 1000 characters, which is where the remedy is. */
const LONGEST_MESSAGE = 900;

/**
 * A notification's text: one line, in which nothing becomes a link. VS Code makes one of `[label](command:...)`, and a
 * click on it would run that command.
 */
export function plainMessage(text: string): string {
  return plainLine(text.replaceAll('](', '] ('), LONGEST_MESSAGE);
}

/**
 * A message for the inspector in whose words everything can be seen. The text of the document stays as it is: the page
 * shows each character of it by itself.
 */
export function withPlainWords(message: HostToWebview): HostToWebview {
  if ('message' in message) return { ...message, message: plainLine(message.message) };
  return message.kind === 'document' ? { ...message, name: plainLine(message.name) } : message;
}
