import { UserError, type UserErrorReason } from '../../../model/base/userError.ts';

const remedies: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Make room there, then train on; what was saved before is whole',
  EDQUOT: 'the disk quota is used up. Make room there, then train on; what was saved before is whole',
  EACCES: 'permission denied. Make the folder writable for you, or choose another one',
  EPERM: 'the operation is not permitted. Make the folder writable for you, or choose another one',
  EROFS: 'the file system is read-only. Choose another folder',
  ENOTDIR: 'a part of the path is a file. Choose another folder',
  EEXIST: 'a file of that name is in the way. Choose another folder',
  EISDIR: 'a folder of that name is in the way. Choose another folder',
  ENOTEMPTY: 'a folder of that name is in the way. Choose another folder',
  ELOOP: 'links on the way lead in a circle. Choose another folder',
  ENAMETOOLONG: 'the path is too long. Choose another folder',
  ENOENT: 'the folder, or a part of the path to it, is not there and cannot be made. Choose another folder',
  EIO: 'the disk does not work as it should. Look at it, or choose another folder',
  EMFILE: 'too many files are open. Close other programs',
  ENFILE: 'too many files are open. Close other programs',
};

const reasons: Readonly<Record<string, UserErrorReason>> = { ENOSPC: 'noRoom', EDQUOT: 'noRoom' };

/** The error as the user can use it: what was done to which path, why it failed, what to do. */
export function readable(error: unknown, action: string): UserError {
  if (error instanceof UserError) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  const reason = reasons[code];
  return new UserError(`${action}: ${remedies[code] ?? message}.`, {
    cause: error,
    ...(reason && { reason }),
  });
}

export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code !== undefined && codes.includes(code);
}
