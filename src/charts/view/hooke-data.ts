// What the Hooke picture is of (SCIENCE §2): for each arm the stiffness |D|, the elongation ΔKL and their product, of D_p and
// D_a, over unalignment.
import { type HookeProduct, hookeProducts } from '../../core/elasticity/hooke.ts';
import type { ComparedRun, FrozenData } from '../../core/frozen-data.ts';
import type { View } from '../../core/view.ts';
import { type Arrangement, arrangeRuns, type Line } from './arrange-runs.ts';
import { indexSeries, type SeriesIndex, seedInterval, seriesOf } from './curve-lines.ts';

export interface HookeSpring extends HookeProduct {
  /** Of the elongation over seeds, 95 % Student t; null for one seed. */
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}
export interface HookeArm {
  readonly line: Line;
  readonly title: string;
  /** D_p, then D_a. */
  readonly springs: readonly HookeSpring[];
  readonly evenness: number | null;
  readonly runs: readonly number[];
}
export const hookeMetrics = [
  'pretrain.bitsPerToken',
  'positive.bitsPerToken',
  'negative.bitsPerToken',
] as const;

/** The change over a phase, nats per token: cross-entropy stands for KL, whose own entropy cancels. */
function change(
  index: SeriesIndex,
  run: ComparedRun,
  phase: 'align' | 'unalign',
  set: string,
): number | null {
  const mean = seriesOf(index, run, phase, `${set}.bitsPerToken`)?.mean;
  const [first, last] = [mean?.[0], mean?.at(-1)];
  if (first === null || first === undefined || last === null || last === undefined || mean!.length < 2)
    return null;
  return (last - first) * Math.LN2;
}

/** D_a: the responses whose code alignment shortened most. */
function alignedSet(index: SeriesIndex, run: ComparedRun): 'positive' | 'negative' | null {
  const [positive, negative] = (['positive', 'negative'] as const).map((set) =>
    change(index, run, 'align', set),
  );
  if (positive === null || positive === undefined) return null;
  return negative === null || negative === undefined || positive <= negative ? 'positive' : 'negative';
}

/** Tokens that alignment showed, and pretraining. */
function sizes(index: SeriesIndex, run: ComparedRun, set: string): { pretrain: number; align: number } {
  const updates = seriesOf(index, run, 'align', `${set}.bitsPerToken`)?.update.at(-1) ?? 0;
  return { pretrain: run.pretrainTokens, align: updates * (run.tokensPerUpdate.align ?? 0) };
}

interface Measured {
  readonly seed: number;
  readonly id: number;
  readonly pretrain: number;
  readonly aligned: number;
  readonly size: { pretrain: number; align: number };
}

function measure(index: SeriesIndex, run: ComparedRun): Measured | null {
  const set = alignedSet(index, run);
  if (set === null) return null;
  const [pretrain, aligned] = [change(index, run, 'unalign', 'pretrain'), change(index, run, 'unalign', set)];
  const size = sizes(index, run, set);
  if (pretrain === null || aligned === null || !(size.pretrain > 0) || !(size.align > 0)) return null;
  return { seed: run.seed, id: run.id, pretrain, aligned, size };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export function hookeArms(view: View, data: FrozenData): { arrangement: Arrangement; arms: HookeArm[] } {
  const arrangement = arrangeRuns(view, data);
  const index = indexSeries(data);
  const arms = arrangement.panels.flatMap(({ lines, title }) =>
    lines.flatMap((line) => armOf(line, title, index) ?? []),
  );
  return { arrangement, arms };
}

function armOf(line: Line, title: string, index: SeriesIndex): HookeArm | null {
  const measured = line.runs.flatMap((run) => measure(index, run) ?? []);
  if (measured.length === 0) return null;
  const seeds = [...Map.groupBy(measured, ({ seed }) => seed).values()];
  const interval = (of: (one: Measured) => number) => seedInterval(seeds.map((own) => mean(own.map(of))));
  const intervals = [interval((one) => one.pretrain), interval((one) => one.aligned)];
  const { products, evenness } = hookeProducts([
    {
      name: 'D_p',
      size: mean(measured.map(({ size }) => size.pretrain)),
      divergenceChange: intervals[0]!.mean,
    },
    { name: 'D_a', size: mean(measured.map(({ size }) => size.align)), divergenceChange: intervals[1]!.mean },
  ]);
  const springs = products.map((product, i) => {
    const { low, high, n } = intervals[i]!;
    return { ...product, low, high, n };
  });
  return { line, title, springs, evenness, runs: measured.map(({ id }) => id) };
}
