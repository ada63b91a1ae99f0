// Compare: runs of any experiments beside each other. Left, which runs; right, one chart of them. The address holds the view.
import { ActionIcon, Alert, Button, Group, Title } from '@mantine/core';
import { HamburgerMenuIcon, Link2Icon } from '@radix-ui/react-icons';
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import type { Scene } from '../../charts/scene.ts';
import type { FrozenData } from '../../core/frozen-data.ts';
import type { Selection, View } from '../../core/view.ts';
import type { PageProps } from '../page-props.ts';
import { AddToDeck } from '../present/add-to-deck.tsx';
import { useStillSummaries } from '../still-summary.ts';
import { useLive } from '../use-live.ts';
import type { WorkbenchStore } from '../workbench-store.ts';
import type { Tool } from './chart-stage.tsx';
import './compare.css';
import { WordsLine } from '../shell/words-line.tsx';
import { ComparedChart } from './compared-chart.tsx';
import { DataTable } from './data-table.tsx';
import { EmptyCompare } from './empty-compare.tsx';
import { emptyView } from './empty-view.ts';
import { ExportMenu } from './export-menu.tsx';
import { LedgerView } from './ledger-view.tsx';
import { isReplaced, Reading, ReadingOver, readingWords } from './reading.tsx';
import { RunPicker } from './run-picker.tsx';
import { SamplesView } from './samples-view.tsx';
import { ScheduleCompare } from './schedule-compare.tsx';
import { withExperiments } from './select-runs.ts';
import { asItStands } from './settle-view.ts';
import { ToolButtons } from './tool-buttons.tsx';
import { useCompareActions } from './use-compare-actions.ts';
import { useCopyLink } from './use-copy-link.ts';
import { useSettling, useView, type ViewState } from './use-view.ts';
import { useViewData, type ViewData } from './use-view-data.ts';
import { ViewToolbar } from './view-toolbar.tsx';
import { viewWords } from './view-words.ts';
import { ViewsMenu } from './views-menu.tsx';

export function ComparePage({ store, route }: Omit<PageProps<'compare'>, 'workbench'>) {
  const state = useView(route, store);
  const { view, set, change, broken } = state;
  const experiments = useStillSummaries(store);
  const read = useViewData(view, experiments, store);
  const scene = useRef<Scene | null>(null);
  const [picker, setPicker] = useState(true);
  const link = useCopyLink(store);
  const turnPicker = useCallback(() => setPicker((shown) => !shown), []);
  useCompareActions({ state, copyLink: link, picker, turnPicker });
  const { history } = read;
  const pick = useCallback(
    (ids: readonly number[]): void => set(withExperiments(view, ids, history ?? [])),
    [set, view, history],
  );
  const select = useCallback((selection: Selection) => change({ selection, zoom: null }), [change]);
  const anew = useCallback(() => set(emptyView), [set]);
  const [first] = view.selection.experiments;
  const name = experiments.find(({ id }) => id === first)?.name ?? 'Comparison';
  const runs = read.data?.runs ?? noRuns;
  useSettling(state, read);
  const why = whyNothing(view, read);
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
          <ViewsMenu
            view={view}
            suggested={name}
            store={store}
            why={nothingPicked(view) ? pickFirst : ''}
            onOpen={(saved) => set(asItStands(saved.view))}
          />
          <Button size="xs" variant="default" leftSection={<Link2Icon />} onClick={link}>
            Copy link
          </Button>
          <ExportMenu view={read.view} data={read.data} scene={scene} store={store} why={why} />
          <AddToDeck
            view={read.view}
            data={read.stale || read.finer === 'reading' ? null : read.data}
            store={store}
            why={why !== '' || !(read.stale || read.finer === 'reading') ? why : reading}
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
          onSelection={select}
          onAnew={anew}
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

const noRuns: FrozenData['runs'] = [];
const nothingPicked = ({ selection }: View): boolean =>
  selection.experiments.length === 0 && selection.runs.length === 0;
const pickFirst = 'Pick runs first: nothing is drawn yet.';
const reading = 'The runs are still being read.';

/** Why there is nothing that could be exported or put on a slide, '' where there is. */
function whyNothing(view: View, { view: drawn, data, stale, chosen }: ViewData): string {
  if (nothingPicked(view)) return pickFirst;
  if (data === null || (stale && isReplaced(view, drawn))) return reading;
  return chosen.ids.length === 0 ? 'No run is left: nothing is drawn.' : '';
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
  // The chart is drawn first; what is offered for its runs follows.
  const offered = useDeferredValue(runs);
  const metrics = useMetrics(store, offered);
  const [tool, setTool] = useState<Tool>('zoom');
  const [a, b] = view.selection.experiments;
  const name = props.experiments.find(({ id }) => id === a)?.name ?? '';
  const words = readingWords(view, read.chosen.ids.length, name);
  const { data } = read;
  // A view that is not settled is about to be, unless it has no runs to be settled by.
  const unfit = data !== null && !read.view.settled && data.runs.length > 0;
  const shown = data === null || unfit || (read.stale && isReplaced(view, read.view)) ? null : data;
  const handled = shown !== null && scaled.has(view.chart);
  const zoomed = view.zoom !== null;
  const tools = useMemo(
    () =>
      handled && (
        <ToolButtons tool={tool} zoomed={zoomed} onTool={setTool} onReset={() => change({ zoom: null })} />
      ),
    [handled, tool, zoomed, change],
  );
  if (nothingPicked(view)) return <EmptyCompare experiments={props.experiments} onPick={props.onPick} />;
  return (
    <section className="card compare-main" aria-label="Comparison">
      <ViewToolbar view={view} runs={offered} metrics={metrics} change={change} end={tools} />
      {read.failure !== null && (
        <Alert color="red" role="alert" mb="sm">
          {read.failure.message}
        </Alert>
      )}
      {shown !== null && (
        <div className="compare-drawn">
          <ReadingOver words={read.stale ? words : ''} />
          <Shown {...props} data={shown} tool={tool} />
          <WordsLine names={viewWords(read.view)} />
          <DataTable view={read.view} data={shown} />
        </div>
      )}
      {shown === null && read.failure === null && <Reading words={words} />}
      {a !== undefined && b !== undefined && view.selection.experiments.length === 2 && (
        <ScheduleCompare ids={[a, b]} store={store} />
      )}
    </section>
  );
}

/** The first of the experiments is the one that is judged. */
const judging = (selection: View['selection'], id: number): View['selection'] => ({
  ...selection,
  experiments: [id, ...selection.experiments.filter((other) => other !== id)],
});

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

function Shown(props: StageProps & { data: FrozenData; tool: Tool }) {
  const { state, read, scene, store, data, tool } = props;
  const { view, change } = state;
  const drawn = read.view;
  if (drawn.chart === 'samples') return <SamplesView view={drawn} data={data} change={change} />;
  if (drawn.chart === 'ledger' || drawn.chart === 'resistance')
    return (
      <LedgerView
        key={data.ledger?.name}
        view={drawn}
        data={data}
        onClaim={(claim) => change({ claim })}
        experiments={props.experiments.filter(({ id }) => view.selection.experiments.includes(id))}
        onExperiment={(id) => change({ selection: judging(view.selection, id), claim: null })}
      />
    );
  const common = { view, drawn, data, change, scene, read, store, tool };
  return <ComparedChart {...common} />;
}
