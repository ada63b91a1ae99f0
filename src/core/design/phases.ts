// The phases of a schedule that is being written, as blocks: which there are, how much each trains, which may be added.
// It reads any JSON: what makes no sense yet is left out, not refused.
import { type PhaseName, phaseNames } from '../schedule.ts';
import { isFields, valueAt } from '../schedule-shape.ts';
import { numberAt } from './defaults.ts';

/** The field that says how much a phase trains: what a block's width stands for and a drag changes. */
export const amountPaths: Readonly<Record<PhaseName, string>> = {
  pretrain: 'pretrain.tokens',
  align: 'align.examples',
  unalign: 'unalign.examples',
  realign: 'realign.examples',
  transfer: 'transfer.examples',
  joint: 'joint.updates',
};
export const amountUnits: Readonly<Record<PhaseName, string>> = {
  pretrain: 'tokens',
  align: 'examples',
  unalign: 'examples',
  realign: 'examples',
  transfer: 'examples',
  joint: 'updates',
};

export interface PhaseBlock {
  readonly phase: PhaseName;
  /** The schedule's own amount, null where it has none or one that is no number. */
  readonly amount: number | null;
  /** All amounts that runs have: the values of its axis, or its own. Rising. */
  readonly amounts: readonly number[];
  /** Whether an axis sets them, and the schedule's own amount is not trained. */
  readonly byAxis: boolean;
  /** Updates of the largest, and of the smallest. */
  readonly updates: number | null;
  readonly fewestUpdates: number | null;
  /** Tokens of the largest, padding included: what the width stands for. */
  readonly tokens: number;
}

export const presentPhases = (source: unknown): PhaseName[] =>
  phaseNames.filter((phase) => valueAt(source, [phase]) !== undefined);

export function phaseBlocks(source: unknown): PhaseBlock[] {
  return presentPhases(source).map((phase) => {
    const amount = numberAt(source, amountPaths[phase]);
    const varied = variedAmounts(source, phase);
    const amounts = varied.length > 0 ? varied : amount === null ? [] : [amount];
    const most = amounts.at(-1) ?? 0;
    return {
      phase,
      amount,
      amounts,
      byAxis: varied.length > 0,
      updates: updatesOf(source, phase, most),
      fewestUpdates: updatesOf(source, phase, amounts[0] ?? 0),
      tokens: tokensOf(source, phase, most),
    };
  });
}

/** Amounts that an axis of the field, or of its whole phase, sets. */
function variedAmounts(source: unknown, phase: PhaseName): number[] {
  const path = amountPaths[phase];
  const own = valueAt(source, ['axes', path]);
  const whole = valueAt(source, ['axes', phase]);
  const values = Array.isArray(own)
    ? own
    : Array.isArray(whole)
      ? whole.map((value) => amountIn(source, value, path))
      : [];
  const numbers = values.filter(
    (value): value is number => typeof value === 'number' && Number.isFinite(value),
  );
  return [...new Set(numbers)].sort((a, b) => a - b);
}

const amountIn = (source: unknown, value: unknown, path: string): unknown =>
  (isFields(value) ? value[path.split('.')[1]!] : undefined) ?? numberAt(source, path);

function updatesOf(source: unknown, phase: PhaseName, amount: number): number | null {
  const number = (name: string): number => numberAt(source, `${phase}.${name}`) ?? 1;
  if (phase === 'joint') return amount + 4 * number('cycles') * number('stageUpdates');
  const perUpdate =
    phase === 'pretrain' ? number('batch') * contextOf(source) : number('batch') / number('epochs');
  const updates = Math.ceil(amount / perUpdate);
  return Number.isFinite(updates) ? updates : null;
}

const contextOf = (source: unknown): number => numberAt(source, 'model.context') ?? 48;

function tokensOf(source: unknown, phase: PhaseName, amount: number): number {
  if (phase === 'pretrain') return amount;
  const number = (name: string): number => numberAt(source, `${phase}.${name}`) ?? 1;
  const context = contextOf(source);
  if (phase !== 'joint') return amount * number('epochs') * context;
  return (
    (updatesOf(source, phase, amount) ?? 0) * (number('pretrainRows') + number('alignExamples')) * context
  );
}

/** How wide a block is beside others: decades of tokens above a hundred, at least one. */
export const blockWidth = (tokens: number): number => Math.max(1, Math.log10(Math.max(1, tokens)) - 2);

/** Why a phase cannot be added to what is there, null where it can. */
export function addingForbidden(source: unknown, phase: PhaseName): string | null {
  const has = new Set(presentPhases(source));
  if (has.has(phase)) return 'It is there already.';
  const beside = (names: readonly PhaseName[]): string => names.filter((name) => has.has(name)).join(', ');
  const clash = {
    pretrain: '',
    align: beside(['joint']),
    unalign: beside(['transfer', 'joint']),
    realign: beside(['transfer', 'joint']),
    transfer: beside(['unalign', 'realign', 'joint']),
    joint: beside(['align', 'unalign', 'realign', 'transfer']),
  }[phase];
  if (clash !== '') return `It cannot stand beside ${clash}.`;
  if (phase === 'realign' && !has.has('unalign')) return 'It needs an unalign before it.';
  if (phase === 'transfer' && !has.has('align')) return 'It needs an align before it.';
  return null;
}
