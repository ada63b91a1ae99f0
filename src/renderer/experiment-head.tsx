// The head of an experiment's page: name, star, tags, notes, progress, and what can be done with it.

import { ActionIcon, Alert, Button, Group, Text, Title } from '@mantine/core';
import { StarFilledIcon, StarIcon } from '@radix-ui/react-icons';
import { memo, useMemo } from 'react';
import type { ExperimentSummary } from '../contract/window.ts';
import { axisName } from '../core/names.ts';
import { counted } from '../core/number-text.ts';
import { encodeView } from './compare/view-link.ts';
import { Controls } from './controls.tsx';
import { ExperimentMenu } from './experiment-menu.tsx';
import { ProgressLine, StateBadge } from './progress-line.tsx';
import { hashOf } from './router.ts';
import { type Action, useActions, useCommands } from './shell/actions.ts';
import { type StillSummary, stillOf } from './still-summary.ts';
import { useSame } from './use-same.ts';
import { useSelected, type WorkbenchStore } from './workbench-store.ts';

interface Props {
  readonly summary: ExperimentSummary;
  readonly store: WorkbenchStore;
}
/** More tags than these are counted. */
const mostTags = 12;

export function ExperimentHead({ summary, store }: Props) {
  return (
    <section className="card" aria-label="Progress">
      <Still summary={useSame(stillOf(summary))} store={store} />
      <ProgressLine summary={summary} />
      {summary.error !== '' && (
        <Alert color="red" mt="sm" py={8} role="alert" style={{ overflowWrap: 'anywhere' }}>
          {summary.error}
        </Alert>
      )}
    </section>
  );
}

const Still = memo(function Still({ summary, store }: { summary: StillSummary; store: WorkbenchStore }) {
  const readOnly = useSelected(store, ({ info }) => info?.readOnly === true);
  const { compare, design } = useWaysOn(summary, readOnly);
  return (
    <>
      <div className="head-row">
        <Group gap="sm" wrap="nowrap" align="flex-start" className="head-name">
          <Title order={1} size="h3" style={{ overflowWrap: 'anywhere', minWidth: 0 }}>
            {summary.name}
          </Title>
          <Star summary={summary} store={store} readOnly={readOnly} />
        </Group>
        <Group gap="xs">
          <Button component="a" href={compare} size="xs" variant="default">
            Compare these runs
          </Button>
          {design !== null && (
            <Button component="a" href={design} size="xs" variant="default">
              New experiment from this one
            </Button>
          )}
          <Controls summary={summary} store={store} />
          <ExperimentMenu summary={summary} store={store} />
        </Group>
      </div>
      <Group gap="sm" mt={6} mb={10} align="flex-start" wrap="nowrap">
        <StateBadge state={summary.state} />
        <div style={{ minWidth: 0 }}>
          <Text size="sm" className="quiet">
            {[...summary.axes.map(axisName), counted(summary.seeds, 'seed')].join(' × ')}
            {summary.notes === '' ? '' : ` · ${summary.notes}`}
          </Text>
          <Tags tags={summary.tags} />
        </div>
      </Group>
    </>
  );
});

/** Where one goes on from here, as links and as commands. */
function useWaysOn({ id, name }: StillSummary, readOnly: boolean) {
  const compare = hashOf({ page: 'compare', view: encodeView({ selection: { experiments: [id] } }) });
  const design = readOnly ? null : hashOf({ page: 'design', from: id });
  const actions = useMemo((): Action[] => {
    const go = (action: string, label: string, hash: string): Action => ({
      id: `experiment.${action}`,
      label: `${label}: ${name}`,
      group: 'Experiment',
      run: () => {
        location.hash = hash;
      },
    });
    return [
      go('compare', 'Compare these runs', compare),
      ...(design === null ? [] : [go('design', 'New experiment from this one', design)]),
    ];
  }, [name, compare, design]);
  useActions(actions);
  return { compare, design };
}

function Star(props: { summary: StillSummary; store: WorkbenchStore; readOnly: boolean }) {
  const { summary, store, readOnly } = props;
  const { id, starred } = summary;
  const label = starred ? 'Take the star away' : 'Give it a star';
  const turn = (): void => {
    store.link.call('experiment.annotate', { ids: [id], starred: !starred }).catch(store.notify);
  };
  useCommands('Experiment', readOnly ? [] : [{ id: 'experiment.star', label, run: turn }]);
  if (readOnly) return starred ? <StarFilledIcon role="img" aria-label="starred" /> : null;
  return (
    <ActionIcon variant="subtle" aria-label={label} title={label} aria-pressed={starred} onClick={turn}>
      {starred ? <StarFilledIcon /> : <StarIcon />}
    </ActionIcon>
  );
}

function Tags({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return null;
  return (
    <ul className="head-tags" aria-label="Tags">
      {tags.slice(0, mostTags).map((tag) => (
        <li key={tag}>{tag}</li>
      ))}
      {tags.length > mostTags && <li>{(tags.length - mostTags).toLocaleString('en')} more</li>}
    </ul>
  );
}
