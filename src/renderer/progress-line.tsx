// How far an experiment is: state, bar, runs, speed, time to go.
import { Badge, Group, Progress } from '@mantine/core';
import { formatCount } from '../charts/format.ts';
import type { ExperimentSummary } from '../contract/window.ts';
import { counted } from '../core/number-text.ts';
import { roughDuration, shareDone, stateColors } from './words.ts';

export function StateBadge({ state }: { state: ExperimentSummary['state'] }) {
  return (
    <Badge
      variant="light"
      color={stateColors[state]}
      radius="sm"
      tt="none"
      data-state={state}
      style={{ flexShrink: 0 }}
    >
      {state}
    </Badge>
  );
}

export function ProgressLine({ summary }: { summary: ExperimentSummary }) {
  const percent = shareDone(summary) * 100;
  const color = stateColors[summary.state];
  return (
    <div>
      <Progress.Root size={8} radius="xl">
        <Progress.Section value={percent} color={color} aria-label={`Progress of ${summary.name}`} />
      </Progress.Root>
      <Group justify="space-between" gap="xs" mt={4} className="quiet progress-words">
        <span>{amounts(summary)}</span>
        <span>{pace(summary)}</span>
      </Group>
    </div>
  );
}

function amounts({ progress }: ExperimentSummary): string {
  const parts = [
    `${progress.runsFinished} of ${counted(progress.runs, 'run')}`,
    `${progress.stepsFinished} of ${counted(progress.steps, 'step')}`,
    progress.tokens > 0
      ? `${formatCount(progress.tokensDone)} of ${formatCount(progress.tokens)} tokens`
      : 'nothing to train',
    progress.stepsFailed > 0 ? `${progress.stepsFailed} failed` : '',
  ];
  return parts.filter(Boolean).join(' · ');
}

function pace({ state, progress }: ExperimentSummary): string {
  if (state !== 'running') return '';
  const speed = `${formatCount(Math.round(progress.tokensPerSecond))} tokens/s on average`;
  const left =
    progress.etaSeconds === null
      ? 'time to go not yet known'
      : `about ${roughDuration(progress.etaSeconds)} to go`;
  return progress.tokensPerSecond > 0 ? `${speed} · ${left}` : left;
}
