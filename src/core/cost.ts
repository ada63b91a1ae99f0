// What a plan will cost before it runs: steps, tokens, floating-point work, time on this machine, disk.
import { modelParameters } from './model-shape.ts';
import type { Plan, PlannedStep, StepSpec } from './step.ts';

export interface CostEstimate {
  readonly runs: number;
  readonly steps: number;
  readonly stepsReused: number;
  readonly updates: number;
  readonly tokens: number;
  /** 6 · parameters · tokens of training. */
  readonly flops: number;
  readonly seconds: number | null;
  readonly diskBytes: number;
}
export interface MeasuredSpeed {
  readonly parameters: number;
  readonly tokensPerSecond: number;
}
export interface CostOptions {
  /** Keys of steps that are finished already. */
  readonly finished: ReadonlySet<string>;
  /** This machine's training speeds on the plan's device, one trainer. */
  readonly speeds: readonly MeasuredSpeed[];
  /** Trainers at once. */
  readonly workers: number;
  /** Vocabulary of a step's tokenizer: a grammar's own is known only to its corpus. */
  readonly vocabulary: number | ((spec: StepSpec) => number);
}

const bytesPerPoint = 26; // SQLite, STRICT WITHOUT ROWID, measured
const bytesPerParameter = 12; // θ, m and v in float32
const pointsPerUpdate = 3; // loss, rate, gradient norm

/** Costs of the steps of a plan that are not finished. `seconds` is null before any speed was measured. */
export function estimateCost(plan: Plan, options: CostOptions): CostEstimate {
  const todo = plan.steps.filter(({ key }) => !options.finished.has(key));
  const vocabulary = options.vocabulary;
  const parts = todo.map((step) =>
    stepCost(step, typeof vocabulary === 'number' ? vocabulary : vocabulary(step.spec), options.speeds),
  );
  const sum = (part: (cost: StepCost) => number): number =>
    parts.reduce((total, cost) => total + part(cost), 0);
  const known = parts.every(({ seconds }) => seconds !== null);
  return {
    runs: plan.runs.length,
    steps: todo.length,
    stepsReused: plan.steps.length - todo.length,
    updates: todo.reduce((total, { updates }) => total + updates, 0),
    tokens: todo.reduce((total, { tokens }) => total + tokens, 0),
    flops: sum(({ flops }) => flops),
    seconds: known ? sum(({ seconds }) => seconds ?? 0) / Math.max(1, options.workers) : null,
    diskBytes: sum(({ bytes }) => bytes),
  };
}

interface StepCost {
  readonly flops: number;
  readonly seconds: number | null;
  readonly bytes: number;
}

function stepCost(step: PlannedStep, vocabulary: number, speeds: readonly MeasuredSpeed[]): StepCost {
  const parameters = modelParameters(step.spec.model, vocabulary);
  const speed = speedAt(parameters, speeds);
  const work = step.tokens + evaluationTokens(step.spec, evaluationsOf(step));
  return {
    flops: 6 * parameters * step.tokens,
    seconds: speed === null ? null : work / speed,
    bytes: bytesPerParameter * parameters + bytesPerPoint * pointsOf(step),
  };
}

/** A trunk that goes on from its parent is measured only beyond it. */
const evaluationsOf = ({ spec, updates }: PlannedStep): number =>
  spec.kind === 'trunk'
    ? spec.evaluateAt.filter((update) => update > spec.to - updates).length
    : spec.evaluateAt.length;

/**
 * Evaluation in training tokens: an approximation. A forward pass costs a third of training on the same tokens; four
 * held-out sets, the sets of responses once more for KL (counted as two), and the prompts are passed once each.
 */
function evaluationTokens({ evaluation, model }: StepSpec, evaluations: number): number {
  return (evaluations * (6 * evaluation.sequences + evaluation.prompts) * model.context) / 3;
}

/** Five metrics of each of four sets, KL and weights (5), behaviour (4), KL by position. */
const pointsOf = (step: PlannedStep): number =>
  pointsPerUpdate * step.updates + evaluationsOf(step) * (4 * 5 + 5 + 4 + step.spec.model.context);

/**
 * Tokens per second at a size, interpolated between measured sizes in log-log. Below the smallest the speed is taken
 * as its own (overhead rules), above the largest it falls as 1 / parameters (arithmetic rules). Null if none is measured.
 */
export function speedAt(parameters: number, speeds: readonly MeasuredSpeed[]): number | null {
  const sorted = [...speeds].sort((a, b) => a.parameters - b.parameters);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (parameters <= first.parameters) return first.tokensPerSecond;
  if (parameters >= last.parameters) return (last.tokensPerSecond * last.parameters) / parameters;
  const above = sorted.findIndex((speed) => speed.parameters > parameters);
  const [low, high] = [sorted[above - 1]!, sorted[above]!];
  const share = Math.log(parameters / low.parameters) / Math.log(high.parameters / low.parameters);
  return low.tokensPerSecond * (high.tokensPerSecond / low.tokensPerSecond) ** share;
}
