// The history: every experiment and run in one table, found by filters, marked, compared, carried away and cleaned up.
import { Alert, Center, Loader, SegmentedControl, Switch, Title } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import type { PageProps } from '../page-props.ts';
import { go } from '../router.ts';
import { BulkBar } from './bulk-bar.tsx';
import { ColumnChooser } from './column-chooser.tsx';
import { DetailDrawer } from './detail-drawer.tsx';
import { type Dialog, Dialogs, HistoryMenu } from './dialogs.tsx';
import { EmptyHistory, EmptyTrash, NothingFound } from './empty-history.tsx';
import { FilterField } from './filter-field.tsx';
import './history.css';
import { Term } from '../shell/term.tsx';
import type { HistoryRow, RowMode } from './history-rows.ts';
import { HistoryTable } from './history-table.tsx';
import { keepOnly, nothingSelected, type Selected } from './selection.ts';
import { loadSettings, parseSort, saveSettings, sortText, type TableSettings } from './table-settings.ts';
import { useFilterText } from './use-filter-text.ts';
import { useHistory } from './use-history.ts';
import { useHistoryActions } from './use-history-actions.ts';
import { useMarks } from './use-marks.ts';
import { type Place, useNamedRow, usePlace } from './use-place.ts';
import { useRowsOf } from './use-rows.ts';
import { useTop } from './use-top.ts';

export function HistoryPage({ store, workbench, route }: PageProps<'history'>) {
  const history = useHistory(store, workbench);
  const place = usePlace(route);
  const { mode, openRow } = place;
  const withArchived = route.archived ?? false;
  const setWithArchived = (archived: boolean): void => place.change({ archived });
  const [filter, setFilter] = useFilterText(route.filter ?? '', (text) =>
    place.change({ filter: text === '' ? undefined : text }),
  );
  const [asked, setDialog] = useState<Dialog | null>(null);
  const readOnly = workbench.info?.readOnly ?? true;
  const view = useRowsOf(history.data, mode, filter, withArchived);
  const dialog = asked ?? (route.dialog === undefined || readOnly ? null : { kind: route.dialog });
  const [settings, setSettings] = useSettings(place, route.sort);
  const [selected, setSelected] = useState<Selected>(nothingSelected);
  const present = useMemo(() => new Set(view.all.map(({ key }) => key)), [view.all]);
  const kept = useMemo(() => keepOnly(selected, present), [selected, present]);
  // A row that is gone and comes back, from the trash or a backup, is not selected any more.
  useEffect(() => setSelected(kept), [kept]);
  const marks = useMarks(store, history);
  const chosen = useMemo(() => view.all.filter(({ key }) => kept.keys.has(key)), [view.all, kept]);
  const opened = useNamedRow(route.row, view.all, history.data);
  const changeMode = (next: RowMode): void => {
    place.setMode(next);
    setSelected(nothingSelected);
  };
  useHistoryActions({
    open: setDialog,
    mode,
    setMode: changeMode,
    readOnly,
    archived: { count: view.archived, shown: withArchived, show: setWithArchived },
    filter: { text: filter, clear: () => setFilter('') },
  });
  const onStar = useMemo(
    () =>
      readOnly || mode === 'trash' ? null : (row: HistoryRow) => marks.mark([row], { starred: !row.starred }),
    [readOnly, mode, marks],
  );
  const onSelected = useMemo(
    () => (change: (now: Selected) => Selected) => setSelected((now) => change(now)),
    [],
  );
  return (
    <div className="history" ref={useTop()}>
      <div className="history-tools">
        <Title order={1} size="h3" mr={8} style={{ lineHeight: 1.2 }}>
          History
        </Title>
        <SegmentedControl
          size="xs"
          aria-label="What the rows are"
          value={mode}
          onChange={(value) => changeMode(value as RowMode)}
          data={[
            { value: 'experiments', label: 'Experiments' },
            { value: 'runs', label: 'Runs' },
            { value: 'trash', label: 'Trash' },
          ]}
        />
        <FilterField
          value={filter}
          onChange={setFilter}
          vocabulary={view.vocabulary}
          error={view.error}
          example="width > 32 and state = finished, or any word"
        />
        <ColumnChooser mode={mode} columns={view.columns} settings={settings} onSettings={setSettings} />
        <HistoryMenu readOnly={readOnly} onDialog={setDialog} />
      </div>
      <div className="history-status">
        {chosen.length > 0 ? (
          <BulkBar
            mode={mode}
            rows={chosen}
            readOnly={readOnly}
            tags={view.vocabulary.tags}
            marks={marks}
            store={store}
            onDialog={setDialog}
            onClear={() => setSelected(nothingSelected)}
          />
        ) : (
          <>
            <span role="status" aria-live="polite">
              {history.data !== null && countText(view.rows.length, view.all.length, mode)}
            </span>
            {mode !== 'trash' && view.rows.length > 0 && <ScoreWords />}
            {mode !== 'trash' && view.archived > 0 && (
              <Switch
                size="xs"
                label={`Show archived (${view.archived.toLocaleString('en')})`}
                checked={withArchived}
                onChange={(event) => setWithArchived(event.currentTarget.checked)}
              />
            )}
          </>
        )}
      </div>
      {history.failure !== null && (
        <Alert color="red" role="alert" title="The history cannot be read">
          {history.failure.message}
        </Alert>
      )}
      {history.data === null ? (
        history.failure === null && (
          <Center py={80}>
            <Loader role="progressbar" aria-label="Reading the history" />
          </Center>
        )
      ) : view.rows.length > 0 ? (
        <HistoryTable
          key={mode}
          label={mode === 'runs' ? 'Runs' : mode === 'trash' ? 'Trash' : 'Experiments'}
          rows={view.rows}
          columns={view.columns}
          settings={settings}
          onSettings={setSettings}
          selected={kept}
          onSelected={onSelected}
          onOpen={openRow}
          onStar={onStar}
        />
      ) : (
        <div className="history-empty">
          {view.all.length > 0 ? (
            <NothingFound
              archived={withArchived ? 0 : view.archived}
              onClear={() => setFilter('')}
              onArchived={() => setWithArchived(true)}
            />
          ) : mode === 'trash' ? (
            <EmptyTrash />
          ) : (
            <EmptyHistory readOnly={readOnly} onImport={() => setDialog({ kind: 'import' })} />
          )}
        </div>
      )}
      <DetailDrawer
        row={opened ?? null}
        gone={opened === null && history.data !== null ? (route.row ?? null) : null}
        data={history.data}
        store={store}
        readOnly={readOnly || (opened?.trashed ?? null) !== null}
        tags={view.vocabulary.tags}
        marks={marks}
        onClose={place.closeRow}
        onRuns={(experiment) => go({ page: 'history', mode: 'runs', filter: `experiment = ${experiment}` })}
      />
      <Dialogs
        dialog={dialog}
        store={store}
        workbench={workbench}
        onClose={() => {
          setDialog(null);
          if (route.dialog !== undefined) place.change({ dialog: undefined });
        }}
      />
    </div>
  );
}

/** Heads of columns are buttons, which hold no other: their words stand here. */
const ScoreWords = () => (
  <span className="quiet">
    pretrained, aligned, final: the <Term name="primaryMetric" /> at <Term name="theta0" />, at{' '}
    <Term name="theta1" />, after <Term name="unalignment" />
  </span>
);

function countText(shown: number, all: number, mode: RowMode): string {
  const noun = mode === 'runs' ? 'run' : 'experiment';
  const words = `${noun}${all === 1 ? '' : 's'}${mode === 'trash' ? ' in the trash' : ''}`;
  const total = all.toLocaleString('en');
  return shown === all ? `${total} ${words}` : `${shown.toLocaleString('en')} of ${total} ${words}`;
}

/** How the table is arranged; an address that says how it is sorted goes before what was kept. */
function useSettings(
  { mode, change: amendPlace }: Place,
  sort: string | undefined,
): [TableSettings, (settings: TableSettings) => void] {
  const [all, setAll] = useState<Partial<Record<RowMode, TableSettings>>>({});
  const settings = useMemo(() => {
    const kept = all[mode] ?? loadSettings(mode);
    return sort === undefined ? kept : { ...kept, sorting: parseSort(sort) };
  }, [all, mode, sort]);
  const change = useMemo(
    () =>
      (next: TableSettings): void => {
        saveSettings(mode, next);
        setAll((now) => ({ ...now, [mode]: next }));
        amendPlace({ sort: sortText(next.sorting) || undefined });
      },
    [mode, amendPlace],
  );
  return [settings, change];
}
