/** An error whose message is meant for the user: it names the thing and the remedy, and needs no stack trace. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
