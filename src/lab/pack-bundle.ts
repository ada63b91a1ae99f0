// A history's experiments as the records of a bundle, with the views and decks that go along. It knows of no file.
import type { Sample } from '../contract/trainer.ts';
import {
  type Bundle,
  type BundleCheckpoint,
  BundleCollector,
  type BundleExperiment,
  type BundleHeader,
  type BundleRecord,
  type BundleStep,
  bundleVersion,
  type Machine,
} from '../core/bundle/bundle.ts';
import { type ColumnOptions, toColumns } from '../core/bundle/columns.ts';
import { ledgerMetrics } from '../core/claims/ledger.ts';
import { type Deck, deckSchema } from '../core/deck.ts';
import { trunkIdentity } from '../core/plan.ts';
import { type Point, phaseOfSpec } from '../core/step.ts';
import { viewSchema } from '../core/view.ts';
import { LabError } from './failure.ts';
import type { CheckpointRow, ExperimentRow, History, StepRow } from './ports.ts';

export interface PackOptions extends Pick<ColumnOptions, 'digits' | 'omitted'> {
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly version: string;
  readonly machine: Machine;
}
export interface PackRequest {
  readonly experiments: readonly number[];
  readonly views?: readonly number[];
  readonly decks?: readonly number[];
  readonly checkpoints?: boolean;
}
export interface Packing {
  readonly header: BundleHeader;
  /** With the names of their files in this history. */
  readonly checkpoints: readonly (BundleCheckpoint & { readonly file: string })[];
  /** Each step is read when it is asked for; between two records others may use the history. */
  records(): Generator<BundleRecord>;
}

/**
 * The experiments in the order of their ids as given, each once. What is unfinished stays so: nothing runs inside a file,
 * so what was running is interrupted and its experiment paused. Throws `missing` where one, a view or a deck isn't there.
 */
export function openPacking(history: History, request: PackRequest, options: PackOptions): Packing {
  const { created, version, machine, digits, omitted } = options;
  const rows = [...new Set(request.experiments)].map((id) => {
    const row = history.experiment(id);
    if (row === null) throw new LabError('missing', `there is no experiment ${id}`);
    return row;
  });
  const views = [...new Set(request.views ?? [])].map((id) => packView(history, id));
  const decks = [...new Set(request.decks ?? [])].map((id) => packDeck(history, id));
  const steps = new Map<string, StepRow>();
  for (const { id } of rows) for (const step of history.steps(id)) steps.set(step.key, step);
  const checkpoints = request.checkpoints ? packCheckpoints(history, steps) : [];
  const holds = {
    experiments: rows.length,
    steps: steps.size,
    views: views.length,
    decks: decks.length,
    checkpoints: checkpoints.length,
  };
  const about = { created, version, machine, digits, omitted: [...omitted] };
  const header: BundleHeader = { springbackBundle: bundleVersion, ...about, holds };
  const experiments = rows.map((row) => packExperiment(history, row));
  const columns = columnsOf(history, rows, steps, options);
  return {
    header,
    checkpoints,
    *records() {
      yield { kind: 'header', header };
      for (const experiment of experiments) yield { kind: 'experiment', experiment };
      for (const row of steps.values())
        yield { kind: 'step', step: packStep(row, history, { points: columns(row.key), digits }) };
      for (const view of views) yield { kind: 'view', view };
      for (const deck of decks) yield { kind: 'deck', deck };
      for (const { file: _file, ...checkpoint } of checkpoints) yield { kind: 'checkpoint', checkpoint };
    },
  };
}

/** All of it at once, in memory. */
export function packBundle(history: History, ids: readonly number[], options: PackOptions): Bundle {
  const collector = new BundleCollector();
  for (const record of openPacking(history, { experiments: ids }, options).records()) collector.add(record);
  return collector.result();
}

function packView(history: History, id: number) {
  const row = history.library.get('view', id);
  if (row === null) throw new LabError('missing', `there is no view ${id}`);
  return { id, name: row.name, view: viewSchema.parse(JSON.parse(row.content)) };
}

function packDeck(history: History, id: number): { id: number; deck: Deck } {
  const row = history.library.get('deck', id);
  if (row === null) throw new LabError('missing', `there is no deck ${id}`);
  return { id, deck: { ...deckSchema.parse(JSON.parse(row.content)), name: row.name } };
}

/** Not of what is being trained now: its file is replaced at any moment. */
function packCheckpoints(history: History, steps: ReadonlyMap<string, StepRow>): Packing['checkpoints'] {
  return [...steps.values()]
    .filter(({ state }) => state !== 'running')
    .flatMap(({ key }) => history.checkpoints(key).slice(0, 1))
    .map(({ key, update, file, sha256, bytes, final }: CheckpointRow) => ({
      key,
      update,
      file,
      sha256,
      bytes,
      final,
    }));
}

/** The points of a step as columns, those included that it borrows of a trunk's piece that isn't packed. */
function columnsOf(
  history: History,
  rows: readonly ExperimentRow[],
  steps: ReadonlyMap<string, StepRow>,
  { digits, omitted }: PackOptions,
): (key: string) => BundleStep['points'] {
  const borrowed = borrowedPoints(history, steps);
  const exact = digits === null ? new Map<string, Set<string>>() : claimMetrics(history, rows);
  return (key) => {
    const points = history.stepPoints(key);
    const more = borrowed.get(key);
    const all = more === undefined ? points : [...points, ...more].sort(byMetricAndUpdate);
    return toColumns(all, { digits, omitted, exact: [...(exact.get(key) ?? [])] });
  };
}

/** By step: what claims read of it. They read nothing of pretraining. */
function claimMetrics(history: History, rows: readonly ExperimentRow[]): Map<string, Set<string>> {
  const exact = new Map<string, Set<string>>();
  for (const { id, schedule } of rows) {
    const metrics = ledgerMetrics(schedule);
    for (const { key, spec } of history.steps(id)) {
      if (phaseOfSpec(spec) === 'pretrain') continue;
      exact.set(key, new Set([...(exact.get(key) ?? []), ...metrics]));
    }
  }
  return exact;
}

const byMetricAndUpdate = (a: Point, b: Point): number =>
  a.metric === b.metric ? a.update - b.update : a.metric < b.metric ? -1 : 1;

function packExperiment(history: History, row: ExperimentRow): BundleExperiment {
  const { id, name, notes, tags, schedule, source, created, priority, error, starred, archived } = row;
  const steps = history.steps(id);
  const places = new Map(steps.map(({ key }, place) => [key, place]));
  const marks = history.exchange.runMarks(id);
  return {
    id,
    name,
    notes,
    tags: [...tags],
    schedule,
    source: source as BundleExperiment['source'],
    created,
    state: row.state === 'queued' || row.state === 'running' ? 'paused' : row.state,
    priority,
    error,
    starred,
    archived,
    plan: {
      steps: steps.map(({ key, parent, base, aligned, updates, tokens }) => ({
        key,
        parent,
        base,
        aligned,
        updates,
        tokens,
      })),
      runs: history
        .runs(id)
        .toSorted((a, b) => a.ordinal - b.ordinal)
        .map((run) => ({
          id: run.id,
          values: { ...run.values } as BundleExperiment['plan']['runs'][number]['values'],
          seed: run.seed,
          steps: run.steps.map((key) => places.get(key)!),
          ...(marks.get(run.id) ?? unmarked),
        })),
    },
  };
}

const unmarked = { notes: '', tags: [], starred: false, archived: false };

function packStep(
  { key, spec, state, update, error }: StepRow,
  history: History,
  { points, digits }: { points: BundleStep['points']; digits: number | null },
): BundleStep {
  const samples = history.stepSamples(key).map((sample) => ({
    ...sample,
    tokens: digits === null ? sample.tokens : roundedTokens(sample.tokens),
  }));
  const rests: BundleStep['state'] = state === 'running' ? 'interrupted' : state;
  return { key, spec, state: rests, update, error, points, samples };
}

/** Probabilities are shown with two digits, and are most of a sample's size. */
function roundedTokens(tokens: Sample['tokens']): Sample['tokens'] {
  const rounded = (probability: number): number => Number(probability.toPrecision(3));
  if (tokens === null) return null;
  return tokens.map(({ text, probability, top }) => ({
    text,
    probability: rounded(probability),
    top: top.map((each) => ({ text: each.text, probability: rounded(each.probability) })),
  }));
}

/**
 * A trunk may go on from one that another experiment trained, whose points are part of its own past. Where that
 * experiment isn't packed, they are told of the shortest packed step of the trunk that reaches as far.
 */
function borrowedPoints(history: History, packed: ReadonlyMap<string, StepRow>): Map<string, Point[]> {
  const trunks = [...packed.values()].filter(({ spec }) => spec.kind === 'trunk');
  const families = Map.groupBy(trunks, ({ spec }) => (spec.kind === 'trunk' ? trunkIdentity(spec) : ''));
  const borrowed = new Map<string, Point[]>();
  for (const [identity, members] of families) {
    const outside = history.trunkKeys(identity).filter((key) => !packed.has(key));
    if (outside.length === 0) continue;
    const rising = members.toSorted((a, b) => a.spec.to - b.spec.to);
    const known = new Set(members.flatMap(({ key }) => history.stepPoints(key).map(placeOf)));
    for (const point of outside.flatMap((key) => history.stepPoints(key))) {
      const heir = rising.find(({ spec }) => spec.to >= point.update);
      if (heir === undefined || known.has(placeOf(point))) continue;
      known.add(placeOf(point));
      const before = borrowed.get(heir.key);
      if (before === undefined) borrowed.set(heir.key, [point]);
      else before.push(point);
    }
  }
  return borrowed;
}

const placeOf = ({ metric, update }: Point): string => `${metric} ${update}`;
