// What a slide is called before its author calls it anything.

import type { FrozenData } from '../../core/frozen-data.ts';
import { axisName, metricName, phaseTitles } from '../../core/names.ts';
import type { View } from '../../core/view.ts';

const reductionNames: Readonly<Record<View['reduction'], string>> = {
  last: 'at the end',
  change: 'change over the phase',
  early: 'change over the first updates',
  updatesToReturn: 'updates to return',
  area: 'mean over the phase',
  resistanceIndex: 'R, updates back / updates forward',
};

export function viewTitle(view: View, data?: FrozenData): string {
  const by = view.colour === null ? '' : ` by ${axisName(view.colour)}`;
  switch (view.chart) {
    case 'curves':
      return `${upper(short(view.metric))} over ${view.phases.map((phase) => phaseTitles[phase]).join(' and ')}${by}`;
    case 'trend':
      return `${upper(what(view))}${view.against === null ? by : ` against ${axisName(view.against)}`}`;
    case 'heatmap':
      return upper(what(view));
    case 'path':
      return `The path through weight space${by}`;
    case 'hooke':
      return 'Stiffness and elongation of the data sets';
    case 'resistance':
      return 'Resistance: forward and inverse training';
    case 'ledger':
      return data?.ledger ? `Claims: ${data.ledger.name}` : 'Claims and their verdicts';
    case 'samples':
      return 'The same prompt, before and after';
  }
}

const what = ({ metric, reduction }: View): string =>
  reduction === 'resistanceIndex' || reduction === 'updatesToReturn'
    ? reductionNames[reduction]
    : `${short(metric)}, ${reductionNames[reduction]}`;

/** Without what stands in brackets. */
const short = (metric: string): string => metricName(metric).replace(/ \(.*\)$/, '');
const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
