/** Who trains into a model's folder, as the lock file in it says. */
export interface LockHolder {
  /** Of this very lock. */
  id: string;
  pid: number;
  host: string;
  /** Who holds it, in words for the user. */
  name: string;
}

/** Bytes that a lock file has at most. */
export const MAX_LOCK_BYTES = 4096;
/** As `formatLockHolder` has it. */
const BEGINNING = '{"id":"';

export function formatLockHolder({ id, pid, host, name }: LockHolder): string {
  return JSON.stringify({ id, pid, host, name });
}

/** Undefined for what `formatLockHolder` cannot have given. */
export function parseLockHolder(text: string): LockHolder | undefined {
  const { id, pid, host, name } = fieldsOf(text);
  if (!isShortText(id) || !isShortText(host) || !isShortText(name)) return undefined;
  // 0 and below are no processes, but groups of them.
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid < 1) return undefined;
  return { id, pid, host, name };
}

/** Whether a text that is no holder may be the beginning of one: made, but not filled, when the disk or a process ended. */
export function isUnfilledLock(text: string): boolean {
  if (/^\0*$/.test(text)) return true;
  return (text.startsWith(BEGINNING) || BEGINNING.startsWith(text)) && parseJson(text) === undefined;
}

function fieldsOf(text: string): Record<string, unknown> {
  const value = text.length > MAX_LOCK_BYTES ? undefined : parseJson(text);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isShortText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 300;
}
