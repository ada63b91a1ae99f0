// A bundle into a history that is in use: all of it or nothing, and never over what is there. Steps come in one by one
// while the host goes on; what makes them visible is one transaction at the end.
import type { BundleReport } from '../contract/bundles.ts';
import {
  type BundleCheckpoint,
  type BundleDeck,
  type BundleExperiment,
  type BundleHeader,
  type BundleRecord,
  type BundleStep,
  type BundleView,
  checkpointName,
} from '../core/bundle/bundle.ts';
import { fromColumns } from '../core/bundle/columns.ts';
import { inputError } from '../core/errors.ts';
import { trunkIdentity } from '../core/plan.ts';
import { phaseOfSpec, type StepSpec } from '../core/step.ts';
import type { BundleSource, Control } from './bundle-ports.ts';
import { LabError } from './failure.ts';
import type { LabParts } from './handlers.ts';
import { importNotes } from './import-notes.ts';
import type { ExperimentRow, History, StepRow } from './ports.ts';
import { removeDoomed } from './remove-doomed.ts';
import {
  type AddedDocument,
  addDecks,
  addExperiment,
  addViews,
  freeName,
  KnownIds,
} from './unpack-bundle.ts';

export interface Imported {
  readonly experiments: number[];
  readonly notes: string[];
}
type OnConflict = 'refuse' | 'rename';
/** What becomes of an experiment here. */
export type Decision =
  | { readonly kind: 'same'; readonly row: ExperimentRow }
  | { readonly kind: 'new'; readonly taken: boolean };

/** Room that is to be left on the disk, in bytes. */
const spareBytes = 50_000_000;

/** A bundle but for what was measured. */
interface Contents {
  header: BundleHeader | null;
  readonly experiments: BundleExperiment[];
  readonly views: BundleView[];
  readonly decks: BundleDeck[];
  readonly checkpoints: BundleCheckpoint[];
  readonly specs: Map<string, StepSpec>;
  readonly standings: Map<string, Pick<BundleStep, 'state' | 'update' | 'error'>>;
}

/** Reads all of it, so that its hash is known to hold. `withStep` is given each step that an experiment has. */
async function readContents(
  source: BundleSource,
  control: Control,
  withStep: (step: BundleStep, contents: Contents) => void,
): Promise<Contents & { header: BundleHeader }> {
  const contents: Contents = {
    header: null,
    experiments: [],
    views: [],
    decks: [],
    checkpoints: [],
    specs: new Map(),
    standings: new Map(),
  };
  const planned = new Set<string>();
  let bytes = 0;
  const read = (more: number): void => {
    bytes += more;
    control.progress(bytes, source.bytes);
  };
  for await (const record of source.records(read)) {
    control.check();
    if (record.kind === 'experiment') for (const { key } of record.experiment.plan.steps) planned.add(key);
    if (record.kind !== 'step') addRecord(contents, record);
    else if (planned.has(record.step.key)) {
      const { key, spec, state, update, error } = record.step;
      contents.specs.set(key, spec);
      contents.standings.set(key, { state, update, error });
      withStep(record.step, contents);
    }
  }
  return contents as Contents & { header: BundleHeader };
}

function addRecord(contents: Contents, record: Exclude<BundleRecord, { kind: 'step' }>): void {
  if (record.kind === 'header') contents.header = record.header;
  else if (record.kind === 'experiment') contents.experiments.push(record.experiment);
  else if (record.kind === 'view') contents.views.push(record.view);
  else if (record.kind === 'deck') contents.decks.push(record.deck);
  else contents.checkpoints.push(record.checkpoint);
}

/**
 * An experiment is the same where it was created at the same millisecond with the same runs and steps: whatever either
 * side calls it by now.
 */
export function decide(
  experiments: readonly BundleExperiment[],
  history: History,
): Map<BundleExperiment, Decision> {
  const rows = history.experiments();
  const byCreated = Map.groupBy(rows, ({ created }) => created);
  const names = new Set(rows.filter(({ trashed }) => trashed === null).map(({ name }) => name));
  return new Map(
    experiments.map((experiment): [BundleExperiment, Decision] => {
      const same = (byCreated.get(experiment.created) ?? []).find((row) => isSame(experiment, row, history));
      if (same !== undefined) return [experiment, { kind: 'same', row: same }];
      return [experiment, { kind: 'new', taken: names.has(experiment.name) }];
    }),
  );
}

function isSame({ plan }: BundleExperiment, { id }: ExperimentRow, history: History): boolean {
  if (history.runs(id).length !== plan.runs.length) return false;
  const keys = new Set(history.steps(id).map(({ key }) => key));
  return keys.size === plan.steps.length && plan.steps.every(({ key }) => keys.has(key));
}

/** Throws a `conflict` that names the experiments whose names are taken. */
function requireNames(decisions: ReadonlyMap<BundleExperiment, Decision>): void {
  const taken = [...decisions].filter(([, decision]) => decision.kind === 'new' && decision.taken);
  if (taken.length === 0) return;
  const names = taken.map(([{ name }]) => `“${name}”`);
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  throw new LabError(
    'conflict',
    `another experiment here is named ${names.slice(0, 5).join(', ')}${more}: nothing was imported; import with renaming, or rename yours first`,
  );
}

/** What is in a bundle, all of it verified, held against this history. Changes nothing. */
export async function inspectBundle(
  { ports }: LabParts,
  source: BundleSource,
  { name, control }: { name: string; control: Control },
): Promise<BundleReport> {
  const { history } = ports;
  let stepsKnown = 0;
  const { header, experiments, checkpoints } = await readContents(source, control, ({ key }) => {
    if (history.standings([key]).get(key)?.state === 'finished') stepsKnown += 1;
  });
  const size = checkpoints.reduce((sum, { bytes }) => sum + bytes, 0);
  let verified = 0;
  for (const checkpoint of checkpoints) {
    control.check();
    await source.verify(checkpoint, (more) => {
      control.check();
      verified += more;
      control.progress(verified, size);
    });
  }
  const decisions = decide(experiments, history);
  const needed = size + spareBytes;
  const free = ports.freeBytes();
  return {
    name,
    version: header.springbackBundle,
    created: header.created,
    writtenBy: header.version,
    machine: `${header.machine.cpu}, ${header.machine.os}`,
    bytes: source.bytes,
    experiments: experiments.map((experiment) => {
      const decision = decisions.get(experiment)!;
      const conflict = decision.kind === 'same' ? 'same' : decision.taken ? 'name' : 'none';
      return { name: experiment.name, runs: experiment.plan.runs.length, conflict };
    }),
    steps: header.holds.steps,
    stepsKnown,
    views: header.holds.views,
    decks: header.holds.decks,
    checkpoints: header.holds.checkpoints,
    problem: free < needed ? `its checkpoints need ${needed} bytes, the disk has ${free} free` : '',
  };
}

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

export interface Outcome {
  /** Ids of the experiments that are new here, and of those that were here already. */
  readonly created: number[];
  readonly same: ExperimentRow[];
  readonly renamed: readonly { name: string; here: string }[];
  readonly views: AddedDocument[];
  readonly decks: AddedDocument[];
  readonly stepsKnown: number;
  readonly stepsAdded: number;
  readonly checkpoints: number;
  /** Steps whose state or points changed here. */
  readonly touched: readonly string[];
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
    const { replaced, ...outcome } = history.exchange.commit(() => write(parts, { contents, usable, held }));
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

interface Writing {
  readonly contents: Contents;
  readonly usable: readonly BundleCheckpoint[];
  readonly held: ReadonlySet<string>;
}

/** Inside of the transaction. */
function write({ ports }: LabParts, writing: Writing): Outcome & { replaced: string[] } {
  const { history } = ports;
  const { contents, usable } = writing;
  const keys = [...contents.specs.keys()];
  const standing = new Map<string, StepRow | null>();
  for (const key of keys) standing.set(key, history.step(key));
  const touched = adoptSteps(history, writing, standing);
  const { created, same, renamed, ids } = addExperiments(history, contents);
  setStates(history, writing, standing);
  const replaced = usable.flatMap((each) => history.addCheckpoint({ ...each, file: checkpointName(each) }));
  for (const id of created) rest(history, id);
  for (const id of [...created, ...same.map((row) => row.id)]) finish(history, id);
  const changed = new Date(ports.now()).toISOString();
  return {
    created,
    same,
    renamed,
    views: addViews(history, contents.views, { ids, changed }),
    decks: addDecks(history, contents.decks, { ids, changed }),
    stepsKnown: keys.filter((key) => standing.get(key)?.state === 'finished').length,
    stepsAdded: touched.length,
    checkpoints: usable.length,
    touched: [...new Set([...touched, ...usable.map(({ key }) => key)])],
    replaced,
  };
}

/** Returns the keys of the steps that got their points from the bundle. */
function adoptSteps(
  history: History,
  { contents, held }: Writing,
  standing: ReadonlyMap<string, StepRow | null>,
): string[] {
  const keys: string[] = [];
  for (const [key, spec] of contents.specs) {
    const state = standing.get(key)?.state;
    if (state === 'finished' || state === 'running' || held.has(key)) continue;
    history.exchange.adopt(key, spec.kind === 'trunk' ? trunkIdentity(spec) : null);
    keys.push(key);
  }
  return keys;
}

function addExperiments(history: History, contents: Contents) {
  const decisions = decide(contents.experiments, history);
  const rows = history.experiments();
  const taken = new Set(rows.map(({ name }) => name));
  const ids = new KnownIds();
  const created: number[] = [];
  const same: ExperimentRow[] = [];
  const renamed: { name: string; here: string }[] = [];
  for (const [experiment, decision] of decisions) {
    if (decision.kind === 'same') {
      ids.note(experiment, decision.row.id, history);
      same.push(decision.row);
      continue;
    }
    const { name } = experiment;
    const here = decision.taken ? freeName(name, taken) : name;
    taken.add(here);
    const id = addExperiment(history, experiment, { name: here, specs: contents.specs });
    ids.note(experiment, id, history);
    created.push(id);
    if (here !== name) renamed.push({ name, here });
  }
  return { created, same, renamed, ids };
}

/**
 * A step that is new takes the bundle's state. One that is known keeps its own, unless the bundle has its end: creating an
 * experiment would have tried again what failed here.
 */
function setStates(
  history: History,
  { contents, held }: Writing,
  standing: ReadonlyMap<string, StepRow | null>,
): void {
  for (const [key, { state, update, error }] of contents.standings) {
    const known = standing.get(key) ?? null;
    if (known === null) history.setStep(key, { state, update, error });
    else if (known.state === 'finished' || known.state === 'running' || held.has(key)) continue;
    else if (state === 'finished') history.setStep(key, { state, update, error: '' });
    else {
      history.setStep(key, {
        state: known.state,
        update: Math.max(known.update, update),
        error: known.error,
      });
    }
  }
}

/** One whose steps are unfinished here, because others are at them, rests until it is resumed. */
function rest(history: History, id: number): void {
  const { state } = history.experiment(id)!;
  if (state === 'finished' && !isDone(history, id)) history.setExperiment(id, { state: 'paused' });
}

/** An experiment whose last steps came in is finished. */
function finish(history: History, id: number): void {
  const { state } = history.experiment(id)!;
  if (state !== 'finished' && isDone(history, id))
    history.setExperiment(id, { state: 'finished', error: '' });
}

const isDone = (history: History, id: number): boolean =>
  history.steps(id).every(({ state }) => state === 'finished');

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
