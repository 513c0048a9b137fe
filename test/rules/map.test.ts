import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const MAP = readFileSync(join(ROOT, 'src/README.md'), 'utf8');

type Override = {
  readonly includes: readonly [string];
  readonly linter: {
    readonly rules: {
      readonly style?: {
        readonly noRestrictedImports?: { readonly options: { readonly patterns: [Group] } };
      };
    };
  };
};
type Group = { readonly group: readonly string[] };

const { overrides } = JSON.parse(readFileSync(join(ROOT, '.biome.json'), 'utf8')) as {
  readonly overrides: readonly Override[];
};

/** Rooms within rooms that have a wall of their own. */
const INNER_ROOMS = ['teams/cards/', 'http/tab/browser/'];

function rowsOf(heading: string): string[][] {
  const section = MAP.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  return rows.map((row) =>
    row
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  );
}

const named = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name).sort();

function foldersIn(folder: string): string[] {
  const inner = readdirSync(join(ROOT, folder), { withFileTypes: true }).filter((one) => one.isDirectory());
  return inner.flatMap(({ name }) => [`${folder}/${name}`, ...foldersIn(`${folder}/${name}`)]);
}

// `src/teams/{answers,presses}/**` is the room `teams/`; a file at the root is a room by itself.
function roomOf(include: string): string {
  const path = include.replace('src/', '');
  const inner = INNER_ROOMS.find((room) => path.startsWith(room));
  return inner ?? (path.includes('/') ? `${path.split('/')[0]}/` : path.replace('.ts', ''));
}

// What a room lets in, as the table names it: other rooms, single files, and libraries.
function allowedBy(include: string, pattern: string): string | undefined {
  if (!pattern.startsWith('.')) return pattern.replace(/^node:.*/, 'node').replace(/-\*$/, '-…');
  const folder = posix.dirname(include.replace(/\{([^,]+),.*\}/, '$1').replace('/**', '/x'));
  const path = posix.join(folder, pattern);
  if (!path.startsWith('src/')) return path;
  const target = path.endsWith('.ts') ? path.slice('src/'.length, -'.ts'.length) : roomOf(path);
  return target.startsWith(roomOf(include)) || target === '*' ? undefined : target;
}

function wallsInBiome(): Map<string, string[]> {
  const walls = new Map<string, Set<string>>();
  for (const { includes, linter } of overrides) {
    const [include] = includes;
    const [patterns] = linter.rules.style?.noRestrictedImports?.options.patterns ?? [];
    if (!patterns) continue;
    const [everything, ...allowed] = patterns.group;
    expect(everything).toBe('**');
    const room = roomOf(include);
    const names = allowed.flatMap((pattern) => allowedBy(include, pattern.slice(1)) ?? []);
    walls.set(room, new Set([...(walls.get(room) ?? []), ...names]));
  }
  return new Map([...walls].map(([room, names]) => [room, [...names].sort()]));
}

describe('the map in src/README.md', () => {
  it('has a line for every folder, and for no other', () => {
    const folders = foldersIn('src').map((folder) => `${folder.replace('src/', '')}/`);
    expect(rowsOf('Folders').map(([folder]) => named(folder)[0])).toEqual(['./', ...folders].sort(byPath));
  });

  it('tells the walls that Biome keeps', () => {
    const told = new Map(
      rowsOf('Walls').map(([room, rooms, libraries]) => {
        return [named(room)[0] ?? '', [...named(rooms), ...named(libraries)].sort()];
      }),
    );
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(wallsInBiome()));
  });

  it('has every folder and every file at the root of src behind a wall', () => {
    const walled = [...wallsInBiome().keys()];
    const files = readdirSync(join(ROOT, 'src')).filter((name) => name.endsWith('.ts'));
    expect(files.filter((name) => !walled.includes(name.replace('.ts', '')))).toEqual([]);
    const folders = foldersIn('src').map((folder) => `${folder.replace('src/', '')}/`);
    expect(folders.filter((folder) => !walled.some((room) => folder.startsWith(room)))).toEqual([]);
  });
});

// The table goes from left to right along the arrows, so its order is its own.
function byPath(one: string, other: string): number {
  const order = rowsOf('Folders').map(([folder]) => named(folder)[0] ?? '');
  return order.indexOf(one) - order.indexOf(other);
}
