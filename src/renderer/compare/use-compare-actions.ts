// What the command palette and the list of shortcuts know of Compare.
import { useMemo } from 'react';
import { type Action, useActions } from '../shell/actions.ts';
import { chartChoices } from './choices.ts';
import { emptyView } from './empty-view.ts';
import type { ViewState } from './use-view.ts';

interface Offered {
  readonly state: ViewState;
  readonly copyLink: () => void;
  /** Whether the list of runs is shown. */
  readonly picker: boolean;
  readonly turnPicker: () => void;
}

export function useCompareActions({ state, copyLink, picker, turnPicker }: Offered): void {
  const { change, set, view } = state;
  const { zoom, selection } = view;
  const actions = useMemo((): Action[] => {
    const charts = chartChoices.map(({ value, label }) => ({
      id: `compare.chart.${value}`,
      label: `Draw: ${label}`,
      group: 'Compare',
      run: () => change({ chart: value, zoom: null }),
    }));
    return [
      { id: 'compare.copyLink', label: 'Copy a link to this view', group: 'Compare', run: copyLink },
      {
        id: 'compare.anew',
        label: 'Start over: an empty comparison',
        group: 'Compare',
        keywords: 'new clear pick none',
        run: () => set(emptyView),
      },
      {
        id: 'compare.showAll',
        label: 'Show all: undo the zoom',
        group: 'Compare',
        disabled: zoom === null,
        run: () => change({ zoom: null }),
      },
      {
        id: 'compare.bringBack',
        label: 'Bring back the runs that were left out',
        group: 'Compare',
        disabled: selection.without.length === 0,
        run: () => change({ selection: { ...selection, without: [] } }),
      },
      {
        id: 'compare.takeOut',
        label: 'Take out the single runs',
        group: 'Compare',
        disabled: selection.runs.length === 0,
        run: () => change({ selection: { ...selection, runs: [] } }),
      },
      {
        id: 'compare.list',
        label: picker ? 'Hide the list of runs' : 'Show the list of runs',
        group: 'Compare',
        run: turnPicker,
      },
      ...charts,
    ];
  }, [change, set, copyLink, zoom, selection, picker, turnPicker]);
  useActions(actions);
}
