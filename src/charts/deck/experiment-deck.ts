// A deck made from one experiment: what was asked, how to read a curve, the curves by size and by pretraining, R, answers
// before and after, the claims, and what all of it cannot say. A beginning that its author edits. It states no result
// beyond what is drawn from the data.
import type { Deck, Slide } from '../../core/deck.ts';
import { chooseCurves } from '../../core/explanation/chosen-curves.ts';
import type { FrozenData } from '../../core/frozen-data.ts';
import { axisName } from '../../core/names.ts';
import { counted } from '../../core/number-text.ts';
import type { PhaseName } from '../../core/schedule.ts';
import { type View, type ViewInput, viewSchema } from '../../core/view.ts';
import { neededSeries } from '../view/needed-data.ts';
import { addSlide, textSlide } from './deck-edits.ts';
import { viewTitle } from './view-title.ts';

export interface ExperimentForDeck {
  readonly id: number;
  readonly name: string;
  readonly notes: string;
  /** Schedule paths, in the schedule's order. */
  readonly axes: readonly string[];
  /** Series of score, log-odds and distances; samples and ledger where there are any. */
  readonly data: FrozenData;
}
/** What `data` should hold. */
export const deckMetrics = [
  'behaviour.logOdds',
  'behaviour.score',
  'weights.toBase',
  'weights.toAligned',
] as const;
export const deckPhases = ['align', 'unalign'] as const satisfies readonly PhaseName[];

export function experimentDeck(given: ExperimentForDeck): Deck {
  const experiment = { ...given, axes: given.axes.filter((axis) => varies(axis, given.data)) };
  const slides = [
    opening(experiment),
    question(),
    ...walk(experiment),
    ...curves(experiment),
    ...trends(experiment),
    ...samples(experiment),
    ...claims(experiment),
    limits(experiment),
  ];
  const empty: Deck = { deck: 1, name: experiment.name.slice(0, 200), slides: [] };
  return slides.reduce((deck, slide) => addSlide(deck, slide), empty);
}

/** An axis of one value is nothing to draw against. */
const varies = (axis: string, { runs }: FrozenData): boolean =>
  new Set(runs.map(({ values }) => JSON.stringify(values[axis]))).size > 1;

function opening({ name, notes, axes, data }: ExperimentForDeck): Slide {
  const seeds = new Set(data.runs.map(({ seed }) => seed)).size;
  const size = `${counted(data.runs.length, 'run')}: ${[...axes.map(axisName), counted(seeds, 'seed')].join(' × ')}`;
  return textSlide(
    name,
    [size, notes]
      .filter((line) => line !== '')
      .join('\n\n')
      .slice(0, 5000),
  );
}

const question = (): Slide => ({
  ...textSlide(
    'Does a language model spring back?',
    [
      '- Pretraining: a model learns to go on as its text does. We call it θ0.',
      '- Alignment: a little training on examples of one behaviour. We call it θ1.',
      '- Unalignment: a little training on examples of the opposite.',
      '- Elasticity: how easily it comes back to where pretraining left it.',
    ].join('\n'),
  ),
  notes:
    'The claim under test (arXiv 2406.06144): the way back is easier than the way there, the more so the larger the model and the more it was pretrained.',
});

function walk({ id, data }: ExperimentForDeck): Slide[] {
  const input: ViewInput = {
    selection: { experiments: [id] },
    chart: 'curves',
    phases: ['align', 'unalign'],
  };
  const view = viewSchema.parse(input);
  if (chooseCurves(view, data) === null) return [];
  return [viewSlide(input, data, { title: 'How to read a curve', explain: true })];
}

/** One for each of the first two axes, the other axis as panels. */
function curves({ id, axes, data }: ExperimentForDeck): Slide[] {
  if (data.series.length === 0) return [];
  const shown = axes.length === 0 ? [null] : preferred(axes).slice(0, 2);
  return shown.map((colour) => {
    const column = preferred(axes).find((axis) => axis !== colour) ?? null;
    const caption = 'From the aligned model on, trained toward the opposite. Dashed: the pretrained level.';
    const input: ViewInput = {
      selection: { experiments: [id] },
      chart: 'curves',
      phases: ['unalign'],
      colour,
      column,
    };
    const title = colour === null ? 'Springing back' : `Springing back, by ${axisName(colour)}`;
    return viewSlide(input, data, { title, caption, reveal: colour !== null });
  });
}

function trends({ id, axes, data }: ExperimentForDeck): Slide[] {
  const numeric = preferred(axes).filter((axis) =>
    data.runs.some(({ values }) => typeof values[axis] === 'number'),
  );
  return numeric.slice(0, 2).map((against) => {
    const colour = numeric.find((axis) => axis !== against) ?? null;
    const input: ViewInput = {
      selection: { experiments: [id] },
      chart: 'trend',
      reduction: 'resistanceIndex',
      phases: [...deckPhases],
      against,
      colour,
    };
    const caption = 'Below 1 it springs back faster than it was bent.';
    return viewSlide(input, data, { title: `R against ${axisName(against)}`, caption });
  });
}

function samples({ id, data }: ExperimentForDeck): Slide[] {
  if (data.samples.length === 0) return [];
  return [
    viewSlide({ selection: { experiments: [id] }, chart: 'samples' }, data, {
      caption: 'One run, sampled as it was trained.',
    }),
  ];
}

function claims({ id, data }: ExperimentForDeck): Slide[] {
  if (data.ledger === null || data.ledger.entries.length === 0) return [];
  const title = 'What this says about the claims';
  return [viewSlide({ selection: { experiments: [id] }, chart: 'ledger' }, data, { title })];
}

function limits({ data }: ExperimentForDeck): Slide {
  const seeds = new Set(data.runs.map(({ seed }) => seed)).size;
  return textSlide(
    'What this cannot say',
    [
      `- These are small models, and ${seeds === 1 ? 'one seed' : `${seeds} seeds`}: an interval that holds "no effect" decides nothing.`,
      '- Updates alone and updates normalised by the way there can point in opposite directions. Look at both.',
      '- Passing through the pretrained level is not the same as returning to the pretrained model.',
    ].join('\n'),
  );
}

/** Size and pretraining first: what the claims are about. */
const preferred = (axes: readonly string[]): string[] => {
  const rank = (axis: string): number =>
    ['model.width', 'pretrain.tokens', 'align.examples'].indexOf(axis) + 1 || 9;
  return axes.toSorted((a, b) => rank(a) - rank(b));
};

function viewSlide(
  input: ViewInput,
  data: FrozenData,
  words: { title?: string; caption?: string; reveal?: boolean; explain?: boolean },
): Slide {
  const view = viewSchema.parse(input);
  const { title = viewTitle(view, data), caption = '', reveal = false, explain = false } = words;
  return {
    kind: 'view',
    id: 'new',
    title,
    caption,
    notes: '',
    view,
    data: partOf(data, view),
    reveal,
    explain,
  };
}

/** Of the data only what this view is drawn from, so that a deck does not carry everything on each of its slides. */
export function partOf(data: FrozenData, view: View): FrozenData {
  const needed = neededSeries(view);
  return {
    ...data,
    runs: needed === null ? [] : data.runs,
    series: data.series.filter(
      ({ metric, phase }) => needed?.metrics.includes(metric) && needed.phases.includes(phase),
    ),
    samples: view.chart === 'samples' ? data.samples : [],
    ledger: view.chart === 'ledger' || view.chart === 'resistance' ? data.ledger : null,
  };
}
