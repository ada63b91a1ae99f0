// A finished run as the claims read it: its own resolved schedule, its curves by phase and metric, and behaviour turned so
// that what alignment was toward is up.
import { resolveSchedule } from '../axes.ts';
import { canonicalJson } from '../canonical-json.ts';
import { type Curve, curvePoints } from '../elasticity/curve.ts';
import type { PhaseName, Schedule } from '../schedule.ts';

export interface ClaimCurve {
  readonly phase: PhaseName;
  readonly metric: string;
  readonly update: readonly number[];
  readonly value: readonly (number | null)[];
}
export interface ClaimRun {
  readonly run: number;
  readonly seed: number;
  /** Axis values by path. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Only `finished` runs are used. */
  readonly state: string;
  readonly curves: readonly ClaimCurve[];
}
export interface ClaimInput {
  readonly schedule: Schedule;
  readonly runs: readonly ClaimRun[];
}

export interface RunView {
  readonly run: number;
  readonly seed: number;
  readonly values: Readonly<Record<string, unknown>>;
  readonly schedule: Schedule;
  /** Null where the metric was never measured in the phase. Tuning phases carry the examples seen. */
  curve(phase: PhaseName, metric: string): Curve | null;
  /** Behaviour, mirrored where alignment was toward negative. */
  behaviour(phase: 'align' | 'unalign', scale: BehaviourScale): Curve | null;
  /** θ0's behaviour, mirrored alike. */
  base(scale: BehaviourScale): number | null;
}
export type BehaviourScale = 'score' | 'logOdds';

export const finishedRuns = (runs: readonly ClaimRun[]): ClaimRun[] =>
  runs.filter(({ state }) => state === 'finished');

export function viewRuns({ schedule, runs }: ClaimInput): RunView[] {
  const resolved = new Map<string, Schedule>();
  return finishedRuns(runs).map((run) => {
    const key = canonicalJson(run.values);
    const own = resolved.get(key) ?? resolveSchedule(schedule, run.values);
    resolved.set(key, own);
    return viewRun(run, own);
  });
}

function viewRun(run: ClaimRun, schedule: Schedule): RunView {
  const { seed, values } = run;
  const mirrored = schedule.align?.toward === 'negative';
  const curve = (phase: PhaseName, metric: string): Curve | null => {
    const found = run.curves.find((one) => one.phase === phase && one.metric === metric);
    if (found === undefined || !found.value.some((value) => value !== null && Number.isFinite(value)))
      return null;
    return {
      update: found.update,
      value: found.value.map((value) => value ?? Number.NaN),
      ...examplesSeen(schedule, phase, found.update),
    };
  };
  const behaviour: RunView['behaviour'] = (phase, scale) => {
    const found = curve(phase, `behaviour.${scale}`);
    if (found === null || !mirrored) return found;
    return { ...found, value: found.value.map((value) => (scale === 'score' ? 1 - value : -value)) };
  };
  const base: RunView['base'] = (scale) => {
    const found = behaviour('align', scale) ?? behaviour('unalign', scale);
    const first = found === null ? undefined : curvePoints(found)[0];
    return first === undefined || first.update !== 0 ? null : first.value;
  };
  return { run: run.run, seed, values, schedule, curve, behaviour, base };
}

/** Examples seen at each update; a last batch may be smaller than the others. */
function examplesSeen(
  schedule: Schedule,
  phase: PhaseName,
  update: readonly number[],
): { examples?: number[] } {
  if (phase !== 'align' && phase !== 'unalign' && phase !== 'realign') return {};
  const config = schedule[phase];
  if (config === undefined) return {};
  const all = config.examples * config.epochs;
  return { examples: update.map((at) => Math.min(at * config.batch, all)) };
}

/** What tells a run from others of its seed, some axes left out: equal for runs to be compared along those axes. */
export const armOf = ({ values }: Pick<RunView, 'values'>, without: readonly string[]): string =>
  canonicalJson(Object.fromEntries(Object.entries(values).filter(([path]) => !without.includes(path))));

/** An arm in words: `width 32, prior π 0.54`; 'all runs' where no axis is left. */
export function armName({ values }: Pick<RunView, 'values'>, without: readonly string[]): string {
  const parts = Object.entries(values).filter(([path]) => !without.includes(path));
  if (parts.length === 0) return 'all runs';
  return parts.map(([path, value]) => `${shortNames[path] ?? path} ${valueName(value)}`.trim()).join(', ');
}

const shortNames: Readonly<Record<string, string>> = {
  corpus: '',
  align: '',
  unalign: '',
  pretrain: '',
  model: '',
  'align.examples': 'n+',
  'align.rate': 'alignment rate',
  'unalign.rate': 'unalignment rate',
  'model.width': 'width',
  'model.layers': 'layers',
  'pretrain.tokens': 'tokens',
  'corpus.positive': 'π',
};

function valueName(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  return Object.entries(value)
    .map(([name, inner]) => (name === 'kind' ? valueName(inner) : `${name} ${valueName(inner)}`))
    .join(' ');
}

export interface Arm {
  readonly name: string;
  readonly runs: readonly RunView[];
}
export function armsOf(views: readonly RunView[], without: readonly string[]): Arm[] {
  return [...Map.groupBy(views, (view) => armOf(view, without)).values()].map((runs) => ({
    name: armName(runs[0]!, without),
    runs,
  }));
}
export const seedsOf = (views: readonly RunView[]): number[] => [...new Set(views.map(({ seed }) => seed))];
