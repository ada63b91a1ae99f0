// What the help of `springback export` teaches. What it does is `export.ts`.
import { homeOf, wholeNumber } from './options.ts';
import type { Add, Does } from './program.ts';

const ids = (text: string, before: number[] | undefined): number[] => [
  ...(before ?? []),
  wholeNumber(1)(text),
];

interface ExportFlags {
  readonly json?: boolean;
  readonly out: string;
  readonly whole?: boolean;
  readonly force?: boolean;
}

export function addExport(add: Add, does: Does): void {
  const command = add('export', 'experiments as one file of measurements, a bundle; --bundle FILE opens it')
    .argument('<id...>', 'numbers of experiments, see "springback list"', ids)
    .requiredOption('--out <file>', 'the bundle to write, such as mine.springback')
    .option(
      '--whole',
      'every metric, to the bit (default: what claims read to the bit, the rest to 7 digits, no per-update rates)',
    )
    .option('--force', 'replace the file if it is there')
    .option('--json', 'as JSON');
  does<ExportFlags>(command, async ([ids], { out, whole, force, json }, command) => {
    const { exportBundle } = await import('./export.ts');
    return exportBundle(ids as number[], {
      home: homeOf(command),
      out,
      whole: whole ?? false,
      force: force ?? false,
      json: json ?? false,
    });
  });
}
