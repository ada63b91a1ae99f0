// Watches every experiment from every page: says when one is through. Draws nothing. The title is `navigation.ts`'s.
import { useEffect, useRef } from 'react';
import type { ExperimentSummary } from '../../contract/window.ts';
import type { Workbench } from '../workbench-store.ts';
import { sayEnd } from './notify.ts';
import { ended } from './progress-title.ts';

export function ProgressWatch({ workbench }: { workbench: Workbench }) {
  const { experiments } = workbench;
  const known = useRef<ReadonlyMap<number, ExperimentSummary['state']>>(new Map());
  useEffect(() => {
    if (experiments === null) return;
    for (const summary of ended(known.current, experiments)) sayEnd(summary);
    known.current = new Map(experiments.map(({ id, state }) => [id, state]));
  }, [experiments]);
  return null;
}
