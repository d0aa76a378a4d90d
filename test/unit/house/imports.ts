import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Room } from './rooms.ts';

export interface Import {
  /** A path from src's parent, or the name of a package. */
  of: string;
  isPackage: boolean;
  /** Gone at run time. */
  isType: boolean;
}

/** Of all modules, by their paths from the repository. */
export type Imports = ReadonlyMap<string, readonly Import[]>;

/** The clause is names, commas and braces: so no text that happens to say `from` is taken for one. */
const FROM = /^(?:import|export)\s+(?<clause>[\w\s{},*$]*?)\s*from\s*'(?<of>[^']+)'/gm;
const BARE = /^import\s*'(?<of>[^']+)'/gm;
const CALLED = /\bimport\(\s*'(?<of>[^']+)'/g;

/** What a module imports or exports from others, types included. `file` is its path from the repository. */
export function importsOf(file: string, text: string): Import[] {
  return [FROM, BARE, CALLED].flatMap(pattern =>
    [...text.matchAll(pattern)].map(({ groups }) => {
      const { of, clause = '' } = groups!;
      const isRelative = of.startsWith('.');
      const found = isRelative ? path.posix.join(path.posix.dirname(file), of) : of;
      const isPackage = !found.startsWith('src/');
      return { of: found, isPackage, isType: isOfTypes(clause) };
    }),
  );
}

function isOfTypes(clause: string): boolean {
  if (/^type\s/.test(clause)) return true;
  const names = /^\{(.*)\}$/s
    .exec(clause.trim())?.[1]
    .split(',')
    .map(name => name.trim());
  return names !== undefined && names.every(name => name === '' || name.startsWith('type '));
}

/** Files below a folder with one of these endings, with forward slashes. */
export function filesBelow(folder: string, endings: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && endings.some(ending => entry.name.endsWith(ending)))
    .map(entry => path.join(entry.parentPath, entry.name).replaceAll('\\', '/'))
    .toSorted();
}

export function readImports(folder: string): Imports {
  const files = filesBelow(folder, ['.ts']);
  return new Map(files.map(file => [file, importsOf(file, readFileSync(file, 'utf8'))]));
}

/** Circles of imports: at least one of those that each module is in, as the modules that it goes through. */
export function circles(imports: Imports): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const way: string[] = [];
  const visit = (file: string): void => {
    const start = way.indexOf(file);
    if (start >= 0) found.push([...way.slice(start), file]);
    if (start >= 0 || done.has(file)) return;
    way.push(file);
    for (const { of } of imports.get(file) ?? []) visit(of);
    way.pop();
    done.add(file);
  };
  for (const file of imports.keys()) visit(file);
  return found;
}

/** Of a path from the repository: its folder below src, which is the name of a room. */
export function roomOf(file: string): string {
  return path.posix.dirname(file).replace(/^src\/?/, '');
}

/** Imports that the rooms of their modules do not allow, in words. Modules without a room are left out. */
export function forbidden(imports: Imports, rooms: Readonly<Record<string, Room>>): string[] {
  return [...imports].flatMap(([file, found]) => {
    const room = rooms[roomOf(file)];
    return room
      ? found.filter(each => !isAllowed(each, roomOf(file), room)).map(({ of }) => `${file} -> ${of}`)
      : [];
  });
}

function isAllowed({ of, isPackage, isType }: Import, name: string, room: Room): boolean {
  if (isPackage) return (room.packages ?? []).some(start => of.startsWith(start));
  const folders = [name, ...room.imports, ...(isType ? (room.types ?? []) : [])];
  return folders.some(folder => isWithin(roomOf(of), folder));
}

function isWithin(room: string, folder: string): boolean {
  if (!folder.endsWith('/*')) return room === folder;
  const whole = folder.slice(0, -2);
  return room === whole || room.startsWith(`${whole}/`);
}
