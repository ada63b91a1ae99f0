// What makes a bundle's steps and experiments visible, inside of one transaction of the history.
import { type BundleCheckpoint, checkpointName } from '../core/bundle/bundle.ts';
import { trunkIdentity } from '../core/plan.ts';
import type { Contents } from './bundle-contents.ts';
import { decide } from './bundle-decision.ts';
import type { LabParts } from './handlers.ts';
import type { ExperimentRow, History, StepRow } from './ports.ts';
import {
  type AddedDocument,
  addDecks,
  addExperiment,
  addViews,
  freeName,
  KnownIds,
} from './unpack-bundle.ts';

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

export interface Writing {
  readonly contents: Contents;
  readonly usable: readonly BundleCheckpoint[];
  readonly held: ReadonlySet<string>;
}

/** Inside of the transaction. `replaced` are files of checkpoints that nothing refers to any more. */
export function writeBundle({ ports }: LabParts, writing: Writing): Outcome & { replaced: string[] } {
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
