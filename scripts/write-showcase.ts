// Puts the deck and the views of `showcase-deck.ts` into the showcase, in the place of those that it holds. What was measured
// stays as it is. Needs Node 24: `node scripts/write-showcase.ts`.
import { addSlide } from '../src/charts/deck/deck-edits.ts';
import { shownRuns } from '../src/charts/view/arrange-runs.ts';
import type { CommandInput, CommandName, CommandOutput, HostLink } from '../src/contract/window.ts';
import type { Ledger } from '../src/core/claims/ledger-schema.ts';
import { type Deck, deckSchema, type Slide } from '../src/core/deck.ts';
import { type View, viewSchema } from '../src/core/view.ts';
import { writeBundleFile } from '../src/host/bundle-file.ts';
import { openBundle } from '../src/host/open-host.ts';
import { showcaseFile } from '../src/host/package-root.ts';
import { readView } from '../src/renderer/compare/read-view.ts';
import { selectRuns } from '../src/renderer/compare/select-runs.ts';
import { deckName, type ShowcaseSlide, showcaseSlides, showcaseViews } from './showcase-deck.ts';

const file = showcaseFile();
const host = await openBundle(file);
const { bundle, lab } = host;
const link: Pick<HostLink, 'call'> = {
  call: <C extends CommandName>(command: C, input: CommandInput<C>): Promise<CommandOutput<C>> =>
    lab.dispatch(command, input as never) as Promise<CommandOutput<C>>,
};
const ledgers = new Map<number, Promise<Ledger>>();
const ledgerOf = (id: number): Promise<Ledger> => {
  const known = ledgers.get(id) ?? link.call('experiment.claims', { id });
  ledgers.set(id, known);
  return known;
};
const [runs, summaries] = [await link.call('history.runs', {}), await link.call('experiment.list', {})];

/** As it was when the bundle was written: the file does not change with the day on which this runs. */
async function frozen(view: View) {
  const { ids, error } = selectRuns(view.selection, runs, summaries);
  if (error !== null) throw new Error(error.message);
  const data = await readView(link as HostLink, view, ids);
  // Only the runs with the held values, so that the deck stays small and its explanation walks along what is drawn.
  const shown = shownRuns(view, data);
  const kept = new Set(shown.map(({ id }) => id));
  if (data.ledger === null && kept.size === 0)
    throw new Error(`a view without runs: ${JSON.stringify(view)}`);
  const series = data.series.filter(({ run }) => kept.has(run));
  const samples = data.samples.filter(({ run }) => kept.has(run));
  return { ...data, runs: shown, series, samples, taken: bundle.created };
}

async function slideOf(slide: ShowcaseSlide): Promise<Slide> {
  const { title, caption, notes = '' } = slide;
  if (slide.kind === 'text') return { kind: 'text', id: 'new', title, caption, notes };
  const view = viewSchema.parse(slide.view);
  const { reveal = false, explain = false } = slide;
  return { kind: 'view', id: 'new', title, caption, notes, view, data: await frozen(view), reveal, explain };
}

let deck: Deck = { deck: 1, name: deckName, slides: [] };
for (const slide of await showcaseSlides(ledgerOf, runs.length)) deck = addSlide(deck, await slideOf(slide));
const views = showcaseViews.map(({ name, view }, index) => ({
  id: index + 1,
  name,
  view: viewSchema.parse(view),
}));
const decks = [{ id: views.length + 1, deck: deckSchema.parse(deck) }];
await host.close();
const bytes = await writeBundleFile(file, { ...bundle, views, decks }, { force: true });
console.log(`${file}: ${views.length} views, ${deck.slides.length} slides, ${(bytes / 1e6).toFixed(1)} MB`);
