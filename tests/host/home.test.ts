import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createHome, homePath } from '../../src/host/home.ts';
import { temporaryHome } from '../lab/temporary-host.ts';

const where = (platform: NodeJS.Platform, environment: Record<string, string> = {}) => ({
  platform,
  environment,
  userFolder: '/home/ada',
});

describe('the data folder', () => {
  it('is the one that is named, then SPRINGBACK_HOME, then the place of the operating system', () => {
    const environment = { SPRINGBACK_HOME: '/data/lab', XDG_DATA_HOME: '/xdg' };
    expect(homePath('/named', where('linux', environment))).toBe('/named');
    expect(homePath(undefined, where('linux', environment))).toBe('/data/lab');
    expect(homePath(undefined, where('linux', { XDG_DATA_HOME: '/xdg' }))).toBe('/xdg/springback');
    expect(homePath(undefined, where('linux'))).toBe('/home/ada/.local/share/springback');
    expect(homePath(undefined, where('darwin'))).toBe('/home/ada/Library/Application Support/Springback');
  });

  it('is created whole, and refused with its name where it cannot be', () => {
    const home = temporaryHome();
    expect(createHome(join(home, 'a/b')).checkpoints).toBe(join(home, 'a/b/checkpoints'));
    writeFileSync(join(home, 'file'), '');
    expect(() => createHome(join(home, 'file/deeper'))).toThrow(
      /data folder .*file\/deeper cannot be written: a file of this name is in the way/,
    );
    mkdirSync(join(home, 'c'));
    writeFileSync(join(home, 'c/checkpoints'), '');
    expect(() => createHome(join(home, 'c'))).toThrow(/c\/checkpoints cannot be written/);
  });

  it('that is read-only is refused', () => {
    expect(() => createHome('/proc/springback')).toThrow(/\/proc\/springback cannot be written/);
  });
});
