import type { MemoryStorage } from './memoryStorage.ts';

type Fields = Record<string, unknown>;

/** A copy of JSON in which the field at a path, as in 'training.settings.seed', is another one; undefined takes it away. */
export function withField(json: unknown, path: string, value: unknown): unknown {
  const [first, ...rest] = path.split('.');
  const fields = json as Fields;
  const changed = rest.length === 0 ? value : withField(fields[first] ?? {}, rest.join('.'), value);
  return Array.isArray(json)
    ? json.map((item, index) => (String(index) === first ? changed : (item as unknown)))
    : { ...fields, [first]: changed };
}

/** Changes a field of model.json. */
export function changeField(storage: MemoryStorage, path: string, value: unknown): void {
  setJson(storage, JSON.stringify(withField(JSON.parse(storage.text('model.json')), path, value)));
}

export function setJson(storage: MemoryStorage, text: string): void {
  storage.files.set('model.json', new TextEncoder().encode(text));
}
