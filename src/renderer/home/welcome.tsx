// What an empty history shows: the question, the quickstart, and the other ways to begin.
import { Alert, Anchor, Button, Group, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { asFailure } from '../host-failure.ts';
import { go, hashOf } from '../router.ts';
import { useCommands } from '../shell/actions.ts';
import { Term } from '../shell/term.tsx';
import { startTour } from '../shell/tour.ts';
import type { Workbench, WorkbenchStore } from '../workbench-store.ts';

export function Welcome({ store, workbench }: { store: WorkbenchStore; workbench: Workbench }) {
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  const schedule = workbench.info?.quickstart ?? null;
  const start = (): void => {
    setBusy(true);
    store.link
      .call('experiment.submit', { schedule })
      .then(({ id }) => go({ page: 'experiment', id }))
      .catch((error) => setFailure(asFailure(error).message))
      .finally(() => setBusy(false));
  };
  useCommands('Home', [
    {
      id: 'home.quickstart',
      label: 'Run the quickstart',
      keywords: 'start first train',
      disabled: busy || schedule === null,
      run: start,
    },
  ]);
  return (
    <section className="card welcome" aria-labelledby="welcome">
      <div>
        <Title order={2} size="h4" id="welcome" mb={6}>
          Does a language model spring back?
        </Title>
        <Text maw={720} mb="md">
          Springback <Term name="pretraining">pretrains</Term> small language models from nothing on this
          machine, <Term name="alignment">aligns</Term> them with a few examples of one behaviour, then{' '}
          <Term name="unalignment">unaligns</Term> them with examples of the opposite, and measures after
          every few <Term name="update">updates</Term> how far the behaviour has gone. The quickstart does
          this for several model sizes, pretraining amounts and <Term name="seed">seeds</Term> in half a
          minute to a minute on two cores, and draws the curves while they grow.
        </Text>
        {failure !== '' && (
          <Alert color="red" mb="md" role="alert">
            {failure}
          </Alert>
        )}
        <Group gap="md">
          <Button onClick={start} loading={busy} disabled={schedule === null}>
            Run the quickstart
          </Button>
          <Button variant="default" onClick={startTour}>
            Show me around
          </Button>
          <Anchor href={hashOf({ page: 'design' })} size="sm">
            Or design your own, from a template
          </Anchor>
        </Group>
      </div>
      <SpringPicture />
    </section>
  );
}

/** The idea in one line: up while aligned, back while unaligned, the dashed line is where it came from. */
function SpringPicture() {
  return (
    <svg viewBox="0 0 320 150" className="welcome-picture" aria-hidden>
      <line x1="8" x2="312" y1="104" y2="104" className="welcome-base" />
      <line x1="160" x2="160" y1="14" y2="128" className="welcome-turn" />
      <path d="M8 104 C 48 100, 70 34, 160 26" className="welcome-up" />
      <path d="M160 26 C 190 30, 196 84, 232 97 S 280 112, 312 114" className="welcome-down" />
      <text x="84" y="144">
        align
      </text>
      <text x="236" y="144">
        unalign
      </text>
      <text x="10" y="97" className="welcome-start">
        θ0
      </text>
      <text x="148" y="20" className="welcome-end">
        θ1
      </text>
    </svg>
  );
}
