// What the desktop application is told on its command line, beside Chromium's own switches. `npm start -- --bundle FILE`
// hands its arguments on.
import { parseArgs } from 'node:util';

export interface BundleChoice {
  readonly bundle?: string;
  readonly showcase: boolean;
}

/** `--bundle FILE`, `--bundle=FILE`, `--showcase`; a bundle without a file is '', which nothing opens. */
export function bundleChoice(argv: readonly string[]): BundleChoice {
  const { bundle, showcase } = parseArgs({
    args: [...argv],
    strict: false, // Chromium's switches are none of ours.
    options: { bundle: { type: 'string' }, showcase: { type: 'boolean' } },
  }).values;
  if (bundle === undefined) return { showcase: showcase === true };
  return { bundle: typeof bundle === 'string' ? bundle : '', showcase: showcase === true };
}

/** For another instance of the application beside this one: what this one was told, and the saved results. */
export const showcaseArguments = (argv: readonly string[]): string[] => [...argv, '--showcase'];
