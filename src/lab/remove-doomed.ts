// Removes what the history has let go of, slice by slice: a host has other things to do. What is left goes another time.
import type { HostPorts } from './ports.ts';

/** Until nothing is left or `closing` says so. Returns why it could not go on, '' where it could. */
export async function removeDoomed(
  { history, after }: Pick<HostPorts, 'history' | 'after'>,
  closing: () => boolean = () => false,
): Promise<string> {
  try {
    while (!closing() && history.cleaner.removeSlice())
      await new Promise<void>((resolve) => void after(0, resolve));
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
