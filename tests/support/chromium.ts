// A real Chromium for browser tests: the one named in SPRINGBACK_CHROMIUM, an installed one, or the one inside the
// development dependency @sparticuz/chromium, unpacked once into the temporary folder. Nothing is downloaded.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';

interface Found {
  readonly executable: string;
  readonly environment: Record<string, string>;
}
const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Starts a headless browser that talks to nobody but the pages it is shown. */
export async function launchChromium(): Promise<Browser> {
  const { executable, environment } = findChromium();
  return chromium.launch({
    executablePath: executable,
    chromiumSandbox: false,
    // Names of files that it saves are in the character set of the locale.
    env: { ...(process.env as Record<string, string>), LC_ALL: 'C.UTF-8', ...environment },
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--font-render-hinting=none',
    ],
  });
}

export function findChromium(): Found {
  const named = process.env.SPRINGBACK_CHROMIUM;
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`SPRINGBACK_CHROMIUM: no such file: ${named}`);
    return { executable: named, environment: {} };
  }
  const executable = installed.find((path) => existsSync(path));
  return executable === undefined ? unpacked() : { executable, environment: {} };
}

/** The browser of @sparticuz/chromium with the libraries and fonts it brings for machines that have none. */
function unpacked(): Found {
  const packageFolder = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '../..');
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const folder = join(tmpdir(), `springback-chromium-${version}-${process.getuid?.() ?? 0}`);
  if (!existsSync(folder)) unpack(join(packageFolder, 'bin'), folder);
  const libraries = [join(folder, 'al2023/lib'), process.env.LD_LIBRARY_PATH ?? ''].filter(Boolean).join(':');
  return {
    executable: join(folder, 'chromium'),
    environment: { LD_LIBRARY_PATH: libraries, FONTCONFIG_PATH: join(folder, 'fonts') },
  };
}

/** Into a folder beside `folder` first, so that nobody ever sees half a browser. */
function unpack(bin: string, folder: string): void {
  const part = mkdtempSync(`${folder}-`);
  writeFileSync(join(part, 'chromium'), brotliDecompressSync(readFileSync(join(bin, 'chromium.br'))));
  chmodSync(join(part, 'chromium'), 0o755);
  for (const name of ['al2023', 'fonts']) {
    const input = brotliDecompressSync(readFileSync(join(bin, `${name}.tar.br`)));
    mkdirSync(join(part, name));
    execFileSync('tar', ['-x', '-C', join(part, name)], { input });
  }
  // The package's own configuration looks for fonts where they are not; without any font the browser dies.
  writeFileSync(join(part, 'fonts/fonts.conf'), fontsConfiguration(join(folder, 'fonts')));
  try {
    renameSync(part, folder);
  } catch (error) {
    // Another test process was first.
    rmSync(part, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

/** The brought font first, so that pictures look the same everywhere; the machine's own for what it lacks. */
function fontsConfiguration(folder: string): string {
  const prefer = ['system-ui', 'sans-serif']
    .map((name) => `<alias><family>${name}</family><prefer><family>Open Sans</family></prefer></alias>`)
    .join('');
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>${folder}</dir><dir>/usr/share/fonts</dir>${prefer}<cachedir>${folder}/cache</cachedir></fontconfig>\n`;
}
