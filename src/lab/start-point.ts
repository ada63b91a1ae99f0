// From what a step starts: its own newest checkpoint, its parent's result, or nothing. Reads the history, changes nothing.
import type { CheckpointReference, Task } from '../contract/trainer.ts';
import type { CheckpointRow, History, HostPorts, StepRow } from './ports.ts';

export type Start =
  /** Its final checkpoint is there already: the host died before it could say "finished". */
  | { readonly kind: 'done' }
  /** A finished step's result is gone from the history: it must be trained again first. */
  | { readonly kind: 'lost'; readonly key: string }
  | ({ readonly kind: 'task'; readonly start: CheckpointReference | null } & Pick<Task, 'base' | 'aligned'>);

/** `trunk` names the pretraining trunk that the step belongs to, null for other steps. */
export function startOf(
  step: StepRow,
  ports: Pick<HostPorts, 'history' | 'checkpointFolder'>,
  trunk: string | null,
): Start {
  const refer = (row: CheckpointRow): CheckpointReference => ({
    key: row.key,
    path: `${ports.checkpointFolder}/${row.file}`,
    sha256: row.sha256,
    update: row.update,
  });
  const own = ports.history.checkpoints(step.key)[0];
  if (own?.final) return { kind: 'done' };
  const needs: { base: CheckpointReference | null; aligned: CheckpointReference | null } = {
    base: null,
    aligned: null,
  };
  for (const name of ['base', 'aligned'] as const) {
    const key = step[name];
    if (key === null) continue;
    const row = finalOf(ports.history, key);
    if (row === undefined) return { kind: 'lost', key };
    needs[name] = refer(row);
  }
  if (own !== undefined) return { kind: 'task', start: refer(own), ...needs };
  const parent = trunk === null ? step.parent : trunkStart(step, ports.history, trunk);
  if (parent === null) return { kind: 'task', start: null, ...needs };
  const row = finalOf(ports.history, parent);
  return row === undefined ? { kind: 'lost', key: parent } : { kind: 'task', start: refer(row), ...needs };
}

/** The latest finished piece of the same trunk that ends before this one, whichever experiment trained it. */
function trunkStart(step: StepRow, history: History, trunk: string): string | null {
  return history.trunks(trunk).findLast(({ key, to }) => key !== step.key && to < step.spec.to)?.key ?? null;
}

function finalOf(history: History, key: string): CheckpointRow | undefined {
  return history.checkpoints(key).find(({ final }) => final);
}
