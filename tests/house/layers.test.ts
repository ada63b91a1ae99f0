// The import law: reads the table in src/HOUSE.md and every import under src/.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

interface Room {
  readonly folders: ReadonlySet<string>;
  readonly packages: readonly string[];
}

const list = (cell: string) =>
  cell
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '' && word !== '–');

function readTable(): Map<string, Room> {
  const rooms = new Map<string, Room>();
  for (const line of readFileSync(path.join(root, 'src/HOUSE.md'), 'utf8').split('\n')) {
    const cells = line.split('|').map((cell) => cell.trim());
    const folder = /^`src\/(\w+)`$/.exec(cells[1] ?? '')?.[1];
    if (folder) rooms.set(folder, { folders: new Set(list(cells[3]!)), packages: list(cells[4]!) });
  }
  return rooms;
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s(?:[^'";]*?\sfrom\s)?\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

/** What a file imports, type-only imports included. */
function importsOf(text: string): string[] {
  return [...text.matchAll(importPattern)].map((match) => match[1] ?? match[2]!);
}

const allowsPackage = (room: Room, name: string) =>
  room.packages.some((pattern) =>
    pattern.endsWith('*')
      ? name.startsWith(pattern.slice(0, -1))
      : name === pattern || name.startsWith(`${pattern}/`),
  );

/** The law broken by one import, or null. `file` is relative to src/. */
function violation(rooms: Map<string, Room>, file: string, target: string): string | null {
  const from = file.split('/')[0]!;
  const room = rooms.get(from);
  if (!room) return `${file}: src/${from} is not in the table`;
  if (!target.startsWith('.')) {
    return allowsPackage(room, target) ? null : `${file} may not import the package ${target}`;
  }
  const to = path.posix.normalize(path.posix.join(path.posix.dirname(file), target)).split('/')[0]!;
  return to === from || room.folders.has(to) ? null : `${file} may not import src/${to} (${target})`;
}

const sourceFiles = () =>
  readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /\.(ts|tsx|css)$/.test(name));

describe('the house', () => {
  const rooms = readTable();

  it('has a row for every folder of src and a folder for every row', () => {
    const folders = readdirSync(path.join(root, 'src'), { withFileTypes: true });
    expect(
      folders
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .sort(),
    ).toEqual([...rooms.keys()].sort());
  });

  it('holds: no import leaves its permissions', () => {
    const files = sourceFiles().filter((name) => !name.endsWith('.css'));
    expect(files.length).toBeGreaterThan(50);
    const broken = files.flatMap((file) =>
      importsOf(readFileSync(path.join(root, 'src', file), 'utf8'))
        .map((target) => violation(rooms, file, target))
        .filter((text) => text !== null),
    );
    expect(broken).toEqual([]);
  });

  it('catches planted violations', () => {
    const planted: [string, string][] = [
      ['core/plan.ts', 'node:fs'],
      ['core/plan.ts', '../graph/graph.ts'],
      ['graph/build.ts', 'zod'],
      ['store/store.ts', '../lab/ports.ts'],
      ['lab/lab.ts', '../store/store.ts'],
      ['lab/lab.ts', 'node:path'],
      ['renderer/app.tsx', '../lab/lab.ts'],
      ['server/server.ts', '../cli/cli.ts'],
      ['charts/loss.ts', 'react'],
      ['trainer/trainer.ts', '../store/store.ts'],
    ];
    for (const [file, target] of planted)
      expect(violation(rooms, file, target), `${file} -> ${target}`).not.toBeNull();
  });

  it('reads imports in all their forms', () => {
    const text = `import a from 'one';\nimport type { b } from "two";\nexport { c } from 'three';\nimport 'four';\nconst d = await import('five');\nimport {\n  e,\n  f,\n} from 'six';\n`;
    expect(importsOf(text)).toEqual(['one', 'two', 'three', 'four', 'five', 'six']);
  });
});
