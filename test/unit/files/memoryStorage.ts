import type { Storage } from '../../../src/model/files/storage.ts';
import { UserError } from '../../../src/model/base/userError.ts';

/** Files in memory, with a disk that can be made to fill up. */
export interface MemoryStorage extends Storage {
  readonly files: Map<string, Uint8Array>;
  /** Writes that still succeed. */
  writesLeft: number;
  readonly text: (name: string) => string;
}

export function createMemoryStorage(): MemoryStorage {
  const files = new Map<string, Uint8Array>();
  return {
    place: 'memory',
    files,
    writesLeft: Infinity,
    text: name => new TextDecoder().decode(files.get(name)),
    read: name => Promise.resolve(files.get(name)?.slice()),
    claim: () => Promise.resolve(),
    tidy: () => Promise.resolve(),
    write(name, data) {
      if (this.writesLeft-- <= 0)
        return Promise.reject(new UserError(`Cannot write ${name}: the disk is full.`, { reason: 'noRoom' }));
      files.set(name, data.slice());
      return Promise.resolve();
    },
    async writeParts(name, parts) {
      const written: Uint8Array[] = [];
      for await (const part of parts) written.push(part.slice());
      await this.write(name, Uint8Array.from(Buffer.concat(written)));
    },
    async append(name, data) {
      await this.write(name, Uint8Array.from(Buffer.concat([files.get(name) ?? new Uint8Array(), data])));
    },
    remove(name) {
      files.delete(name);
      return Promise.resolve();
    },
    list: () => Promise.resolve([...files.keys()]),
  };
}

/** The names of the files that a model.json has. */
export function namesIn(storage: MemoryStorage): { weights: string; training: string } {
  const { weightsFile, training } = JSON.parse(storage.text('model.json')) as {
    weightsFile: string;
    training: { tensorsFile: string };
  };
  return { weights: weightsFile, training: training.tensorsFile };
}

/** What a model's folder names as its weights. */
export function weightsOf(storage: MemoryStorage): Uint8Array {
  return storage.files.get(namesIn(storage).weights)!;
}
