// What Node 23 removed from `util` and @tensorflow/tfjs-node 4.22 still calls. To be run before that is loaded.
import util from 'node:util';

export function restoreUtilFunctions(): void {
  const target = util as typeof util & Record<string, unknown>;
  target.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  target.isArray ??= Array.isArray;
}
