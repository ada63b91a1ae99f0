// Expands a schedule into a plan: a directed acyclic graph of steps, each named by a hash of all that decides its
// result, and the runs that are paths through it. What two runs share is one step.
import { type AxisValues, axisPaths, combinations, resolveSchedule } from './axes.ts';
import { canonicalJson, hashOf } from './canonical-json.ts';
import { fullModel, modelParameters } from './model-shape.ts';
import { tuningPath, tuningUpdates } from './plan-tuning.ts';
import { type CommonSpec, plannedStep, rising } from './planned-step.ts';
import { withRates } from './rates.ts';
import type { PretrainConfig, Schedule } from './schedule.ts';
import { numericsVersion, type Plan, type PlannedRun, type PlannedStep, type StepSpec } from './step.ts';

type TrunkSpec = Extract<StepSpec, { kind: 'trunk' }>;

export interface PlanOptions {
  /** SHA-256 of the contents of a schedule's corpus files, '' for a grammar. Asked once per distinct corpus and tokenizer. */
  readonly corpusKey: string | ((schedule: Schedule) => string);
}

/**
 * Expands axes × seeds. Seeds are outermost, so the whole grid is seen early with one seed; within a seed smaller
 * models come first, then less pretraining, then less alignment. Steps are in the order in which the runs need them:
 * parents before children, and one run is complete before the next begins.
 */
export function planSchedule(schedule: Schedule, options: PlanOptions): Plan {
  const corpusKey = rememberCorpusKeys(options.corpusKey);
  const combos = combinations(schedule, axisPaths(schedule))
    .map((values) => ({ values, resolved: withRates(resolveSchedule(schedule, values)) }))
    .sort((a, b) => compareSizes(a.resolved, b.resolved));
  const trunks = new Trunks();
  const drafts = schedule.seeds.flatMap((seed) =>
    combos.map(({ values, resolved }) =>
      draftRun({ values, seed, resolved, corpusKey: corpusKey(resolved) }, trunks),
    ),
  );
  const steps = new Map<string, PlannedStep>();
  const runs = drafts.map((draft) => planRun(draft, trunks, steps));
  return { steps: [...steps.values()], runs };
}

/** Equal for trunks that are the same training to different lengths. */
export function trunkIdentity({ to: _to, evaluateAt: _evaluateAt, ...rest }: TrunkSpec): string {
  return hashOf(rest);
}

/**
 * Updates after which a trunk is measured: the powers of two from 16, and its end. They depend on its length alone, so
 * schedules that measure elsewhere still share it.
 */
export function trunkEvaluations(to: number): number[] {
  const updates: number[] = [];
  for (let update = 16; update < to; update *= 2) updates.push(update);
  return to > 0 ? [...updates, to] : [];
}

/** ceil(tokens / (batch · context)). */
export const pretrainUpdates = ({ tokens, batch }: PretrainConfig, context: number): number =>
  Math.ceil(tokens / (batch * context));

function rememberCorpusKeys(corpusKey: PlanOptions['corpusKey']): (schedule: Schedule) => string {
  if (typeof corpusKey === 'string') return () => corpusKey;
  const known = new Map<string, string>();
  return (schedule) => {
    const config = canonicalJson([schedule.corpus, schedule.tokenizer]);
    const key = known.get(config) ?? corpusKey(schedule);
    known.set(config, key);
    return key;
  };
}

/** Smaller first. The vocabulary is not known here and is the same for all, so embeddings count for little: 0 of it. */
function compareSizes(a: Schedule, b: Schedule): number {
  const sizes = ({ model, pretrain, align, unalign, realign }: Schedule): number[] => [
    modelParameters(model, 0),
    pretrainUpdates(pretrain, model.context),
    ...[align, unalign, realign].map((phase) => (phase === undefined ? 0 : tuningUpdates(phase))),
  ];
  const [left, right] = [sizes(a), sizes(b)];
  for (const [i, size] of left.entries()) if (size !== right[i]) return size - right[i]!;
  return 0;
}

interface RunDraft {
  readonly values: AxisValues;
  readonly seed: number;
  readonly resolved: Schedule;
  readonly common: CommonSpec;
  readonly identity: string;
  /** Update at which the cool-down leaves the trunk, and at which it ends. */
  readonly from: number;
  readonly to: number;
}

function draftRun(
  run: { values: AxisValues; seed: number; resolved: Schedule; corpusKey: string },
  trunks: Trunks,
): RunDraft {
  const { values, seed, resolved, corpusKey } = run;
  const { device, corpus, tokenizer, model, evaluation, pretrain } = resolved;
  const common: CommonSpec = {
    numerics: numericsVersion,
    device,
    corpus,
    corpusKey,
    tokenizer,
    model: fullModel(model),
    evaluation,
    seed,
  };
  const { tokens: _tokens, cooldown, evaluateAt: _evaluateAt, ...optimizer } = pretrain;
  const to = pretrainUpdates(pretrain, model.context);
  const from = to - Math.round(cooldown * to);
  const identity = trunks.add({
    kind: 'trunk',
    ...common,
    optimizer,
    to: from,
    evaluateAt: trunkEvaluations(from),
  });
  return { values, seed, resolved, common, identity, from, to };
}

/** The trunks of a plan: for each identity, its steps by rising length, each the parent of the next. */
class Trunks {
  private readonly specs = new Map<string, Map<number, TrunkSpec>>();
  private readonly chains = new Map<string, PlannedStep[]>();

  /** Returns the trunk's identity. */
  add(spec: TrunkSpec): string {
    const identity = trunkIdentity(spec);
    const lengths = this.specs.get(identity) ?? new Map<number, TrunkSpec>();
    if (!lengths.has(spec.to)) lengths.set(spec.to, spec);
    this.specs.set(identity, lengths);
    return identity;
  }

  /** The steps up to a length. A trunk of length 0, initial weights, is nobody's ancestor but its own cool-down's. */
  chain(identity: string, to: number): PlannedStep[] {
    const chain = this.chains.get(identity) ?? this.link(identity);
    return to === 0
      ? chain.filter(({ spec }) => spec.to === 0)
      : chain.filter(({ spec }) => spec.to > 0 && spec.to <= to);
  }

  private link(identity: string): PlannedStep[] {
    const chain: PlannedStep[] = [];
    for (const spec of [...this.specs.get(identity)!.values()].sort((a, b) => a.to - b.to)) {
      const before = chain.at(-1);
      const parent = before === undefined || before.spec.to === 0 ? null : before;
      const updates = spec.to - (parent?.spec.to ?? 0);
      chain.push(plannedStep(spec, { parent: parent?.key ?? null, base: null, aligned: null, updates }));
    }
    this.chains.set(identity, chain);
    return chain;
  }
}

function planRun(draft: RunDraft, trunks: Trunks, steps: Map<string, PlannedStep>): PlannedRun {
  const path = [...trunks.chain(draft.identity, draft.from)];
  if (draft.to > draft.from) path.push(cooldownStep(draft, path.at(-1)!));
  path.push(...tuningPath(draft.common, draft.resolved, path.at(-1)!));
  for (const step of path) if (!steps.has(step.key)) steps.set(step.key, step);
  return { values: draft.values, seed: draft.seed, steps: path.map(({ key }) => key) };
}

/** Measured at the schedule's shares of the amount, those that lie beyond the branch, and at its end. */
function cooldownStep({ common, resolved, from, to }: RunDraft, trunk: PlannedStep): PlannedStep {
  const { pretrain } = resolved;
  const { tokens: _tokens, cooldown: _cooldown, evaluateAt, ...optimizer } = pretrain;
  const updates = evaluateAt.map((share) => Math.round(share * to)).filter((update) => update > from);
  const spec: StepSpec = {
    kind: 'cooldown',
    ...common,
    optimizer,
    parent: trunk.key,
    from,
    to,
    evaluateAt: rising([...updates, to]),
  };
  return plannedStep(spec, { parent: trunk.key, base: null, aligned: null, updates: to - from });
}
