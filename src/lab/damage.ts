// Whose checkpoint a damaged file is, of those that a step was given to start with. Reads the history only.
import type { CheckpointRow, History, StepRow } from './ports.ts';

/** Null where the file belongs to none of them: then it was not ours to begin with. */
export function damagedStep(
  step: StepRow,
  file: string,
  history: History,
  trunk: string | null,
): CheckpointRow | null {
  const trunks = trunk === null ? [] : history.trunks(trunk).map(({ key }) => key);
  const keys = [step.key, step.parent, step.base, step.aligned, ...trunks].filter((key) => key !== null);
  return keys.flatMap((key) => history.checkpoints(key)).find((row) => row.file === file) ?? null;
}
