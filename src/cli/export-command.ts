// What the help of `springback export` and `springback import` teaches. What they do is `export.ts` and `import.ts`.
import { Option } from 'commander';
import type { Along } from './export.ts';
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
  readonly checkpoints?: boolean;
  readonly views: Along;
  readonly decks: Along;
  readonly force?: boolean;
}

export function addExport(add: Add, does: Does): void {
  const which = (name: string): Option =>
    new Option(
      `--${name} <which>`,
      `${name} that go along: those that show only these experiments, all, none`,
    )
      .choices(['theirs', 'all', 'none'])
      .default('theirs');
  const command = add(
    'export',
    'experiments as one file, a bundle; --bundle FILE opens it, "import" takes it in',
  )
    .argument('<id...>', 'numbers of experiments, see "springback list"', ids)
    .requiredOption('--out <file>', 'the bundle to write, such as mine.springback')
    .option(
      '--whole',
      'every metric, to the bit (default: what claims read to the bit, the rest to 7 digits, no per-update rates)',
    )
    .option(
      '--checkpoints',
      'with the checkpoints, so that another machine can go on from them; implies --whole',
    )
    .addOption(which('views'))
    .addOption(which('decks'))
    .option('--force', 'replace the file if it is there')
    .option('--json', 'as JSON');
  does<ExportFlags>(
    command,
    async ([ids], { out, whole, checkpoints, views, decks, force, json }, command) => {
      const { exportBundle } = await import('./export.ts');
      return exportBundle(ids as number[], {
        home: homeOf(command),
        out,
        whole: (whole ?? false) || (checkpoints ?? false),
        checkpoints: checkpoints ?? false,
        views,
        decks,
        force: force ?? false,
        json: json ?? false,
      });
    },
  );
  addImport(add, does);
}

interface ImportFlags {
  readonly json?: boolean;
  readonly rename?: boolean;
}

function addImport(add: Add, does: Does): void {
  const command = add(
    'import <file>',
    'take the experiments of a bundle into the history: all of it, or nothing',
  )
    .option('--rename', 'give an experiment whose name is taken a free one (default: refuse)')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nNothing here is overwritten; what is here already is skipped. Unfinished experiments rest until they are resumed.',
    );
  does<ImportFlags>(command, async ([file], { rename, json }, command) => {
    const { importFile } = await import('./import.ts');
    return importFile(file as string, {
      home: homeOf(command),
      onConflict: rename ? 'rename' : 'refuse',
      json: json ?? false,
    });
  });
}
