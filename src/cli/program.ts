// The commands of `springback` and what their help teaches. What they do is in the files beside this one, which are
// loaded only when their command is run.
import { Command, Option } from 'commander';
import { type PhaseName, phaseNames } from '../core/schedule.ts';
import { packageVersion } from '../host/package-root.ts';
import { addClaims } from './claim-commands.ts';
import { addCompression } from './compression-commands.ts';
import { addExport } from './export-command.ts';
import { bundleOf, type CommonOptions, commonOptions, homeOf, wholeNumber } from './options.ts';
import { addDecks } from './present-command.ts';

const examples = `
Examples:
  springback run resources/schedules/quickstart.json     train it; Ctrl-C pauses, the same command goes on
  springback estimate my-schedule.json                   what it would cost, training nothing
  springback list                                        the experiments of this data folder
  springback compare 1 --group model.width               score per model width, with 95 % intervals
  springback compare 1 --group pretrain.tokens --svg elasticity.svg
  springback claims 1                                    what it says to each of the paper's claims
  springback report 1 --out report.html                  all of it as one file, charts and tables included
  springback export 1 2 --out mine.springback            measurements as one file, for another machine
  springback import mine.springback                      take such a file into the history; nothing is overwritten
  springback list --showcase                             saved results, read-only; also --bundle FILE
  springback deck 1 --html talk.html                     a deck as one file, for any browser
  springback serve --open                                the workbench in the browser
  springback doctor                                      which devices this machine has, and why not others

Results go to stdout, progress to stderr. Exit codes: 0 done, 1 failed, 2 wrong usage or input, 130 interrupted.`;

const id = (text: string): number => wholeNumber(1)(text);
const ids = (text: string, before: number[] | undefined): number[] => [...(before ?? []), id(text)];
const workers = new Option('--workers <n>', 'trainers at once (default: one per core)').argParser(
  wholeNumber(1),
);
const json = ['--json', 'as JSON'] as const;

/** `exit` is called with the code of the command that was run. */
export function createProgram(exit: (code: number) => void): Command {
  const program = new Command('springback')
    .description('Trains small language models, aligns and unaligns them, and measures how they spring back.')
    .version(packageVersion())
    .option(
      '--home <dir>',
      'data folder (default: SPRINGBACK_HOME, or the place your system keeps such data)',
    )
    .option('--bundle <file>', 'read a bundle in place of the data folder; nothing is trained or changed')
    .option('--showcase', 'read the bundle of results that comes with Springback')
    .addOption(workers)
    .addHelpText('after', examples)
    .showHelpAfterError('(springback --help tells more)')
    .exitOverride();
  const add = (line: string, description: string): Command =>
    program.command(line).description(description).exitOverride();
  const does = <Options>(
    command: Command,
    work: (args: unknown[], options: Options, command: Command) => Promise<number>,
  ) =>
    command.action(async (...given: unknown[]) => {
      exit(await work(given.slice(0, -2), command.opts() as Options, command));
    });
  addTraining(add, does);
  addLooking(add, does);
  addClaims(add, does);
  addCompression(add, does);
  addMachine(add, does);
  addDecks(add, does);
  return program;
}

export type Add = (line: string, description: string) => Command;
export type Does = <Options>(
  command: Command,
  work: (args: unknown[], options: Options, command: Command) => Promise<number>,
) => Command;
interface Json {
  readonly json?: boolean;
}

function addTraining(add: Add, does: Does): void {
  const run = add('run <file>', 'train a schedule to its end; what is trained already is not trained again')
    .addOption(workers)
    .option('--json', 'events as JSON, one a line')
    .addHelpText(
      'after',
      '\nCtrl-C writes checkpoints and ends; the same command goes on from there, with the same result to the bit.',
    );
  does<Json>(run, async ([file], options, command) => {
    const { workers } = commonOptions(command);
    const { run } = await import('./run.ts');
    const shared = { home: homeOf(command), json: options.json ?? false };
    return run(file as string, workers === undefined ? shared : { ...shared, workers });
  });
  const words = {
    pause: 'checkpoint an experiment and let it rest',
    resume: 'go on with a paused, cancelled or failed experiment',
    cancel: 'end an experiment; what is finished stays',
  };
  for (const verb of ['pause', 'resume', 'cancel'] as const) {
    does(addWithId(add, verb, words[verb]), async ([id], _options, command) => {
      const { steer } = await import('./steer.ts');
      return steer(homeOf(command), verb, id as number);
    });
  }
}

const addWithId = (add: Add, name: string, description: string): Command =>
  add(name, description).argument('<id>', 'number of the experiment, see "springback list"', id);

function addLooking(add: Add, does: Does): void {
  does<Json>(
    add('list', 'the experiments, newest first').option(...json),
    async (_args, options, command) => {
      const { list } = await import('./look.ts');
      return list(homeOf(command), options.json ?? false);
    },
  );
  does<Json>(
    addWithId(add, 'show', 'an experiment and its runs').option(...json),
    async ([id], options, command) => {
      const { show } = await import('./look.ts');
      return show(homeOf(command), id as number, options.json ?? false);
    },
  );
  const estimate = add('estimate <file>', 'what a schedule would cost: steps, tokens, time, disk').option(
    ...json,
  );
  does<Json>(estimate, async ([file], options, command) => {
    const { estimate } = await import('./look.ts');
    return estimate(homeOf(command), file as string, options.json ?? false);
  });
  addCompare(add, does);
  addExport(add, does);
}

interface CompareFlags extends Json {
  readonly metric?: string;
  readonly phase: PhaseName;
  readonly group?: string;
  readonly against?: string;
  readonly csv?: boolean;
  readonly svg?: string;
}

function addCompare(add: Add, does: Does): void {
  const command = add('compare', 'a metric along the updates of a phase, per value of an axis')
    .argument('<id...>', 'numbers of experiments, see "springback list"', ids)
    .option('--metric <name>', "such as behaviour.score, kl.toBase (default: the schedule's own)")
    .addOption(new Option('--phase <name>', 'phase').choices(phaseNames).default('unalign'))
    .option(
      '--group <path>',
      'axis, such as model.width (default: the first; with several ids the experiment)',
    )
    .option(
      '--against <metric>',
      'compare where runs have gone equally far by this metric, such as weights.toAligned, not at equal updates',
    )
    .option('--csv', 'as CSV')
    .option(...json)
    .option('--svg <file>', 'also draw the elasticity chart')
    .addHelpText(
      'after',
      '\nMeans are over seeds, intervals are 95 % of Student’s t, n is the number of seeds.',
    );
  does<CompareFlags>(command, async ([ids], { csv, json, metric, group, against, svg, phase }, command) => {
    const { compare } = await import('./compare.ts');
    return compare(ids as number[], {
      home: homeOf(command),
      phase,
      csv: csv ?? false,
      json: json ?? false,
      ...(metric === undefined ? {} : { metric }),
      ...(group === undefined ? {} : { group }),
      ...(against === undefined ? {} : { against }),
      ...(svg === undefined ? {} : { svg }),
    });
  });
}

function addMachine(add: Add, does: Does): void {
  const serve = add('serve', 'the workbench in a browser on this machine')
    .addOption(workers)
    .option('--port <n>', 'port (default: any free one)', wholeNumber(0))
    .option('--quickstart-if-empty', 'train the quickstart where the history is empty')
    .option('--open', 'open the browser')
    .option('--json', 'the address as JSON');
  does<ServeFlags>(serve, async (_args, options, command) => {
    const { serve } = await import('./serve.ts');
    const bundle = bundleOf(command);
    const place = bundle === null ? ['--home', homeOf(command)] : ['--bundle', bundle];
    return serve(serveArguments(options, place, commonOptions(command)));
  });
  does<Json>(
    add('doctor', 'what this machine can train on').option(...json),
    async (_args, options, command) => {
      const { doctor } = await import('./doctor.ts');
      return doctor(homeOf(command), options.json ?? false);
    },
  );
  addBackups(add, does);
  addBench(add, does);
}

function addBackups(add: Add, does: Does): void {
  does<Json & { list?: boolean; delete?: string }>(
    add('backup', 'a copy of the history beside it, now; kept until you delete it')
      .option('--list', 'only tell of the backups that are there')
      .option('--delete <file>', 'delete one of them')
      .option(...json),
    async (_args, { list, json, delete: file }, command) => {
      const { backUp, deleteBackup } = await import('./backup.ts');
      if (file !== undefined) return deleteBackup(homeOf(command), file);
      return backUp(homeOf(command), { list: list ?? false, json: json ?? false });
    },
  );
  does(
    add('restore <file>', 'put a backup in the place of the history, which is kept aside'),
    async ([file], _options, command) => {
      const { restore } = await import('./backup.ts');
      return restore(homeOf(command), String(file));
    },
  );
}

interface ServeFlags extends Json {
  readonly port?: number;
  readonly quickstartIfEmpty?: boolean;
  readonly open?: boolean;
}

function serveArguments(options: ServeFlags, place: readonly string[], { workers }: CommonOptions): string[] {
  const args = [...place];
  if (workers !== undefined) args.push('--workers', String(workers));
  if (options.port !== undefined) args.push('--port', String(options.port));
  if (options.quickstartIfEmpty) args.push('--quickstart-if-empty');
  if (options.open) args.push('--open');
  if (options.json) args.push('--json');
  return args;
}

interface BenchFlags extends Json {
  readonly family: 'llama' | 'gpt2';
  readonly width: number;
  readonly layers: number;
  readonly context: number;
  readonly batch: number;
  readonly seconds: number;
}

function addBench(add: Add, does: Does): void {
  const command = add('bench', 'how fast this machine trains a model, beside its rate of matrix products')
    .addOption(new Option('--family <name>', 'model').choices(['llama', 'gpt2']).default('llama'))
    .option('--width <n>', 'model width', wholeNumber(1), 64)
    .option('--layers <n>', 'layers', wholeNumber(1), 4)
    .option('--context <n>', 'tokens of a sequence', wholeNumber(4), 64)
    .option('--batch <n>', 'sequences of an update', wholeNumber(1), 32)
    .option('--seconds <n>', 'time to train', wholeNumber(1), 5)
    .option(...json);
  does<BenchFlags>(command, async (_args, options) => {
    const { bench } = await import('./bench.ts');
    return bench({ ...options, json: options.json ?? false });
  });
}
