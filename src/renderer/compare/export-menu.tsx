// The menu that saves what is drawn: pictures and tables, and the raw points behind them with progress and a way to stop.
import { Button, Menu, Progress, Text } from '@mantine/core';
import { DownloadIcon } from '@radix-ui/react-icons';
import { type RefObject, useRef, useState } from 'react';
import type { Scene } from '../../charts/scene.ts';
import { shownRuns } from '../../charts/view/arrange-runs.ts';
import { drawnTable, toCsv, viewFileName } from '../../charts/view/drawn-table.ts';
import { neededSeries } from '../../charts/view/needed-data.ts';
import type { FrozenData } from '../../core/frozen-data.ts';
import type { View } from '../../core/view.ts';
import { useCommands } from '../shell/actions.ts';
import type { WorkbenchStore } from '../workbench-store.ts';
import { csvBlob, pngBlob, type RawProgress, rawCsv, saveBlob, svgBlob } from './export-view.ts';
import { ReasonedButton } from './reasoned-button.tsx';

interface Props {
  readonly view: View;
  readonly data: FrozenData | null;
  readonly scene: RefObject<Scene | null>;
  readonly store: WorkbenchStore;
  /** Why there is nothing to export, '' where there is. */
  readonly why: string;
}
const scales = [1, 2, 3, 4];

export function ExportMenu({ view, data, scene, store, why }: Props) {
  const [raw, setRaw] = useState<RawProgress | null>(null);
  const stop = useRef(false);
  const name = viewFileName(view, data === null ? [] : shownRuns(view, data));
  const drawn = view.chart !== 'ledger' && view.chart !== 'samples';
  const png = (scale: number): void => {
    if (scene.current === null) return;
    pngBlob(scene.current, scale)
      .then((blob) => saveBlob(blob, `${name}@${scale}x.png`))
      .catch(store.notify);
  };
  const points = (): void => {
    if (data === null) return;
    stop.current = false;
    const metrics = neededSeries(view)?.metrics ?? [view.metric];
    const runs = shownRuns(view, data);
    rawCsv(store.link, { runs }, metrics, setRaw, () => stop.current)
      .then((text) => text !== null && saveBlob(csvBlob(text), `${name}-points.csv`))
      .catch(store.notify)
      .finally(() => setRaw(null));
  };
  const svg = (): void => {
    if (scene.current !== null) saveBlob(svgBlob(scene.current), `${name}.svg`);
  };
  const csv = (): void => {
    if (data !== null) saveBlob(csvBlob(toCsv(drawnTable(view, data))), `${name}.csv`);
  };
  const hasPoints = view.chart !== 'samples' && neededSeries(view) !== null;
  const saving = data === null || raw !== null;
  const exported = (id: string, label: string, run: () => void) => ({
    id: `compare.export.${id}`,
    label,
    keywords: 'save export picture table',
    disabled: saving,
    run,
  });
  useCommands('Compare', [
    ...(drawn
      ? [
          exported('svg', 'Export SVG, sharp at any size', svg),
          ...scales.map((scale) => exported(`png${scale}`, `Export PNG, ${scale}×`, () => png(scale))),
        ]
      : []),
    exported('csv', 'Export CSV of what is drawn', csv),
    ...(hasPoints ? [exported('points', 'Export CSV of every raw point', points)] : []),
  ]);
  if (raw !== null) return <Gathering progress={raw} onStop={() => (stop.current = true)} />;
  return (
    <Menu position="bottom-end" shadow="md" withinPortal disabled={why !== ''}>
      <Menu.Target>
        <ReasonedButton size="xs" variant="default" leftSection={<DownloadIcon />} why={why}>
          Export
        </ReasonedButton>
      </Menu.Target>
      <Menu.Dropdown>
        {drawn && (
          <>
            <Menu.Item onClick={svg}>SVG, sharp at any size</Menu.Item>
            {scales.map((scale) => (
              <Menu.Item key={scale} onClick={() => png(scale)}>
                PNG, {scale}×
              </Menu.Item>
            ))}
            <Menu.Divider />
          </>
        )}
        <Menu.Item onClick={csv}>CSV of what is drawn</Menu.Item>
        {hasPoints && <Menu.Item onClick={points}>CSV of every raw point</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
}

function Gathering({ progress, onStop }: { progress: RawProgress; onStop: () => void }) {
  const text = `${progress.done} of ${progress.of} runs`;
  return (
    <div className="compare-gathering" role="status">
      <Text size="xs">{text}</Text>
      <Progress
        value={(100 * progress.done) / Math.max(1, progress.of)}
        w={80}
        aria-label={`Raw points: ${text}`}
      />
      <Button size="compact-xs" variant="default" onClick={onStop}>
        Stop
      </Button>
    </div>
  );
}
