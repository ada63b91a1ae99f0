// A WebGPU adapter in software, for tests: SwiftShader out of the development dependency @sparticuz/chromium, unpacked
// once into the temporary folder, or the one beside an installed Chromium. It tests; it does not measure.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';

const installed = ['/usr/lib/chromium', '/opt/google/chrome'];
const description = 'vk_swiftshader_icd.json';

export interface SoftwareAdapter {
  /** To be set before the process that uses it starts; null where there is none. */
  readonly environment: Record<string, string> | null;
  /** Where it comes from, or why there is none. */
  readonly reason: string;
}

export function findSoftwareAdapter(): SoftwareAdapter {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { environment: null, reason: `no software adapter for ${process.platform}-${process.arch}` };
  }
  const folder = installed.find((path) => existsSync(join(path, description))) ?? unpacked();
  if (folder === null)
    return { environment: null, reason: 'neither Chromium nor @sparticuz/chromium is here' };
  const libraries = [folder, process.env.LD_LIBRARY_PATH ?? ''].filter(Boolean).join(':');
  return {
    // The folder also brings libvulkan.so.1, which a machine without a graphics driver lacks.
    environment: { VK_ICD_FILENAMES: join(folder, description), LD_LIBRARY_PATH: libraries },
    reason: folder,
  };
}

function unpacked(): string | null {
  const packageFolder = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '../..');
  const archive = join(packageFolder, 'bin/swiftshader.tar.br');
  if (!existsSync(archive)) return null;
  const folder = join(tmpdir(), `springback-swiftshader-${process.getuid?.() ?? 0}`);
  if (!existsSync(folder)) unpack(archive, folder);
  return folder;
}

/** Into a folder beside `folder` first, so that nobody ever sees half of it. */
function unpack(archive: string, folder: string): void {
  const part = mkdtempSync(`${folder}-`);
  execFileSync('tar', ['-x', '-C', part], { input: brotliDecompressSync(readFileSync(archive)) });
  try {
    renameSync(part, folder);
  } catch (error) {
    rmSync(part, { recursive: true, force: true }); // another test process was first
    if (!existsSync(folder)) throw error;
  }
}
