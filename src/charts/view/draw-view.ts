// Any view as a scene, from plain data: what the window, a deck, an exported page and a picture are drawn by. The ledger
// and the samples are text, and not drawn here.
import type { FrozenData } from '../../core/frozen-data.ts';
import type { View } from '../../core/view.ts';
import type { Theme } from '../color.ts';
import { emptyScene } from '../empty-scene.ts';
import type { Scene } from '../scene.ts';
import { arrangeRuns } from './arrange-runs.ts';
import { curvesChart } from './curves-chart.ts';
import { heatmapView } from './heatmap-view.ts';
import { hookeArms } from './hooke-data.ts';
import { hookeHeight, hookeView } from './hooke-view.ts';
import { gridOf } from './panel-layout.ts';
import { pathView } from './path-view.ts';
import { resistanceHeight, resistanceView } from './resistance-view.ts';
import { trendView } from './trend-view.ts';

export interface DrawOptions {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  /** Show only the first n series, in the order of the legend, 0 for bare axes; null or left out shows all. Places and scales stay. */
  readonly reveal?: number | null;
  /** Names in the chart what its parts are, for newcomers. */
  readonly explain?: boolean;
  /** Whether the legend keeps series that were left out, struck through, so that they can be brought back. */
  readonly showHidden?: boolean;
  /** Whether the small print is given beside the marks instead of being drawn: a slide sets it as text of its own. */
  readonly notesApart?: boolean;
}

export function drawView(view: View, data: FrozenData, options: DrawOptions): Scene {
  switch (view.chart) {
    case 'curves':
      return curvesChart(view, data, options);
    case 'trend':
      return trendView(view, data, options);
    case 'heatmap':
      return heatmapView(view, data, options);
    case 'path':
      return pathView(view, data, options);
    case 'hooke':
      return hookeView(view, data, options);
    case 'resistance':
      return resistanceView(data, options);
    case 'ledger':
      return emptyScene(options, options.theme, 'The claim ledger', ledgerWords(data));
    case 'samples':
      return emptyScene(options, options.theme, 'Samples', `${data.samples.length} sampled responses.`);
  }
}

/** The ledger in one sentence, for where only a picture can be shown. */
const ledgerWords = ({ ledger }: FrozenData): string =>
  ledger === null
    ? 'No ledger.'
    : ledger.entries
        .map(
          ({ title, estimators }) =>
            `${title}: ${estimators.find(({ primary }) => primary)?.verdict ?? 'undecided'}.`,
        )
        .join(' ');

/** How many series can be revealed one after the other; 1 for a picture that is shown as a whole. */
export function seriesCount(view: View, data: FrozenData): number {
  if (view.chart === 'curves' || view.chart === 'trend' || view.chart === 'path')
    return Math.max(1, arrangeRuns(view, data).series.length);
  return view.chart === 'hooke' ? Math.max(1, hookeArms(view, data).arms.length) : 1;
}

/** Pixels that the chart should be high at a width: at least `least`, more where panels stand in rows. */
export function viewHeight(view: View, data: FrozenData, width: number, least = 430): number {
  if (view.chart === 'resistance') return resistanceHeight(data);
  if (view.chart === 'hooke') return Math.max(320, hookeHeight(view, data));
  const { panels, ...grid } = arrangeRuns(view.chart === 'heatmap' ? { ...view, colour: null } : view, data);
  const room = { width: width - 80, height: least };
  const { rows } = gridOf(panels.length, room, { grid, titles: true, phases: false });
  return Math.max(least, rows === 1 ? least : 120 + rows * 215);
}
