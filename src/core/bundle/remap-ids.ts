// Views and decks name experiments and runs by the ids of one history; in another they have other ids. What did not come
// along is dropped from selections; frozen data stays, under ids that no history gives.
import type { Deck, Slide } from '../deck.ts';
import type { FrozenData } from '../frozen-data.ts';
import type { Selection, View } from '../view.ts';

export interface IdMaps {
  /** Id in the bundle -> id here. */
  readonly experiments: ReadonlyMap<number, number>;
  readonly runs: ReadonlyMap<number, number>;
}

/** 2^52: ids from here on name things of another history that did not come along. */
export const awayIds = 4_503_599_627_370_496;

const away = (id: number): number => (id >= awayIds ? id : awayIds + id);
const known = (ids: readonly number[], map: ReadonlyMap<number, number>): number[] =>
  ids.flatMap((id) => map.get(id) ?? []);

function remapSelection(selection: Selection, { experiments, runs }: IdMaps): Selection {
  return {
    ...selection,
    experiments: known(selection.experiments, experiments),
    runs: known(selection.runs, runs),
    without: known(selection.without, runs),
  };
}

export const remapView = (view: View, ids: IdMaps): View => ({
  ...view,
  selection: remapSelection(view.selection, ids),
});

export const remapDeck = (deck: Deck, ids: IdMaps): Deck => ({
  ...deck,
  slides: deck.slides.map((slide) => remapSlide(slide, ids)),
});

function remapSlide(slide: Slide, ids: IdMaps): Slide {
  if (slide.kind === 'text') return slide;
  return { ...slide, view: remapView(slide.view, ids), data: remapData(slide.data, ids) };
}

function remapData(data: FrozenData, { experiments, runs }: IdMaps): FrozenData {
  const run = (id: number): number => runs.get(id) ?? away(id);
  return {
    ...data,
    runs: data.runs.map((each) => ({
      ...each,
      id: run(each.id),
      experiment: experiments.get(each.experiment) ?? away(each.experiment),
    })),
    series: data.series.map((each) => ({ ...each, run: run(each.run) })),
    samples: data.samples.map((each) => ({ ...each, run: run(each.run) })),
  };
}

/** Whether a view draws on some of these experiments, and on nothing else. `owner`: run -> its experiment. */
export function drawsOnlyOn(
  view: View,
  experiments: ReadonlySet<number>,
  owner: (run: number) => number | null,
): boolean {
  const { selection } = view;
  const drawn = [...selection.experiments, ...selection.runs.map(owner)];
  return drawn.length > 0 && drawn.every((id) => id !== null && experiments.has(id));
}
