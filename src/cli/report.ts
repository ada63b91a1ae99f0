// `springback report EXPERIMENT --out FILE`: gathers what the report page shows and writes it.
import { writeFileSync } from 'node:fs';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import type { CommandOutput, Series } from '../contract/window.ts';
import { inputError } from '../core/errors.ts';
import type { PhaseName } from '../core/schedule.ts';
import { numericsVersion } from '../core/step.ts';
import { packageVersion } from '../host/package-root.ts';
import type { Lab } from '../lab/lab.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import { reading } from './look.ts';
import { result } from './output.ts';
import { type ReportInput, reportPage } from './report-page.ts';
import { bytes } from './text.ts';

export interface ReportOptions {
  readonly home: string;
  readonly out: string;
}

export function report(id: number, { home, out }: ReportOptions): Promise<ExitCode> {
  return reading(home, async (lab) => {
    const page = reportPage(await gather(lab, id));
    try {
      writeFileSync(out, page);
    } catch (error) {
      throw inputError('--out', `${out} cannot be written: ${(error as Error).message}`);
    }
    result(`Wrote ${out} (${bytes(Buffer.byteLength(page))})`);
    return exitCodes.done;
  });
}

const losses: readonly PhaseName[] = ['pretrain', 'align', 'unalign', 'transfer', 'joint'];

async function gather(lab: Lab, id: number): Promise<ReportInput> {
  const experiment = await lab.dispatch('experiment.get', { id });
  const ledger = await lab.dispatch('experiment.claims', { id });
  const metric = metricOf(experiment.schedule);
  const series = (name: string, phases: PhaseName[], buckets: number): Promise<Series[]> =>
    lab.dispatch('experiment.series', { id, metric: name, phases, buckets });
  const behaviour = await series(metric, ['align', 'unalign'], 600);
  const trained = [];
  for (const phase of losses) {
    trained.push({ phase, series: await series('train.loss', [phase], 150) });
  }
  const walksBack = behaviour.some(({ phase }) => phase === 'unalign');
  return {
    experiment,
    ledger,
    metric,
    behaviour: walksBack ? behaviour : [],
    losses: trained,
    about: aboutOf(experiment),
    date: new Date().toISOString(),
  };
}

function metricOf(schedule: unknown): string {
  const { metric } = schedule as { metric?: unknown };
  return typeof metric === 'string' ? metric : 'behaviour.logOdds';
}

function aboutOf({ schedule, summary }: CommandOutput<'experiment.get'>): ReportInput['about'] {
  const { device } = schedule as { device?: unknown };
  const [cpu] = cpus();
  return [
    ['Springback', packageVersion()],
    ['numerics', String(numericsVersion)],
    ['Node', process.versions.node],
    ['device', typeof device === 'string' ? device : 'cpu'],
    [
      'machine of this report',
      `${cpu?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${bytes(totalmem())} memory`,
    ],
    ['system', `${platform()} ${release()} ${arch()}`],
    ['submitted', summary.created],
    ['command', 'springback run schedule.json, with the schedule below'],
  ];
}
