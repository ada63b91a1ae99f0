// Which phases a schedule may have together, and what they ask of each other.
import type { InputIssue } from './errors.ts';
import { tuningUpdates } from './plan-tuning.ts';
import { type RateRules, ruledRate } from './rates.ts';
import type { Schedule } from './schedule.ts';

export function phaseIssues(schedule: Schedule): InputIssue[] {
  const issues: InputIssue[] = [];
  if (schedule.realign !== undefined && schedule.unalign === undefined) {
    issues.push({ path: 'realign', message: 'expected a phase "unalign" before it, got none' });
  }
  return [
    ...issues,
    ...tuningIssues(schedule),
    ...noiseIssues(schedule),
    ...rateIssues(schedule),
    ...transferIssues(schedule),
    ...jointIssues(schedule),
  ];
}

const tuned = ['align', 'unalign', 'realign'] as const;

function tuningIssues(schedule: Schedule): InputIssue[] {
  const issues: InputIssue[] = [];
  const { layers } = schedule.model;
  for (const name of [...tuned, 'transfer'] as const) {
    const frozen = schedule[name]?.frozenLayers ?? 0;
    if (frozen <= layers) continue;
    const message = `expected at most the ${layers} layers of the model, got ${frozen}`;
    issues.push({ path: `${name}.frozenLayers`, message });
  }
  for (const name of tuned) {
    if (schedule[name]?.anchor === undefined || schedule[name].optimizer !== 'sgd') continue;
    issues.push({ path: `${name}.anchor`, message: 'expected none with the optimizer "sgd"' });
  }
  return issues;
}

/** Weight noise trains on nothing: what says how to train means nothing beside it. */
const noiseIssues = (schedule: Schedule): InputIssue[] =>
  tuned.flatMap((name) => {
    const phase = schedule[name];
    if (phase?.data?.kind !== 'weightNoise') return [];
    return (['replay', 'anchor', 'optimizer', 'frozenLayers'] as const)
      .filter((field) => phase[field] !== undefined)
      .map((field) => ({
        path: `${name}.${field}`,
        message: `expected none beside weight noise, which trains on nothing, got ${JSON.stringify(phase[field])}`,
      }));
  });

/** A rate that is meant for another width or amount must be one here too. */
function rateIssues(schedule: Schedule): InputIssue[] {
  const place = { width: schedule.model.width, tokens: schedule.pretrain.tokens };
  return (['pretrain', ...tuned, 'transfer'] as const).flatMap((name) => {
    const phase = schedule[name];
    if (phase === undefined) return [];
    const rules: RateRules = phase;
    const field = rules.rateTokens === undefined ? 'rateReference' : 'rateTokens';
    const ruled = ruledRate(rules, place);
    if (ruled <= 1) return [];
    const message = `expected a rate of at most 1 at width ${place.width} after ${place.tokens} tokens, got ${ruled} from ${JSON.stringify(rules[field])}`;
    return [{ path: `${name}.${field}`, message }];
  });
}

/** Phases that may not stand beside a transfer or a joint training. */
const others = (schedule: Schedule, names: readonly (keyof Schedule)[], beside: string): InputIssue[] =>
  names
    .filter((name) => schedule[name] !== undefined)
    .map((name) => ({ path: name, message: `expected no phase "${name}" beside "${beside}"` }));

function transferIssues(schedule: Schedule): InputIssue[] {
  const { transfer, align } = schedule;
  if (transfer === undefined) return [];
  const issues = others(schedule, ['unalign', 'realign', 'joint'], 'transfer');
  if (align === undefined) {
    return [...issues, { path: 'transfer', message: 'expected a phase "align" before it, got none' }];
  }
  if (align.cooldown > 0) {
    const message = `expected 0 beside "transfer", whose slices are cut at the constant rate, got ${align.cooldown}`;
    issues.push({ path: 'align.cooldown', message });
  }
  for (const end of ['from', 'onto'] as const) {
    if (transfer[end] <= transfer.slices) continue;
    const message = `expected at most the ${transfer.slices} slices, got ${transfer[end]}`;
    issues.push({ path: `transfer.${end}`, message });
  }
  const updates = tuningUpdates(align);
  if (transfer.slices > updates) {
    const message = `expected at most the ${updates} updates of the alignment, got ${transfer.slices}`;
    issues.push({ path: 'transfer.slices', message });
  }
  return issues;
}

const jointIssues = (schedule: Schedule): InputIssue[] =>
  schedule.joint === undefined ? [] : others(schedule, ['align', 'unalign', 'realign'], 'joint');
