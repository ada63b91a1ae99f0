// Compare: runs of any experiments beside each other. Left, which runs; right, one chart of them. The address holds the view.
import { ActionIcon, Alert, Button, Group, Loader, Title } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { HamburgerMenuIcon, Link2Icon } from '@radix-ui/react-icons';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { Hit, Scene } from '../../charts/scene.ts';
import { heldRuns, shownRuns } from '../../charts/view/arrange-runs.ts';
import { viewHeight } from '../../charts/view/draw-view.ts';
import type { FrozenData } from '../../core/frozen-data.ts';
import type { View } from '../../core/view.ts';
import type { PageProps } from '../page-props.ts';
import { AddToDeck } from '../present/add-to-deck.tsx';
import { useLive } from '../use-live.ts';
import type { WorkbenchStore } from '../workbench-store.ts';
import { ChartStage, type Tool } from './chart-stage.tsx';
import { sidesFor } from './choices.ts';
import './compare.css';
import { WordsLine } from '../shell/words-line.tsx';
import { DataTable } from './data-table.tsx';
import { EmptyCompare } from './empty-compare.tsx';
import { ExportMenu } from './export-menu.tsx';
import { type Lasso, LassoMenu } from './lasso-menu.tsx';
import { LedgerView } from './ledger-view.tsx';
import { RunPicker } from './run-picker.tsx';
import { RunsDrawer } from './runs-drawer.tsx';
import { SamplesView } from './samples-view.tsx';
import { ScheduleCompare } from './schedule-compare.tsx';
import { onlyThese, toggled, withExperiments } from './select-runs.ts';
import { ToolButtons } from './tool-buttons.tsx';
import { useCompareActions } from './use-compare-actions.ts';
import { useCopyLink } from './use-copy-link.ts';
import { useView, type ViewState } from './use-view.ts';
import { useViewData, type ViewData } from './use-view-data.ts';
import { ViewToolbar } from './view-toolbar.tsx';
import { viewWords } from './view-words.ts';
import { ViewsMenu } from './views-menu.tsx';

export function ComparePage({ store, workbench, route }: PageProps<'compare'>) {
  const state = useView(route, store);
  const { view, set, change, broken } = state;
  const read = useViewData(view, store);
  const scene = useRef<Scene | null>(null);
  const [picker, setPicker] = useState(true);
  const link = useCopyLink(store);
  const turnPicker = useCallback(() => setPicker((shown) => !shown), []);
  useCompareActions({ state, copyLink: link, picker, turnPicker });
  const experiments = workbench.experiments ?? [];
  const pick = (ids: readonly number[]): void => {
    const next = withExperiments(view, ids, read.history ?? []);
    set(view.selection.experiments.length === 0 ? { ...next, colour: null, column: null } : next);
  };
  const [first] = view.selection.experiments;
  const name = experiments.find(({ id }) => id === first)?.name ?? 'Comparison';
  const runs = useMemo(() => read.data?.runs ?? [], [read.data]);
  useFirstSides(view, read, set);
  return (
    <div className="compare" data-picker={picker}>
      <header className="compare-head">
        <Group gap="xs" wrap="nowrap">
          <ActionIcon
            variant="default"
            size={30}
            aria-label={picker ? 'Hide the list of runs' : 'Show the list of runs'}
            aria-expanded={picker}
            onClick={turnPicker}
          >
            <HamburgerMenuIcon />
          </ActionIcon>
          <Title order={1} size="h3">
            Compare
          </Title>
        </Group>
        <Group gap="xs">
          <ViewsMenu view={view} suggested={name} store={store} onOpen={(saved) => set(saved.view)} />
          <Button size="xs" variant="default" leftSection={<Link2Icon />} onClick={link}>
            Copy link
          </Button>
          <ExportMenu view={read.view} data={read.data} scene={scene} store={store} />
          <AddToDeck
            view={read.view}
            data={read.stale || read.finer === 'reading' ? null : read.data}
            store={store}
          />
        </Group>
      </header>
      {broken && (
        <Alert color="orange" role="alert" title="The address holds no view that can be read">
          It was cut short or is of a newer Springback. What you see is an empty comparison.
        </Alert>
      )}
      {picker && (
        <RunPicker
          key={route.saved}
          selection={view.selection}
          experiments={experiments}
          history={read.history}
          chosen={read.chosen}
          onExperiments={pick}
          onSelection={(selection) => change({ selection, zoom: null })}
        />
      )}
      <Stage
        state={state}
        read={read}
        runs={runs}
        scene={scene}
        store={store}
        onPick={pick}
        experiments={experiments}
      />
    </div>
  );
}

/** The first time that runs of a bare view are there, its sides are given what their axes suggest. */
function useFirstSides(view: View, { data, stale }: ViewData, set: (view: View) => void): void {
  const done = useRef('');
  const key = view.selection.experiments.join();
  if (stale || data === null || data.runs.length === 0 || done.current === key) return;
  done.current = key;
  const next = sidesFor(view, heldRuns(view.selection, data.runs));
  const bare = view.colour === null && view.column === null && view.row === null && view.dash === null;
  if (bare && next.colour !== view.colour) queueMicrotask(() => set(next));
}

interface StageProps {
  readonly state: ViewState;
  readonly read: ViewData;
  readonly runs: FrozenData['runs'];
  readonly scene: { current: Scene | null };
  readonly store: WorkbenchStore;
  readonly experiments: Parameters<typeof EmptyCompare>[0]['experiments'];
  onPick(ids: readonly number[]): void;
}

/** Charts with scales that can be zoomed, and marks that a lasso can catch. */
const scaled: ReadonlySet<View['chart']> = new Set(['curves', 'trend', 'path']);

function Stage(props: StageProps) {
  const { state, read, runs, store } = props;
  const { view, change } = state;
  const metrics = useMetrics(store, runs);
  const [tool, setTool] = useState<Tool>('zoom');
  const nothing = view.selection.experiments.length === 0 && view.selection.runs.length === 0;
  if (nothing) return <EmptyCompare experiments={props.experiments} onPick={props.onPick} />;
  const [a, b] = view.selection.experiments;
  return (
    <section className="card compare-main" aria-label="Comparison">
      <ViewToolbar
        view={view}
        runs={runs}
        metrics={metrics}
        change={change}
        end={
          read.data !== null &&
          scaled.has(view.chart) && (
            <ToolButtons
              tool={tool}
              zoomed={view.zoom !== null}
              onTool={setTool}
              onReset={() => change({ zoom: null })}
            />
          )
        }
      />
      {read.failure !== null && (
        <Alert color="red" role="alert" mb="sm">
          {read.failure.message}
        </Alert>
      )}
      {read.data === null ? (
        <Waiting failed={read.failure !== null} />
      ) : (
        <Shown {...props} data={read.data} tool={tool} />
      )}
      {read.data !== null && <WordsLine names={viewWords(read.view)} />}
      {read.data !== null && <DataTable view={read.view} data={read.data} />}
      {a !== undefined && b !== undefined && view.selection.experiments.length === 2 && (
        <ScheduleCompare ids={[a, b]} store={store} />
      )}
    </section>
  );
}

const Waiting = ({ failed }: { failed: boolean }) =>
  failed ? null : (
    <div className="compare-waiting">
      <Loader role="progressbar" aria-label="Reading the runs" />
    </div>
  );

function useMetrics(store: WorkbenchStore, runs: FrozenData['runs']): readonly string[] {
  // Runs of one kind have the same metrics: a few of each experiment tell all of them.
  const asked = useMemo(
    () =>
      [...Map.groupBy(runs, (run) => run.experiment).values()].flatMap((own) =>
        own.slice(-24).map(({ id }) => id),
      ),
    [runs],
  );
  const { value } = useLive(`metrics ${asked.join()}`, 0, 0, () =>
    asked.length === 0 ? Promise.resolve([]) : store.link.call('compare.metrics', { runs: asked }),
  );
  const kept = useRef<readonly string[]>([]);
  if (value !== null && value.length > 0) kept.current = value;
  return kept.current;
}

function Shown({ state, read, scene, store, data, tool }: StageProps & { data: FrozenData; tool: Tool }) {
  const { view, change } = state;
  const drawn = read.view;
  if (drawn.chart === 'samples') return <SamplesView view={drawn} data={data} change={change} />;
  if (drawn.chart === 'ledger' || drawn.chart === 'resistance')
    return (
      <LedgerView key={data.ledger?.name} view={drawn} data={data} onClaim={(claim) => change({ claim })} />
    );
  const common = { view, drawn, data, change, scene, read, store, tool };
  return <Chart {...common} />;
}

interface ChartProps extends Pick<StageProps, 'read' | 'scene' | 'store'> {
  readonly view: View;
  readonly drawn: View;
  readonly data: FrozenData;
  readonly tool: Tool;
  change(patch: Partial<View>): void;
}

function Chart({ view, drawn, data, change, scene, read, store, tool }: ChartProps) {
  const { ref, width } = useElementSize();
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
