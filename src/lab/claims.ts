// The claim ledger of an experiment, from what the history holds of its finished runs.
import { claimLedger, type FitMemory, fitNext, ledgerMetrics } from '../core/claims/ledger.ts';
import type { Ledger } from '../core/claims/ledger-schema.ts';
import type { ClaimCurve, ClaimInput, ClaimRun } from '../core/claims/run-views.ts';
import type { PhaseName } from '../core/schedule.ts';
import type { HostPorts } from './ports.ts';
import { summariseRun } from './progress.ts';
import type { Experiment, Records } from './records.ts';

/** Points of a series as they were measured: no phase of a claim has more. */
const unreduced = 4000;
const phases: readonly PhaseName[] = ['align', 'unalign', 'transfer', 'joint'];

interface Known {
  /** Which runs were finished. */
  readonly finished: string;
  readonly ledger: Promise<Ledger>;
  readonly fits: FitMemory;
}

export class Claims {
  private readonly ports: Pick<HostPorts, 'history' | 'after'>;
  private readonly records: Records;
  /** The last ledger of each experiment: good until another of its runs is finished. */
  private readonly known = new Map<number, Known>();

  constructor(ports: Pick<HostPorts, 'history' | 'after'>, records: Records) {
    this.ports = ports;
    this.records = records;
  }

  /** Throws `missing` where there is no such experiment. */
  of(id: number): Promise<Ledger> {
    const experiment = this.records.experiment(id);
    const states = this.statesOf(experiment);
    const finished = [...states].filter(([, state]) => state === 'finished').join();
    const before = this.known.get(id);
    if (before !== undefined && before.finished === finished) return before.ledger;
    const fits: FitMemory = before?.fits ?? new Map();
    const input = { schedule: experiment.row.schedule, runs: this.runsOf(experiment, states) };
    const ledger = this.reckon(input, fits);
    this.known.set(id, { finished, ledger, fits });
    ledger.catch(() => this.known.delete(id));
    return ledger;
  }

  /** A host has other things to do: it is let go on after every fit. */
  private async reckon(input: ClaimInput, fits: FitMemory): Promise<Ledger> {
    while (fitNext(input, fits)) await new Promise<void>((resolve) => void this.ports.after(0, resolve));
    return claimLedger(input, fits);
  }

  private statesOf({ row, runs }: Experiment): Map<number, string> {
    return new Map(
      runs.map((run) => [run.id, summariseRun(run, row, (key) => this.records.step(key)).state]),
    );
  }

  private runsOf({ row, runs }: Experiment, states: ReadonlyMap<number, string>): ClaimRun[] {
    const curves = this.curvesOf(row.id, ledgerMetrics(row.schedule), phasesOf(row.schedule));
    return runs.map(({ id, seed, values }) => ({
      run: id,
      seed,
      values,
      state: states.get(id)!,
      curves: curves.get(id) ?? [],
    }));
  }

  private curvesOf(
    id: number,
    metrics: readonly string[],
    wanted: readonly PhaseName[],
  ): Map<number, ClaimCurve[]> {
    const byRun = new Map<number, ClaimCurve[]>();
    for (const metric of metrics) {
      for (const series of this.ports.history.series(id, { metric, phases: wanted, buckets: unreduced })) {
        const { run, phase, update, mean: value } = series;
        const curve = { phase, metric, update, value };
        const before = byRun.get(run);
        if (before === undefined) byRun.set(run, [curve]);
        else before.push(curve);
      }
    }
    return byRun;
  }
}

const phasesOf = (schedule: Partial<Record<PhaseName, unknown>>): PhaseName[] =>
  phases.filter((phase) => schedule[phase] !== undefined);
