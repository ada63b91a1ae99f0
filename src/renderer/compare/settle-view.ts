// What a view shows that nobody has chosen: chart, metric, phases, sides and scale of x, from what its runs were trained in and vary.
// A view is settled once, when its runs are first there, and stays so: a link or a saved view is drawn as it stands. Pure.
import { againstOf, determined, secondOf, variedPaths } from '../../charts/view/axis-defaults.ts';
import { channelOf } from '../../charts/view/run-values.ts';
import type { ComparedRun } from '../../core/frozen-data.ts';
import type { PhaseName } from '../../core/schedule.ts';
import { type Choosable, choosable, type View } from '../../core/view.ts';
import { emptyView as standard } from './empty-view.ts';

const sides = ['colour', 'dash', 'column', 'row'] as const;
const fields: Readonly<Record<Choosable, readonly (keyof View)[]>> = {
  chart: ['chart'],
  metric: ['metric'],
  phases: ['phases'],
  sides,
  reduction: ['reduction'],
  xScale: ['xScale'],
};
/** More experiments than this beside each other would leave each too small: they become colours. */
const mostColumns = 4;

/** As it was kept, from before views said whether they are settled too: nothing is chosen anew. */
export const asItStands = (view: View): View =>
  view.settled
    ? view
    : { ...view, settled: true, chosen: view.chosen.length > 0 ? view.chosen : [...choosable] };

/** What the user changed is the user's choice from now on. */
export function changedView(view: View, patch: Partial<View>): View {
  const touched = choosable.filter((part) => fields[part].some((field) => field in patch));
  return { ...view, ...patch, chosen: [...new Set([...claimed(view), ...touched])] };
}

/** To be settled anew, for other runs or another chart; what the user chose stays. */
export function unsettled(view: View): View {
  const chosen = claimed(view);
  const open = choosable.filter((part) => !chosen.includes(part)).flatMap((part) => fields[part]);
  const again = Object.fromEntries(open.map((field) => [field, standard[field]]));
  return { ...view, ...again, chosen: [...chosen], settled: false };
}

/** Settled for another chart: at once where its runs are there. */
export const resettled = (view: View, runs: readonly ComparedRun[]): View =>
  runs.length === 0 ? unsettled(view) : settle(unsettled(view), runs);

/** Chooses from these runs what is still open; `runs` are those that the view holds. */
export function settle(view: View, runs: readonly ComparedRun[]): View {
  const chosen = claimed(view);
  const open = (part: Choosable): boolean => !chosen.includes(part);
  const phases = phasesOf(runs);
  const next: View = {
    ...view,
    chosen: [...chosen],
    settled: true,
    chart: open('chart') ? chartOf(view, runs) : view.chart,
    metric: open('metric') ? metricOf(runs) : view.metric,
    phases: open('phases') && phases.length > 0 ? [...phases] : view.phases,
  };
  if (open('xScale')) next.xScale = xScaleOf(next);
  if (open('reduction') && next.chart === 'trend' && walksBack(runs)) next.reduction = 'resistanceIndex';
  if (open('sides')) return { ...next, ...sidesFor(next, runs) };
  return next.chart === 'trend' || next.chart === 'heatmap' ? { ...next, ...freed(next, runs) } : next;
}

/** What is the user's: as the view says, or, in an address from before views said it, whatever is not the default. */
function claimed(view: View): readonly Choosable[] {
  if (view.settled || view.chosen.length > 0) return view.chosen;
  const given = (part: Choosable): boolean =>
    fields[part].some((field) => JSON.stringify(view[field]) !== JSON.stringify(standard[field]));
  if (!choosable.some(given)) return [];
  return choosable.filter((part) => part !== 'sides' || given('sides'));
}

const trainedIn = (runs: readonly ComparedRun[]): ReadonlySet<string> =>
  new Set(runs.flatMap(({ tokensPerUpdate }) => Object.keys(tokensPerUpdate)));

const walksBack = (runs: readonly ComparedRun[]): boolean => {
  const known = trainedIn(runs);
  return known.has('align') && known.has('unalign');
};

/** What was done last says what a schedule is for. */
function phasesOf(runs: readonly ComparedRun[]): readonly PhaseName[] {
  const known = trainedIn(runs);
  if (known.has('unalign'))
    return known.has('realign') ? ['align', 'unalign', 'realign'] : ['align', 'unalign'];
  return (['transfer', 'joint', 'align', 'pretrain'] as const)
    .filter((phase) => known.has(phase))
    .slice(0, 1);
}

/** Joint training is measured at the ends of stages that follow each other closely after a long first one: no log axis shows them. */
const xScaleOf = ({ chart, phases }: View): View['xScale'] =>
  chart === 'curves' && phases.every((phase) => phase === 'joint') ? 'linear' : standard.xScale;

/** Transfer between slices is read from its table, which is of one whole experiment. */
function chartOf({ selection, chart }: View, runs: readonly ComparedRun[]): View['chart'] {
  const known = trainedIn(runs);
  const whole = selection.experiments.length === 1 && selection.runs.length === 0;
  return whole && known.has('transfer') && !known.has('unalign') ? 'resistance' : chart;
}

/** The primary metric, where all of them declared the same. */
function metricOf(runs: readonly ComparedRun[]): string {
  const [first, ...others] = new Set(runs.map(({ primaryMetric }) => primaryMetric));
  return first === undefined || others.length > 0 ? standard.metric : first;
}

const order = [
  ...['transfer.from', 'transfer.onto', 'joint.ratio'],
  ...['pretrain.tokens', 'model.width', 'parameters', 'align.examples'],
];

type Sides = Pick<View, (typeof sides)[number]>;
const none: Sides = { colour: null, dash: null, column: null, row: null };
/** Means over unlike amounts of alignment would break where the shorter runs end: they are never pooled by themselves. */
const amount = 'align.examples';
/** More amounts than this below each other would leave each too flat. */
const mostRows = 3;

/** Several experiments are kept apart first; then what was varied becomes colours, then columns. */
export function sidesFor(view: View, runs: readonly ComparedRun[]): Sides {
  const varied = variedPaths(runs);
  const paths = [
    ...order.filter((path) => varied.includes(path)),
    ...varied.filter((p) => !order.includes(p)),
  ];
  const experiments = channelOf(runs, 'experiment').values.length;
  const apart = experiments < 2 ? [] : ['experiment'];
  const freeOf = (taken: readonly string[]): string[] => {
    const free: string[] = [];
    for (const path of paths) if (!determined(runs, path, [...taken, ...free])) free.push(path);
    return free;
  };
  if (view.chart === 'heatmap') return heatmapSides(view, runs, freeOf, apart);
  const against = view.chart === 'trend' ? againstOf({ ...view, ...none }, runs) : null;
  const taken = [...apart, ...(against === null ? [] : [against])];
  const free = freeOf(taken);
  const chosen: Sides =
    experiments < 2
      ? { ...none, colour: free[0] ?? null, column: free[1] ?? null }
      : experiments <= mostColumns && free.length > 0
        ? { ...none, colour: free[0]!, column: 'experiment' }
        : { ...none, colour: 'experiment', column: free[0] ?? null };
  return withAmount(chosen, runs, taken);
}

/** Amounts of alignment in rows; where they are too many, in the place of the axis that would have been shown first. */
function withAmount(chosen: Sides, runs: readonly ComparedRun[], taken: readonly string[]): Sides {
  const shown = sides.map((side) => chosen[side]).filter((path) => path !== null);
  if (determined(runs, amount, [...taken, ...shown])) return chosen;
  if (channelOf(runs, amount).values.length <= mostRows) return { ...chosen, row: amount };
  return chosen.colour === 'experiment' ? { ...chosen, column: amount } : { ...chosen, colour: amount };
}

/** Of the two axes that were varied first the one with more values goes to the rows, the other to the panels. */
function heatmapSides(
  view: View,
  runs: readonly ComparedRun[],
  freeOf: (taken: readonly string[]) => string[],
  apart: readonly string[],
): Sides {
  const asked = [view.against, secondOf({ ...view, ...none }, runs)].filter((path) => path !== null);
  const free = freeOf([...apart, ...asked]);
  const count = (path: string): number => channelOf(runs, path).values.length;
  const [rows, panels] =
    view.against === null ? free.slice(0, 2).sort((a, b) => count(b) - count(a)) : [null, free[0]];
  const few = count('experiment') <= mostColumns;
  const column = (apart.length === 0 ? panels : few ? 'experiment' : rows) ?? null;
  const against = againstOf({ ...view, ...none, column }, runs);
  const chosen = { ...none, column };
  return withAmount(chosen, runs, [...asked, ...(against === null ? [] : [against])]);
}

/** Sides that the user chose and that leave a trend or a heatmap no axis: the one that it then stands on is given up. */
function freed(view: View, runs: readonly ComparedRun[]): Partial<View> {
  const against = view.against === null ? againstOf(view, runs) : null;
  if (against === null) return {};
  const own = view.chart === 'heatmap' ? (['column', 'row'] as const) : sides;
  const fixing = own.filter((side) => view[side] !== null && determined(runs, against, [view[side]]));
  return Object.fromEntries(fixing.map((side) => [side, null]));
}
