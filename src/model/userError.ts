/** What a program can offer a remedy for, by itself. */
export type UserErrorReason = 'filesChanged';

/** An error whose message is meant for the user: it names the thing and the remedy, and needs no stack trace. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly reason: UserErrorReason | undefined;

  constructor(message: string, options: ErrorOptions & { reason?: UserErrorReason } = {}) {
    super(message, options);
    this.reason = options.reason;
  }
}
