import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { homePath } from '../../src/host/home.ts';
import { openPreferences, preferencesFile } from '../../src/host/preferences.ts';
import { temporaryHome } from '../lab/temporary-host.ts';

const where = (platform: NodeJS.Platform, environment: Record<string, string> = {}) => ({
  platform,
  environment,
  userFolder: '/home/ada',
});

it('the preferences are where the operating system keeps such files', () => {
  expect(preferencesFile(where('linux'))).toBe('/home/ada/.config/springback/preferences.json');
  expect(preferencesFile(where('linux', { XDG_CONFIG_HOME: '/xdg' }))).toBe(
    '/xdg/springback/preferences.json',
  );
  expect(preferencesFile(where('darwin'))).toBe(
    '/home/ada/Library/Application Support/Springback/preferences.json',
  );
});

it('the data folder is the preferred one, unless one is named or SPRINGBACK_HOME is set', () => {
  const config = temporaryHome();
  const surroundings = (more: Record<string, string> = {}) =>
    where('linux', { XDG_CONFIG_HOME: config, ...more });
  const ordinary = '/home/ada/.local/share/springback';
  expect(homePath(undefined, surroundings())).toBe(ordinary);
  const preferences = openPreferences(preferencesFile(surroundings()));
  preferences.setHome('/data/lab');
  expect(homePath(undefined, surroundings())).toBe('/data/lab');
  expect(homePath('/named', surroundings())).toBe('/named');
  expect(homePath(undefined, surroundings({ SPRINGBACK_HOME: '/set' }))).toBe('/set');
  preferences.setHome(null);
  expect(homePath(undefined, surroundings())).toBe(ordinary);
});

it('a file that cannot be understood says nothing, and is replaced whole', () => {
  const file = join(temporaryHome(), 'deep/preferences.json');
  const preferences = openPreferences(file);
  expect(preferences.home()).toBeNull();
  mkdirSync(dirname(file));
  writeFileSync(file, '{"home": 7');
  expect(preferences.home()).toBeNull();
  preferences.setHome('/data/lab');
  expect(preferences.home()).toBe('/data/lab');
  expect(readFileSync(file, 'utf8')).toBe('{\n  "home": "/data/lab"\n}\n');
  expect(() => preferences.setHome('data')).toThrow('expected the full path of a folder, got "data"');
  expect(existsSync(`${file}.${process.pid}.partial`)).toBe(false);
});
