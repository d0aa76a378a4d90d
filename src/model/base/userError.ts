/**
 * What a program can do something about by itself: files that are no longer those of the run, a model's folder that
 * another process has taken, a disk without room, a network with numbers that cannot be.
 */
export type UserErrorReason = 'filesChanged' | 'folderLost' | 'noRoom' | 'notWhole';

/** An error whose message is meant for the user: it names the thing and the remedy, and needs no stack trace. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly reason: UserErrorReason | undefined;

  constructor(message: string, options: ErrorOptions & { reason?: UserErrorReason } = {}) {
    super(message, options);
    this.reason = options.reason;
  }
}
