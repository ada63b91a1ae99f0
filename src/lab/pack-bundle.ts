// A history's experiments into a bundle, and a bundle into a history. Neither knows of files.
import type { Bundle, BundleExperiment, BundleStep, Machine } from '../core/bundle/bundle.ts';
import { bundleVersion } from '../core/bundle/bundle.ts';
import { type ColumnOptions, fromColumns, toColumns } from '../core/bundle/columns.ts';
import { ledgerMetrics } from '../core/claims/ledger.ts';
import { trunkIdentity } from '../core/plan.ts';
import { type Point, phaseOfSpec } from '../core/step.ts';
import { LabError } from './failure.ts';
import type { ExperimentRow, History, StepRow } from './ports.ts';

export interface PackOptions extends Pick<ColumnOptions, 'digits' | 'omitted'> {
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly version: string;
  readonly machine: Machine;
}

/**
 * The experiments in the order of `ids`, each once. What is unfinished stays so: nothing runs inside a file, so what was
 * running is interrupted and its experiment paused. Throws `missing` where there is no such experiment.
 */
export function packBundle(history: History, ids: readonly number[], options: PackOptions): Bundle {
  const { created, version, machine, digits, omitted } = options;
  const rows = [...new Set(ids)].map((id) => {
    const row = history.experiment(id);
    if (row === null) throw new LabError('missing', `there is no experiment ${id}`);
    return row;
  });
  const steps = new Map<string, StepRow>();
  for (const { id } of rows) for (const step of history.steps(id)) steps.set(step.key, step);
  const borrowed = borrowedPoints(history, steps);
  const exact = claimMetrics(history, rows);
  return {
    springbackBundle: bundleVersion,
    created,
    version,
    machine,
    digits,
    omitted: [...omitted],
    experiments: rows.map((row) => packExperiment(history, row)),
    steps: [...steps.values()].map((step) => {
      const points = [...history.stepPoints(step.key), ...(borrowed.get(step.key) ?? [])];
      const columns = toColumns(points.sort(byMetricAndUpdate), {
        digits,
        omitted,
        exact: [...(exact.get(step.key) ?? [])],
      });
      return packStep(step, history, columns);
    }),
  };
}

/** By step: what claims read of it. They read nothing of pretraining. */
function claimMetrics(history: History, rows: readonly ExperimentRow[]): Map<string, Set<string>> {
  const exact = new Map<string, Set<string>>();
  for (const { id, schedule } of rows) {
    const metrics = ledgerMetrics(schedule);
    for (const { key, spec } of history.steps(id)) {
      if (phaseOfSpec(spec) === 'pretrain') continue;
      exact.set(key, new Set([...(exact.get(key) ?? []), ...metrics]));
    }
  }
  return exact;
}

const byMetricAndUpdate = (a: Point, b: Point): number =>
  a.metric === b.metric ? a.update - b.update : a.metric < b.metric ? -1 : 1;

function packExperiment(history: History, row: ExperimentRow): BundleExperiment {
  const { id, name, notes, tags, schedule, source, created, priority, error } = row;
  const steps = history.steps(id);
  const places = new Map(steps.map(({ key }, place) => [key, place]));
  return {
    name,
    notes,
    tags: [...tags],
    schedule,
    source: source as BundleExperiment['source'],
    created,
    state: row.state === 'queued' || row.state === 'running' ? 'paused' : row.state,
    priority,
    error,
    plan: {
      steps: steps.map(({ key, parent, base, aligned, updates, tokens }) => ({
        key,
        parent,
        base,
        aligned,
        updates,
        tokens,
      })),
      runs: history
        .runs(id)
        .toSorted((a, b) => a.ordinal - b.ordinal)
        .map(({ values, seed, steps }) => ({
          values: { ...values } as BundleExperiment['plan']['runs'][number]['values'],
          seed,
          steps: steps.map((key) => places.get(key)!),
        })),
    },
  };
}

function packStep(
  { key, spec, state, update, error }: StepRow,
  history: History,
  points: BundleStep['points'],
) {
  const samples = history.stepSamples(key).map((sample) => ({ ...sample }));
  const rests: BundleStep['state'] = state === 'running' ? 'interrupted' : state;
  return { key, spec, state: rests, update, error, points, samples };
}

/**
 * A trunk may go on from one that another experiment trained, whose points are part of its own past. Where that
 * experiment isn't packed, they are told of the shortest packed step of the trunk that reaches as far.
 */
function borrowedPoints(history: History, packed: ReadonlyMap<string, StepRow>): Map<string, Point[]> {
  const trunks = [...packed.values()].filter(({ spec }) => spec.kind === 'trunk');
  const families = Map.groupBy(trunks, ({ spec }) => (spec.kind === 'trunk' ? trunkIdentity(spec) : ''));
  const borrowed = new Map<string, Point[]>();
  for (const [identity, members] of families) {
    const outside = history.trunkKeys(identity).filter((key) => !packed.has(key));
    if (outside.length === 0) continue;
    const rising = members.toSorted((a, b) => a.spec.to - b.spec.to);
    const known = new Set(members.flatMap(({ key }) => history.stepPoints(key).map(placeOf)));
    for (const point of outside.flatMap((key) => history.stepPoints(key))) {
      const heir = rising.find(({ spec }) => spec.to >= point.update);
      if (heir === undefined || known.has(placeOf(point))) continue;
      known.add(placeOf(point));
      const before = borrowed.get(heir.key);
      if (before === undefined) borrowed.set(heir.key, [point]);
      else before.push(point);
    }
  }
  return borrowed;
}

const placeOf = ({ metric, update }: Point): string => `${metric} ${update}`;

/** Fills a history with a bundle's experiments, numbered from 1 in its order where the history is empty. */
export function unpackBundle(bundle: Bundle, history: History): void {
  const steps = new Map(bundle.steps.map((step) => [step.key, step]));
  for (const experiment of bundle.experiments) {
    const { plan, name, notes, tags, source, created, state, priority, error } = experiment;
    const planned = plan.steps.map((step) => ({ ...step, spec: steps.get(step.key)!.spec }));
    const runs = plan.runs.map((run) => ({ ...run, steps: run.steps.map((place) => planned[place]!.key) }));
    const id = history.createExperiment({
      schedule: { ...experiment.schedule, name, notes, tags },
      source,
      folder: '',
      created,
      plan: { steps: planned, runs },
    });
    history.setExperiment(id, { state, priority, error });
  }
  const kept = new Set(bundle.experiments.flatMap(({ plan }) => plan.steps.map(({ key }) => key)));
  for (const { key, state, update, error, points, samples } of bundle.steps) {
    if (!kept.has(key)) continue;
    history.addPoints(key, fromColumns(points), samples, update);
    history.setStep(key, { state, update, error });
  }
}
