// How far a file has come, on one line of a terminal; where there is no terminal, nothing.
import type { Control } from '../lab/bundle-ports.ts';
import { draw } from './output.ts';
import { bytes } from './text.ts';

const spacingMilliseconds = 200;

export function byteProgress(verb: string, { quiet }: { quiet: boolean }): Control & { end(): void } {
  const shown = !quiet && process.stderr.isTTY === true;
  let last = 0;
  let drawn = false;
  return {
    progress(done, total) {
      const now = performance.now();
      if (!shown || now - last < spacingMilliseconds) return;
      last = now;
      drawn = true;
      const of = total > 0 ? ` of ${bytes(total)}` : '';
      draw(`\r\u001b[K${verb} … ${bytes(done)}${of}`);
    },
    check: () => undefined,
    end() {
      if (drawn) draw('\r\u001b[K');
    },
  };
}
