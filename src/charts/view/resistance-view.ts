// The chart of the resistance claim, from the ledger of one experiment.
import type { FrozenData } from '../../core/frozen-data.ts';
import { emptyScene } from '../empty-scene.ts';
import { ledgerChart, ledgerChartHeight } from '../ledger-chart.ts';
import type { Scene } from '../scene.ts';
import type { DrawOptions } from './draw-view.ts';

const entryOf = ({ ledger }: FrozenData) => ledger?.entries.find(({ claim }) => claim === 'resistance');

export function resistanceView(data: FrozenData, options: DrawOptions): Scene {
  const chart = entryOf(data)?.charts[0];
  const title = 'Resistance: inverse against forward training';
  if (chart === undefined)
    return emptyScene(
      options,
      options.theme,
      title,
      data.ledger === null
        ? 'Resistance is read from the ledger of one experiment: pick one whose schedule has the transfer phase.'
        : 'This experiment does not bear on resistance: its schedule has no transfer between slices.',
    );
  return ledgerChart(chart, options);
}

export function resistanceHeight(data: FrozenData): number {
  const chart = entryOf(data)?.charts[0];
  return chart === undefined ? 320 : Math.max(320, ledgerChartHeight(chart));
}
