// Where a plan's groups stand: a column for each phase, kind and place in a chain, from left to right; a row for each end
// of a branch. A group stands in the row of its first child, so a trunk is one straight line.
import { type PhaseName, phaseNames } from '../../core/schedule.ts';
import type { PlanGroup, PlanTree } from './plan-tree.ts';

export interface PlanPlace {
  readonly group: PlanGroup;
  /** Where its training begins (the end of its parent's) and ends. */
  readonly x0: number;
  readonly x1: number;
  readonly y: number;
  /** The row of its parent. */
  readonly parentY: number;
}
export interface PhaseSpan {
  readonly phase: PhaseName;
  readonly left: number;
  readonly right: number;
}
export interface PlanLayout {
  readonly places: readonly PlanPlace[];
  readonly phases: readonly PhaseSpan[];
  /** Pixels between rows, and between columns. */
  readonly pitch: number;
  readonly stride: number;
}
export interface PlanFrame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const widest = 30;
const kinds = ['trunk', 'cooldown'];

/** Rows share the height of the frame, but no row is higher than 30 pixels. */
export function layoutPlan(tree: PlanTree, frame: PlanFrame): PlanLayout {
  const columns = columnsOf(tree.groups);
  const stride = (frame.right - frame.left) / Math.max(1, columns.size);
  const pitch = Math.min(widest, (frame.bottom - frame.top) / Math.max(1, tree.leaves));
  const rows = rowsOf(tree.groups);
  const x = (group: PlanGroup): number => frame.left + (columns.get(columnName(group))! + 1) * stride;
  const y = (group: PlanGroup): number => frame.top + (rows.get(group)! + 0.5) * pitch;
  const places = tree.groups.map((group) => ({
    group,
    x0: group.parent === null ? frame.left : x(group.parent),
    x1: x(group),
    y: y(group),
    parentY: group.parent === null ? y(group) : y(group.parent),
  }));
  return { places, phases: spansOf(columns, frame.left, stride), pitch, stride };
}

const columnName = ({ phase, kind, depth }: PlanGroup): string => `${phase} ${kind} ${depth}`;

/** Column name -> index, in the order of phases, kinds and chains. */
function columnsOf(groups: readonly PlanGroup[]): Map<string, number> {
  const found = new Map<string, PlanGroup>();
  for (const group of groups) if (!found.has(columnName(group))) found.set(columnName(group), group);
  const sorted = [...found].sort(
    ([, a], [, b]) =>
      phaseNames.indexOf(a.phase) - phaseNames.indexOf(b.phase) ||
      kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
      a.depth - b.depth,
  );
  return new Map(sorted.map(([name], index) => [name, index]));
}

function rowsOf(groups: readonly PlanGroup[]): Map<PlanGroup, number> {
  const rows = new Map<PlanGroup, number>();
  let next = 0;
  for (const group of groups) if (group.children.length === 0) rows.set(group, next++);
  for (const group of groups.toReversed())
    if (!rows.has(group)) rows.set(group, rows.get(group.children[0]!)!);
  return rows;
}

function spansOf(columns: ReadonlyMap<string, number>, left: number, stride: number): PhaseSpan[] {
  const names = [...columns.keys()].map((name) => name.split(' ')[0] as PhaseName);
  return [...new Set(names)].map((phase) => ({
    phase,
    left: left + names.indexOf(phase) * stride,
    right: left + (names.lastIndexOf(phase) + 1) * stride,
  }));
}
