// A bundle into a history that is in use: all of it or nothing, and never over what is there. Steps come in one by one
// while the host goes on; what makes them visible is one transaction at the end.
import { type BundleCheckpoint, type BundleStep, checkpointName } from '../core/bundle/bundle.ts';
import { fromColumns } from '../core/bundle/columns.ts';
import { inputError } from '../core/errors.ts';
import { phaseOfSpec } from '../core/step.ts';
import { type Contents, readContents, spareBytes } from './bundle-contents.ts';
import { decide, requireNames } from './bundle-decision.ts';
import type { BundleSource, Control } from './bundle-ports.ts';
import type { LabParts } from './handlers.ts';
import { importNotes } from './import-notes.ts';
import type { History } from './ports.ts';
import { removeDoomed } from './remove-doomed.ts';
import { type Outcome, writeBundle } from './write-bundle.ts';

export interface Imported {
  readonly experiments: number[];
  readonly notes: string[];
}
type OnConflict = 'refuse' | 'rename';

export async function importBundle(
  parts: LabParts,
  source: BundleSource,
  { onConflict, control }: { onConflict: OnConflict; control: Control },
): Promise<Imported> {
  const { history } = parts.ports;
  try {
    const stage = stager(parts, onConflict);
    const contents = await readContents(source, control, stage);
    if (onConflict === 'refuse') requireNames(decide(contents.experiments, history));
    const checkpoints = await extract(parts, source, { contents, control });
    control.check();
    const outcome = commit(parts, source, { contents, checkpoints });
    announce(parts, outcome, contents);
    return { experiments: outcome.created, notes: importNotes(contents, outcome) };
  } finally {
    await removeStaged(parts);
  }
}

/** Writes the steps that are not finished here to where nothing finds them. */
function stager({ ports }: LabParts, onConflict: OnConflict): (step: BundleStep, contents: Contents) => void {
  const { history } = ports;
  let begun = false;
  return (step, { experiments }) => {
    if (!begun && onConflict === 'refuse') requireNames(decide(experiments, history)); // before the long part
    begun = true;
    const state = history.standings([step.key]).get(step.key)?.state;
    if (state === 'finished') return;
    const { key, spec } = step;
    const staged = { key, phase: phaseOfSpec(spec), spec: JSON.stringify(spec), ends: spec.to };
    history.exchange.stage(staged, fromColumns(step.points), step.samples);
  };
}

/** Those that this history can use: not where it has the step's result, or has come as far. */
async function extract(
  { ports }: LabParts,
  source: BundleSource,
  { contents, control }: { contents: Contents; control: Control },
): Promise<BundleCheckpoint[]> {
  const wanted = contents.checkpoints.filter(
    (checkpoint) => contents.specs.has(checkpoint.key) && isWanted(checkpoint, ports.history),
  );
  const needed = wanted.reduce((sum, { bytes }) => sum + bytes, 0);
  if (needed > 0 && ports.freeBytes() < needed + spareBytes)
    throw inputError('', `its checkpoints need ${needed} bytes, the disk has ${ports.freeBytes()} free`);
  let bytes = 0;
  for (const checkpoint of wanted) {
    control.check();
    await source.extract(checkpoint, (more) => {
      control.check();
      bytes += more;
      control.progress(bytes, needed);
    });
  }
  return wanted;
}

function isWanted({ key, update, final }: BundleCheckpoint, history: History): boolean {
  const newest = history.checkpoints(key)[0];
  return newest === undefined || (!newest.final && (final || update > newest.update));
}

/**
 * Files first: a host that dies before the history knows of them leaves files that the next start sweeps up. Nothing else
 * of the host runs in here.
 */
function commit(
  parts: LabParts,
  source: BundleSource,
  { contents, checkpoints }: { contents: Contents; checkpoints: readonly BundleCheckpoint[] },
): Outcome {
  const { ports, scheduler } = parts;
  const { history } = ports;
  const held = scheduler.pool.held();
  const usable = checkpoints.filter((each) => !held.has(each.key) && isWanted(each, history));
  const before = new Set(usable.filter((each) => hasFile(each, history)).map(checkpointName));
  try {
    source.place(usable);
    const { replaced, ...outcome } = history.exchange.commit(() =>
      writeBundle(parts, { contents, usable, held }),
    );
    for (const file of replaced) ports.removeCheckpoint(file);
    return outcome;
  } catch (error) {
    for (const each of usable)
      if (!before.has(checkpointName(each))) ports.removeCheckpoint(checkpointName(each));
    throw error;
  }
}

const hasFile = (checkpoint: BundleCheckpoint, history: History): boolean =>
  history.checkpoints(checkpoint.key).some(({ file }) => file === checkpointName(checkpoint));

function announce(
  parts: LabParts,
  { created, same, views, decks, touched }: Outcome,
  contents: Contents,
): void {
  const { records, announcer, scheduler } = parts;
  const holders = touched.flatMap((key) => records.holding(key).map(({ row }) => row.id));
  const ids = [...new Set([...created, ...same.map(({ id }) => id), ...holders])];
  records.reload(ids);
  for (const id of ids) announcer.state(id);
  for (const id of ids) scheduler.settle(id);
  scheduler.pump();
  if (contents.experiments.length > 0) announcer.changed('history');
  if (views.length > 0) announcer.changed('views');
  if (decks.length > 0) announcer.changed('decks');
}

async function removeStaged({ ports, announcer }: LabParts): Promise<void> {
  try {
    ports.history.exchange.discard();
    const problem = await removeDoomed(ports);
    if (problem !== '') throw new Error(problem);
  } catch (error) {
    announcer.log('warning', `what an import left could not be removed yet: ${(error as Error).message}`);
  }
}
