// Memory of a page: the JavaScript heap after a collection, and what its process alone takes of the machine.
import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

export interface PageMemory {
  readonly heapBytes: number;
  /** Proportional set size of the browser's largest renderer process; null where the system does not tell. */
  readonly processBytes: number | null;
}

export async function pageMemory(page: Page): Promise<PageMemory> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return { heapBytes: usedSize, processBytes: processBytes() };
}

/** Of the browser's largest renderer process, garbage included. */
export function processBytes(): number | null {
  try {
    const sizes = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && isRenderer(name))
      .map(proportionalSize);
    return sizes.length === 0 ? null : Math.max(...sizes);
  } catch {
    return null; // No /proc here: the heap alone is told.
  }
}

function isRenderer(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer');
  } catch {
    return false; // It ended in between.
  }
}

function proportionalSize(pid: string): number {
  try {
    const kilobytes = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
    return Number(kilobytes?.[1] ?? 0) * 1024;
  } catch {
    return 0; // It ended in between.
  }
}
