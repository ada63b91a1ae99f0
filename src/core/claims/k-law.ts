// The law of k (SCIENCE §2): in joint training k̂ = −(dγ_a/dl)/(dγ_p/dl) equals |D_p|/|D_a|; and what the same ratio is when
// alignment follows pretraining and unalignment follows alignment, where nothing says that it holds.
import { curvePoints } from '../elasticity/curve.ts';
import { effectiveK } from '../elasticity/effective-k.ts';
import { hookeProducts } from '../elasticity/hooke.ts';
import { mean } from '../elasticity/interval.ts';
import { estimateJointK, type JointEstimate, type JointStage, kLaw } from '../elasticity/joint-k.ts';
import { jointCycle } from '../plan-tuning.ts';
import {
  bySeed,
  type ClaimDraft,
  equalityEstimator,
  neverMeasured,
  seedMeans,
  summaryOf,
} from './estimate.ts';
import type { LedgerChart, LedgerTable } from './ledger-schema.ts';
import { isPlain } from './rebound.ts';
import { alignedExamples } from './return-times.ts';
import { armsOf, type RunView } from './run-views.ts';

const margin = 0.1;

interface JointResult {
  readonly view: RunView;
  readonly seed: number;
  readonly ratio: number;
  readonly estimate: JointEstimate;
}

const jointMetrics = ['joint.pretrainNats', 'joint.alignNats', 'joint.share'] as const;

/** Stages are measured together; the first is the last before D_t. */
function stagesOf(view: RunView): JointStage[] | null {
  const read = (metric: string): Map<number, number> | null => {
    const curve = view.curve('joint', metric);
    return curve === null
      ? null
      : new Map(curvePoints(curve).map(({ update, value }) => [update, value] as const));
  };
  const [pretrain, align, share] = jointMetrics.map(read);
  if (!pretrain || !align || !share) return null;
  const first = view.schedule.joint!.updates;
  return [...share]
    .filter(([update]) => update >= first && pretrain.has(update) && align.has(update))
    .map(([update, l]) => ({
      share: l,
      pretrainNats: pretrain.get(update)!,
      alignNats: align.get(update)!,
    }));
}

function jointResults(views: readonly RunView[]): JointResult[] {
  return views.flatMap((view) => {
    const stages = stagesOf(view);
    if (stages === null || stages.length < 2 || (stages.length - 1) % jointCycle.length !== 0) return [];
    const { seed, schedule } = view;
    return [{ view, seed, ratio: schedule.joint!.ratio, estimate: estimateJointK(stages) }];
  });
}

export function jointLaw(views: readonly RunView[]): ClaimDraft {
  const results = jointResults(views);
  const arms = armsOf(
    results.map(({ view }) => view),
    ['joint', 'joint.ratio'],
  );
  const law = kLaw(results.map(({ seed, ratio, estimate }) => ({ seed, ratio, kHat: estimate.kHat })));
  const missing = jointMetrics.find((metric) => views.every((view) => view.curve('joint', metric) === null));
  const ratios = new Set(results.map(({ ratio }) => ratio));
  const note = missing !== undefined ? neverMeasured(missing, 'joint') : null;
  const excluded = law.excluded.length;
  const deviation = bySeed(results, ({ ratio, estimate: { kHat } }) =>
    kHat === null || kHat <= 0 ? null : Math.log(kHat / ratio),
  );
  return {
    title: 'The law of k',
    statement:
      'A small perturbation changes the compression of the alignment data |D_p|/|D_a| = k times as much as that of the pretraining data, with the opposite sign.',
    estimators: [
      equalityEstimator(
        law.slopes.map(({ slope }) => slope),
        {
          id: 'slope',
          name: 'Slope of ln k̂ on ln k, joint training',
          units: 'ln k̂ per ln k',
          claimed: 'positive',
          center: 1,
          margin,
          note:
            note ??
            (ratios.size < 2
              ? `one ratio only (k = ${[...ratios].join()}): a slope needs two`
              : excluded > 0
                ? `${excluded} runs whose k̂ is not positive are left out`
                : null),
        },
      ),
      equalityEstimator(seedMeans(deviation), {
        id: 'level',
        name: 'Log ratio of k̂ to k, joint training',
        units: 'ln(k̂ / k)',
        claimed: 'positive',
        center: 0,
        margin,
        note,
      }),
    ],
    tables: results.length === 0 ? [] : [jointTable(results)],
    charts: results.length === 0 ? [] : [jointChart(results, arms)],
    notes: [
      signNote(results),
      ...(excluded > 0
        ? [
            `${excluded} of ${results.length} runs have a k̂ that is not positive: they speak against the law and have no logarithm.`,
          ]
        : []),
      'At a stationary point of the joint loss the law holds for any smooth model; this tests that the training gets there and that γ moves as the theorem says.',
    ],
    paper: [],
  };
}

function signNote(results: readonly JointResult[]): string {
  const opposite = results.filter(({ estimate: { kHat } }) => kHat !== null && kHat > 0).length;
  return `γ of D_a and of D_p move with opposite signs (the published form, k̂ > 0) in ${opposite} of ${results.length} runs, with the same sign (the review copy's form) in ${results.length - opposite}.`;
}

/** How far γ moves in one stage per unit of l, whichever way, the mean over a run's cycles. */
const push = ({ estimate: { cycles } }: JointResult, key: 'alignSlope' | 'pretrainSlope'): number =>
  mean(cycles.map((cycle) => Math.abs(cycle[key])));

function jointTable(results: readonly JointResult[]): LedgerTable {
  const ratios = [...new Set(results.map(({ ratio }) => ratio))].sort((a, b) => a - b);
  return {
    id: 'k',
    title: 'k̂ at every k, joint training',
    columns: ['k', 'k̂ (geometric mean)', 'low', 'high', '|dγ_a/dl|', '|dγ_p/dl|', 'n'],
    rows: ratios.map((k) => {
      const own = results.filter(({ ratio }) => ratio === k);
      const logs = summaryOf(
        bySeed(own, ({ estimate: { kHat } }) => (kHat === null || kHat <= 0 ? null : Math.log(kHat))),
      );
      const exp = (value: number | null): number | null => (value === null ? null : Math.exp(value));
      const average = (key: 'alignSlope' | 'pretrainSlope') =>
        summaryOf(bySeed(own, (result) => push(result, key))).mean;
      return [
        k,
        exp(logs.mean),
        exp(logs.low),
        exp(logs.high),
        average('alignSlope'),
        average('pretrainSlope'),
        logs.n,
      ];
    }),
    note: 'Intervals: 95 % Student of log k̂ over seeds. Slopes in nats per token per unit of l.',
  };
}

function jointChart(
  results: readonly JointResult[],
  arms: readonly { name: string; runs: readonly RunView[] }[],
): LedgerChart {
  const ratios = [...new Set(results.map(({ ratio }) => ratio))].sort((a, b) => a - b);
  return {
    type: 'trend',
    title: 'k̂ against k, joint training',
    xName: 'k = |D_p| / |D_a| (log scale)',
    yName: 'ln k̂',
    xScale: 'log',
    lines: arms.map(({ name, runs }) => ({
      name,
      points: ratios.flatMap((k) => {
        const own = results.filter(({ ratio, view }) => ratio === k && runs.includes(view));
        const logs = summaryOf(
          bySeed(own, ({ estimate: { kHat } }) => (kHat === null || kHat <= 0 ? null : Math.log(kHat))),
        );
        return logs.n === 0 ? [] : [{ x: k, label: String(k), ...logs }];
      }),
    })),
    references: [{ name: 'the law: k̂ = k', points: ratios.map((k) => [k, Math.log(k)]) }],
  };
}

/** Tokens of D_p over tokens of D_a as they were shown; a row of alignment is up to `context` tokens, so k is a bound. */
const nominalK = (view: RunView): number =>
  view.schedule.pretrain.tokens / (alignedExamples(view) * view.schedule.model.context);

interface Sequential {
  readonly view: RunView;
  readonly seed: number;
  readonly update: number;
  readonly k: number | null;
  readonly nominal: number;
}

function sequentialOf(view: RunView): Sequential | null {
  const own = view.schedule.align?.toward ?? 'positive';
  const [align, pretrain] = [view.curve('unalign', `${own}.gamma`), view.curve('unalign', 'pretrain.gamma')];
  const nominal = nominalK(view);
  if (align === null || pretrain === null || !(nominal > 0)) return null;
  const at = new Map(curvePoints(pretrain).map(({ update, value }) => [update, value]));
  const points = curvePoints(align).flatMap(({ update, value }) =>
    at.has(update) ? [{ update, alignGamma: value, pretrainGamma: at.get(update)! }] : [],
  );
  const found = effectiveK(points)[0];
  return found === undefined ? null : { view, seed: view.seed, ...found, nominal };
}

/** `views` of an experiment with alignment and unalignment. */
export function sequentialLaw(all: readonly RunView[]): ClaimDraft {
  const views = all.filter(isPlain);
  const found = views.map(sequentialOf).filter((one) => one !== null);
  const ratio = bySeed(found, ({ k, nominal }) => (k === null ? null : k / nominal));
  return {
    title: 'The law of k, one phase after another',
    statement:
      'The first steps of unalignment change the compression of the alignment data |D_p|/|D_a| = k times as much as that of the pretraining data, with the opposite sign.',
    estimators: [
      equalityEstimator(seedMeans(ratio), {
        id: 'sequential',
        name: 'Ratio of the effective k at the first measured update to k',
        units: 'k_eff / k',
        claimed: 'positive',
        center: 1,
        margin,
        note: found.length === 0 ? neverMeasured('pretrain.gamma', 'unalign') : null,
      }),
    ],
    tables: [sequentialTable(found), hookeTable(views)].filter(({ rows }) => rows.length > 0),
    charts: [],
    notes: [
      'The theorem is of joint training. In phases that follow each other, as in the paper’s experiments, it need not hold; no experiment of the paper estimates k.',
      'k counts tokens shown: pretraining tokens over alignment examples times the context.',
    ],
    paper: [],
  };
}

function sequentialTable(found: readonly Sequential[]): LedgerTable {
  const arms = armsOf(
    found.map(({ view }) => view),
    [],
  );
  return {
    id: 'effective-k',
    title: 'Effective k of unalignment',
    columns: ['arm', 'k', 'at update', 'k_eff (mean)', 'low', 'high', 'n'],
    rows: arms.map(({ name, runs }) => {
      const own = found.filter(({ view }) => runs.includes(view));
      const { mean: centre, low, high, n } = summaryOf(bySeed(own, ({ k }) => k));
      return [name, own[0]!.nominal, own[0]!.update, centre, low, high, n];
    }),
    note: '−Δγ of the alignment data over Δγ of the pretraining data since the aligned model; negative where both get worse together.',
  };
}

const sets = ['pretrain', 'positive', 'negative'] as const;

/** |D_i| · ΔKL_i at the end of unalignment: the paper's elastic invariant says that they are equal. */
function hookeTable(views: readonly RunView[]): LedgerTable {
  const rows = armsOf(views, []).flatMap(({ name, runs }) => {
    const changes = sets.map((set) => {
      const seen = runs.flatMap((view) => {
        const curve = view.curve('unalign', `${set}.bitsPerToken`);
        const points = curve === null ? [] : curvePoints(curve);
        return points.length < 2 ? [] : [(points.at(-1)!.value - points[0]!.value) * Math.LN2];
      });
      return seen.length === 0 ? null : mean(seen);
    });
    if (changes.some((change) => change === null)) return [];
    const { products, evenness } = hookeProducts(
      sets.map((set, i) => ({
        name: set,
        size: sizeOf(runs[0]!, set),
        divergenceChange: changes[i]!,
      })),
    );
    return products.map(({ name: set, size, divergenceChange, product }) => [
      name,
      set,
      size,
      divergenceChange,
      product,
      evenness,
    ]);
  });
  return {
    id: 'hooke',
    title: 'The Hooke view: size times change of divergence over unalignment',
    columns: ['arm', 'data', 'tokens', 'ΔKL (nats per token)', 'product', 'smallest / largest'],
    rows,
    note: 'Held-out cross-entropy stands for KL to each set: its own entropy cancels. Equal forces would give a last column of 1.',
  };
}

function sizeOf({ schedule }: RunView, set: (typeof sets)[number]): number {
  if (set === 'pretrain') return schedule.pretrain.tokens;
  const phase = schedule.align?.toward === set ? schedule.align : schedule.unalign;
  return phase === undefined ? 0 : phase.examples * phase.epochs * schedule.model.context;
}
