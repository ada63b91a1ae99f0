// The chart of a comparison with what a hand does to it: zoom, the runs behind a mark, a lasso, the legend.
import { useCallback, useMemo, useState } from 'react';
import type { Hit, Scene } from '../../charts/scene.ts';
import { shownRuns } from '../../charts/view/arrange-runs.ts';
import { viewHeight } from '../../charts/view/draw-view.ts';
import type { FrozenData } from '../../core/frozen-data.ts';
import type { View } from '../../core/view.ts';
import { useWidth } from '../use-width.ts';
import type { WorkbenchStore } from '../workbench-store.ts';
import { ChartStage, type Tool } from './chart-stage.tsx';
import { type Lasso, LassoMenu } from './lasso-menu.tsx';
import { RunsDrawer } from './runs-drawer.tsx';
import { onlyThese, toggled } from './select-runs.ts';
import type { ViewData } from './use-view-data.ts';

interface Props {
  readonly view: View;
  readonly drawn: View;
  readonly data: FrozenData;
  readonly tool: Tool;
  readonly read: ViewData;
  readonly scene: { current: Scene | null };
  readonly store: WorkbenchStore;
  change(patch: Partial<View>): void;
}

export function ComparedChart({ view, drawn, data, change, scene, read, store, tool }: Props) {
  const { ref, width } = useWidth<HTMLDivElement>();
  const [hit, setHit] = useState<Hit | null>(null);
  const [lasso, setLasso] = useState<Lasso | null>(null);
  const height = useMemo(
    () => viewHeight(drawn, data, Math.max(280, width), Math.max(430, Math.min(1400, innerHeight - 390))),
    [drawn, data, width],
  );
  const select = (selection: View['selection']): void => {
    setHit(null);
    setLasso(null);
    change({ selection });
  };
  const drawnIds = (): number[] => shownRuns(view, data).map(({ id }) => id);
  const leaveOut = (runs: readonly number[]): void =>
    select({ ...view.selection, without: [...new Set([...view.selection.without, ...runs])] });
  const keepOnly = (runs: readonly number[]): void => select(onlyThese(view.selection, drawnIds(), runs));
  const zoom = useCallback((next: View['zoom']) => change({ zoom: next }), [change]);
  const keep = useCallback(
    (next: Scene) => {
      scene.current = next;
    },
    [scene],
  );
  return (
    <div ref={ref} className="compare-chart">
      {width > 0 && (
        <ChartStage
          view={drawn}
          data={data}
          height={height}
          tool={tool}
          stale={read.stale}
          finer={read.finer}
          onZoom={zoom}
          onPick={setHit}
          onLasso={(runs, at) => setLasso(runs.length === 0 ? null : { runs, at })}
          onToggle={({ runs }) => change({ selection: toggled(view.selection, runs) })}
          onScene={keep}
        />
      )}
      {lasso !== null && (
        <LassoMenu lasso={lasso} onKeep={keepOnly} onLeave={leaveOut} onClose={() => setLasso(null)} />
      )}
      <RunsDrawer
        hit={hit}
        view={view}
        runs={data.runs}
        history={read.history ?? []}
        store={store}
        onClose={() => setHit(null)}
        onLeaveOut={leaveOut}
        onKeepOnly={keepOnly}
      />
    </div>
  );
}
