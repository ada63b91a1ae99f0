// The schedules that come with the package, for a user to begin from: read once, as they are on the disk.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from '../contract/monitor.ts';
import { packageRoot } from './package-root.ts';

const groups = ['quickstart', 'quick', 'full'] as const;
type Group = Template['group'];

/** The quickstart, then `quick`, then `full`, each by name. Empty where the package comes without schedules. */
export function readTemplates(folder: string = join(packageRoot(), 'resources', 'schedules')): Template[] {
  return groups.flatMap((group) => filesOf(folder, group).map((file) => readTemplate(folder, file, group)));
}

function filesOf(folder: string, group: Group): string[] {
  if (group === 'quickstart') return existsSync(join(folder, 'quickstart.json')) ? ['quickstart.json'] : [];
  const inner = join(folder, group);
  if (!existsSync(inner)) return [];
  return readdirSync(inner)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => `${group}/${name}`);
}

function readTemplate(folder: string, file: string, group: Group): Template {
  const text = readFileSync(join(folder, file), 'utf8');
  const { name, notes = '' } = JSON.parse(text) as { name: string; notes?: string };
  return { id: file.slice(0, -'.json'.length), name, notes, group, text };
}
