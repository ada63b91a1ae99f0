// One experiment of the list: while it is at work a card with its progress and controls, afterwards a line.

import { Group, Text } from '@mantine/core';
import type { ExperimentSummary } from '../../contract/window.ts';
import { axisName } from '../../core/names.ts';
import { counted } from '../../core/number-text.ts';
import { Controls } from '../controls.tsx';
import { ProgressLine, StateBadge } from '../progress-line.tsx';
import { hashOf } from '../router.ts';
import { dateText, momentText } from '../words.ts';
import type { WorkbenchStore } from '../workbench-store.ts';

const factsOf = ({ axes, seeds }: ExperimentSummary): string =>
  [...axes.map(axisName), counted(seeds, 'seed')].join(' × ');

function Name({ summary }: { summary: ExperimentSummary }) {
  return (
    <Group gap="sm" wrap="wrap">
      <Text fw={600} className="row-name" component="span">
        {summary.starred && <span title="starred">★ </span>}
        <bdi>{summary.name}</bdi>
      </Text>
      <StateBadge state={summary.state} />
    </Group>
  );
}

export function OverRow({ summary, store }: { summary: ExperimentSummary; store: WorkbenchStore }) {
  const { id, created, progress, error } = summary;
  return (
    <li className="over-item">
      <a className="over-row" href={hashOf({ page: 'experiment', id })}>
        <div style={{ minWidth: 0 }}>
          <Name summary={summary} />
          <Text size="sm" className="quiet" component="div">
            {factsOf(summary)}
          </Text>
          {error !== '' && <div className="row-error">{error}</div>}
        </div>
        <div className="quiet over-when">
          {progress.runsFinished} of {counted(progress.runs, 'run')}
          <br />
          {dateText(created)}
        </div>
      </a>
      <Controls summary={summary} store={store} />
    </li>
  );
}

export function ExperimentRow({ summary, store }: { summary: ExperimentSummary; store: WorkbenchStore }) {
  return (
    <li className="card experiment-row">
      <Group justify="space-between" align="flex-start" wrap="nowrap" mb={8}>
        <a className="row-link" href={hashOf({ page: 'experiment', id: summary.id })}>
          <Name summary={summary} />
          <Text size="sm" className="quiet">
            {factsOf(summary)} · started {momentText(summary.created)}
          </Text>
        </a>
        <Controls summary={summary} store={store} />
      </Group>
      <ProgressLine summary={summary} />
      {summary.error !== '' && <div className="row-error">{summary.error}</div>}
    </li>
  );
}
