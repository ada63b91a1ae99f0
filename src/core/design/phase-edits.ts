// What can be done to a phase as a whole: added, taken away, split. Each is a list of edits of the schedule's text, so
// that the form and the JSON change in one step that one undo takes back.
import type { PhaseName } from '../schedule.ts';
import { isFields, valueAt } from '../schedule-shape.ts';
import { roundAmount, stepAmount } from './amounts.ts';
import { numberAt } from './defaults.ts';
import type { JsonEdit } from './json-edit.ts';
import { amountPaths, phaseBlocks, presentPhases } from './phases.ts';

/** A phase that begins with what its neighbour has: the same batch and rate, so that only the direction differs. */
export function addPhase(source: unknown, phase: PhaseName): JsonEdit[] {
  if (phase === 'joint') return [{ path: ['joint'], value: { ratio: 10 } }];
  if (phase === 'pretrain') return [{ path: ['pretrain'], value: { tokens: 160_000 } }];
  const like = { align: 'unalign', unalign: 'align', realign: 'align', transfer: 'align' }[phase];
  const shared = Object.fromEntries(
    ['batch', 'rate']
      .map((name) => [name, valueAt(source, [like, name])])
      .filter(([, value]) => value !== undefined),
  );
  const examples = numberAt(source, `${like}.examples`) ?? 512;
  if (phase === 'transfer')
    return [{ path: ['transfer'], value: { examples: 512, ...shared, slices: 3, from: 1, onto: 2 } }];
  return [{ path: [phase], value: { examples, ...shared } }];
}

/** Takes a phase away with the axes that vary it. */
export function removePhase(source: unknown, phase: PhaseName): JsonEdit[] {
  const axes = valueAt(source, ['axes']);
  const own = isFields(axes)
    ? Object.keys(axes).filter((path) => path === phase || path.startsWith(`${phase}.`))
    : [];
  return [
    ...own.map((path): JsonEdit => ({ path: ['axes', path], value: undefined })),
    { path: [phase], value: undefined },
  ];
}

export interface Split {
  readonly id: string;
  readonly label: string;
  /** What it means for the experiment, in a sentence or two. */
  readonly meaning: string;
  readonly edits: readonly JsonEdit[];
}

/** The ways in which a phase can be split, those that make sense for this schedule. */
export function splitsOf(source: unknown, phase: PhaseName): Split[] {
  const amount = numberAt(source, amountPaths[phase]);
  if (amount === null || amount < 2 || valueAt(source, [phase]) === undefined) return [];
  return [
    ...amountSplit(source, phase, amount),
    ...handOver(source, phase, amount),
    ...slices(source, phase),
  ];
}

/** One amount becomes two runs: half of it, and all of it. With an axis there already, half of its smallest joins. */
function amountSplit(source: unknown, phase: PhaseName, amount: number): Split[] {
  const path = amountPaths[phase];
  if (valueAt(source, ['axes', phase]) !== undefined) return []; // The whole phase is varied already.
  const old = valueAt(source, ['axes', path]);
  const values = Array.isArray(old) ? old.filter((value) => typeof value === 'number') : [amount];
  const half = Math.round(Math.min(...values) / 2);
  if (half < 1 || values.includes(half)) return [];
  const meaning =
    phase === 'pretrain'
      ? 'Compares two amounts of pretraining. Both branch from one trunk, so the smaller costs little more than a cool-down.'
      : 'Compares half the amount with all of it: every other axis is run with both.';
  return [
    {
      id: 'halves',
      label:
        old === undefined ? `Into an axis: ${half} and ${amount}` : `Add half of the smallest value: ${half}`,
      meaning,
      edits: [{ path: ['axes', path], value: [half, ...values] }],
    },
  ];
}

/** The second half of the examples goes to the phase that follows. */
function handOver(source: unknown, phase: PhaseName, amount: number): Split[] {
  const next = { align: 'unalign', unalign: 'realign' }[phase as string] as PhaseName | undefined;
  const has = presentPhases(source);
  if (next === undefined || has.includes(next) || has.includes('transfer')) return [];
  const path = amountPaths[phase];
  const rest = Math.floor(amount / 2);
  const copy = addPhase(source, next)[0]!;
  const value = { ...('value' in copy && isFields(copy.value) ? copy.value : {}), examples: rest };
  return [
    {
      id: 'hand-over',
      label: `Second half becomes ${next}: ${amount - rest} + ${rest} examples`,
      meaning: `${phase} keeps the first half; the other ${rest} examples are of the opposite behaviour, in a phase ${next}. The number of updates in all stays.`,
      edits: [
        { path: path.split('.'), value: amount - rest },
        { path: ['axes', path], value: undefined },
        { path: [next], value },
      ],
    },
  ];
}

/** Alignment in three equal slices, each trained on what another one writes: the resistance experiment. */
function slices(source: unknown, phase: PhaseName): Split[] {
  const block = phaseBlocks(source).find((one) => one.phase === 'align');
  const others = presentPhases(source).some((name) => name === 'transfer' || name === 'joint');
  // Each slice is at least one update of the shortest alignment.
  if (phase !== 'align' || others || (block?.fewestUpdates ?? 0) < 3) return [];
  const gone = (['unalign', 'realign'] as const).filter((name) => valueAt(source, [name]) !== undefined);
  const ends = [1, 2, 3];
  return [
    {
      id: 'slices',
      label: 'Into 3 slices with a transfer between each two',
      meaning: `The resistance experiment: θ1, θ2, θ3 are cut from one alignment, and each is trained on the responses of each.${gone.length > 0 ? ` Takes ${gone.join(' and ')} away.` : ''}`,
      edits: [
        ...gone.flatMap((name) => removePhase(source, name)),
        ...(valueAt(source, ['align', 'cooldown']) === undefined
          ? []
          : [{ path: ['align', 'cooldown'], value: undefined }]),
        ...addPhase(source, 'transfer'),
        { path: ['axes', 'transfer.from'], value: ends },
        { path: ['axes', 'transfer.onto'], value: ends },
      ],
    },
  ];
}

/** Writes a corpus of another kind, with the tokenizer that goes with it. */
export function changeCorpus(source: unknown, kind: string): JsonEdit[] {
  const before = valueAt(source, ['corpus', 'kind']);
  if (kind === 'files')
    return [
      { path: ['corpus'], value: { kind, pretrain: [], positive: [], negative: [] } },
      { path: ['tokenizer'], value: { kind: 'bpe' } },
    ];
  if (before !== 'files') return [{ path: ['corpus', 'kind'], value: kind }];
  return [
    { path: ['corpus'], value: { kind } },
    { path: ['tokenizer'], value: undefined },
  ];
}

/** All amounts of a phase, its own or those of its axis, times `factor`, on round numbers. */
export function resizePhase(source: unknown, phase: PhaseName, factor: number): JsonEdit[] {
  const path = amountPaths[phase];
  const axis = valueAt(source, ['axes', path]);
  const scaled = (value: number): number => roundAmount(value * factor);
  if (Array.isArray(axis)) {
    const values = axis.map((value) => (typeof value === 'number' ? scaled(value) : value));
    return [{ path: ['axes', path], value: [...new Set(values)] }];
  }
  const amount = numberAt(source, path);
  return amount === null ? [] : [{ path: path.split('.'), value: scaled(amount) }];
}

/** One round step up or down. */
export function stepPhase(source: unknown, phase: PhaseName, direction: 1 | -1): JsonEdit[] {
  const path = amountPaths[phase];
  const axis = valueAt(source, ['axes', path]);
  if (Array.isArray(axis)) {
    const values = axis.map((value) => (typeof value === 'number' ? stepAmount(value, direction) : value));
    return [{ path: ['axes', path], value: [...new Set(values)] }];
  }
  const amount = numberAt(source, path);
  return amount === null ? [] : [{ path: path.split('.'), value: stepAmount(amount, direction) }];
}

/**
 * Moves the edge between two tuning phases: `examples` for the first, the rest of their sum for the second. Nothing where
 * either is varied, or one would be left without examples.
 */
export function moveEdge(
  source: unknown,
  [first, second]: readonly [PhaseName, PhaseName],
  examples: number,
): JsonEdit[] {
  const [left, right] = [amountPaths[first], amountPaths[second]];
  const amounts = [numberAt(source, left), numberAt(source, right)];
  const varied = [first, second, left, right].some((path) => valueAt(source, ['axes', path]) !== undefined);
  if (varied || !left.endsWith('.examples') || !right.endsWith('.examples')) return [];
  if (amounts[0] === null || amounts[1] === null) return [];
  const sum = amounts[0]! + amounts[1]!;
  const kept = Math.min(sum - 1, Math.max(1, examples));
  return sum < 2
    ? []
    : [
        { path: left.split('.'), value: kept },
        { path: right.split('.'), value: sum - kept },
      ];
}
