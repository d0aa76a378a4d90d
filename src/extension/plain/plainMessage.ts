import type { ChannelMessage } from '../../protocol/channel.ts';
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

/** Fields of what a page is told that are words for a person. */
const words = ['message', 'name'];

/**
 * A message for a page in whose words everything can be seen: errors, and of what is told its messages and names. The text
 * of the document stays as it is: the page shows each character of it by itself.
 */
export function withPlainWords(message: ChannelMessage): ChannelMessage {
  if ('failed' in message) {
    const { error, failed } = message;
    return { failed, error: { message: plainLine(error.message), expected: error.expected } };
  }
  if (!('event' in message)) return message;
  const plain = Object.entries(message.event).map(([field, value]: [string, unknown]) => [
    field,
    words.includes(field) && typeof value === 'string' ? plainLine(value) : value,
  ]);
  return { event: Object.fromEntries(plain) as object };
}
