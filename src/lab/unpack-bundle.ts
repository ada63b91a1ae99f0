// The experiments, views and decks of a bundle into a history. What was measured of their steps is in it already, or comes
// right after: see `import-bundle.ts` for a history that is in use, `unpackBundle` for an empty one.
import type { Bundle, BundleDeck, BundleExperiment, BundleView } from '../core/bundle/bundle.ts';
import { fromColumns } from '../core/bundle/columns.ts';
import { type IdMaps, remapDeck, remapView } from '../core/bundle/remap-ids.ts';
import { hashOf } from '../core/canonical-json.ts';
import type { StepSpec } from '../core/step.ts';
import type { DocumentRow } from './archive-ports.ts';
import type { History } from './ports.ts';

/** `name` unless it is taken, then with the first number that makes it free: `Name (2)`. */
export function freeName(name: string, taken: ReadonlySet<string>, longest = 200): string {
  if (!taken.has(name)) return name;
  for (let number = 2; ; number++) {
    const ending = ` (${number})`;
    const free = `${Array.from(name)
      .slice(0, longest - ending.length)
      .join('')}${ending}`;
    if (!taken.has(free)) return free;
  }
}

/** Ids of the bundle's experiments and runs -> those of the history, as they become known. */
export class KnownIds implements IdMaps {
  readonly experiments = new Map<number, number>();
  readonly runs = new Map<number, number>();

  /** A history lists runs in the order of the plan, as a bundle does. */
  note(experiment: BundleExperiment, id: number, history: History): void {
    this.experiments.set(experiment.id, id);
    const here = history.runs(id).toSorted((a, b) => a.ordinal - b.ordinal);
    for (const [index, run] of experiment.plan.runs.entries()) this.runs.set(run.id, here[index]!.id);
  }
}

/** Creates an experiment under `name`, with all that users wrote on it. Returns its id. */
export function addExperiment(
  history: History,
  experiment: BundleExperiment,
  { name, specs }: { name: string; specs: ReadonlyMap<string, StepSpec> },
): number {
  const { plan, schedule, source, created, state, priority, error } = experiment;
  const steps = plan.steps.map((step) => ({ ...step, spec: specs.get(step.key)! }));
  const runs = plan.runs.map(({ values, seed, steps: places }) => ({
    values,
    seed,
    steps: places.map((place) => steps[place]!.key),
  }));
  const id = history.createExperiment({ schedule, source, folder: '', created, plan: { steps, runs } });
  history.setExperiment(id, { state, priority, error });
  const { notes, tags, starred, archived } = experiment;
  history.marks.annotateExperiments([id], { name, notes, tags, starred, archived });
  for (const [index, run] of history.runs(id).entries()) {
    const { notes, tags, starred, archived } = plan.runs[index]!;
    if (notes === '' && tags.length === 0 && !starred && !archived) continue;
    history.marks.annotateRuns([run.id], { notes, tags, starred, archived });
  }
  return id;
}

export interface AddedDocument {
  /** As the bundle and as the history calls it. */
  readonly name: string;
  readonly here: string;
}

/** Views under free names; one that is here already, by its content, is left out. */
export function addViews(
  history: History,
  views: readonly BundleView[],
  { ids, changed }: { ids: IdMaps; changed: string },
): AddedDocument[] {
  return views.flatMap(({ name, view }) =>
    addDocument(history, 'view', { name, changed, parts: 0, content: () => remapView(view, ids) }),
  );
}

export function addDecks(
  history: History,
  decks: readonly BundleDeck[],
  { ids, changed }: { ids: IdMaps; changed: string },
): AddedDocument[] {
  return decks.flatMap(({ deck }) => {
    const remapped = remapDeck(deck, ids);
    const content = (name: string) => ({ ...remapped, name });
    return addDocument(history, 'deck', { name: deck.name, changed, parts: deck.slides.length, content });
  });
}

interface NewContent {
  readonly name: string;
  readonly changed: string;
  readonly parts: number;
  content(name: string): unknown;
}

function addDocument(
  history: History,
  kind: 'view' | 'deck',
  { name, changed, parts, content }: NewContent,
): AddedDocument[] {
  const there = history.library.headings(kind);
  const alike = there.filter((each) => stemOf(each.name) === stemOf(name) && each.parts === parts);
  const same = ({ id, name: here }: Omit<DocumentRow, 'content'>): boolean => {
    const row = history.library.get(kind, id);
    return row !== null && hashOfJson(row.content) === hashOf(JSON.parse(JSON.stringify(content(here))));
  };
  if (alike.some(same)) return [];
  const here = freeName(name, new Set(there.map((each) => each.name)));
  history.library.create(kind, { name: here, content: JSON.stringify(content(here)), parts, changed });
  return [{ name, here }];
}

/** A name without the number that made it free. */
const stemOf = (name: string): string => name.replace(/ \(\d+\)$/, '');

function hashOfJson(text: string): string {
  try {
    return hashOf(JSON.parse(text));
  } catch {
    return ''; // A document that cannot be read is like no other.
  }
}

/** Fills an empty history with a bundle that is held in memory; experiments are numbered from 1 in its order. */
export function unpackBundle(bundle: Bundle, history: History): void {
  const specs = new Map(bundle.steps.map(({ key, spec }) => [key, spec]));
  const ids = new KnownIds();
  for (const experiment of bundle.experiments)
    ids.note(experiment, addExperiment(history, experiment, { name: experiment.name, specs }), history);
  const planned = new Set(bundle.experiments.flatMap(({ plan }) => plan.steps.map(({ key }) => key)));
  for (const { key, state, update, error, points, samples } of bundle.steps) {
    if (!planned.has(key)) continue;
    history.addPoints(key, fromColumns(points), samples, update);
    history.setStep(key, { state, update, error });
  }
  addViews(history, bundle.views, { ids, changed: bundle.created });
  addDecks(history, bundle.decks, { ids, changed: bundle.created });
}
