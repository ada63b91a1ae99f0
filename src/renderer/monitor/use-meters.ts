// The machine's readings of the last minutes, while the page is looked at.
import { useEffect, useState } from 'react';
import type { Meters } from '../../contract/monitor.ts';
import type { WorkbenchStore } from '../workbench-store.ts';

const spacingMilliseconds = 2000;
const kept = 90;

/** Oldest first. A window that nobody sees does not ask. */
export function useMeters(store: WorkbenchStore): readonly Meters[] {
  const [readings, setReadings] = useState<readonly Meters[]>([]);
  useEffect(() => {
    let left = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async (): Promise<void> => {
      if (document.visibilityState === 'visible') {
        // What does not answer leaves a gap; the banner says that the host is gone.
        const reading = await store.link.call('workbench.meters', {}).catch(() => null);
        if (left) return;
        if (reading !== null) setReadings((old) => [...old, reading].slice(-kept));
      }
      timer = setTimeout(() => void read(), spacingMilliseconds);
    };
    void read();
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [store]);
  return readings;
}
