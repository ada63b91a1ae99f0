// The doctor: what this machine has, what it lacks, and what to do about it.
import { Alert, Anchor, Button, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { CheckCircledIcon, CrossCircledIcon, InfoCircledIcon } from '@radix-ui/react-icons';
import { useEffect, useMemo, useState } from 'react';
import type { DoctorCheck } from '../../contract/settings.ts';
import { asFailure } from '../host-failure.ts';
import type { PageProps } from '../page-props.ts';
import { hashOf } from '../router.ts';
import { type Action, useActions, useCommands } from '../shell/actions.ts';
import type { WorkbenchStore } from '../workbench-store.ts';
import { byWeight, reportText, stateNames, summary } from './doctor-report.ts';
import './settings.css';

interface Examination {
  readonly checks: readonly DoctorCheck[] | null;
  /** Milliseconds of the window's steady clock; null while none is going on. */
  readonly began: number | null;
  readonly ended: string;
  readonly failure: string;
}

export function DoctorPage({ store, workbench }: PageProps<'doctor'>) {
  const { state, examine } = useExamination(store);
  const { checks, began } = state;
  const readOnly = workbench.info?.readOnly === true;
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1} size="h3">
          Doctor
        </Title>
        <Group gap="xs">
          {checks !== null && <CopyReport text={reportText(checks, state.ended)} />}
          <Button size="xs" onClick={examine} loading={began !== null}>
            Examine again
          </Button>
        </Group>
      </Group>
      <div role="status">
        {began === null ? checks !== null && summary(checks, readOnly) : <Going began={began} />}
      </div>
      {state.failure !== '' && (
        <Alert color="red" role="alert" title="The examination could not be made">
          {state.failure}
        </Alert>
      )}
      {checks !== null &&
        byWeight(checks).map((group) => <Findings key={group.state} {...group} dim={began !== null} />)}
      <About version={workbench.info?.version ?? ''} />
    </Stack>
  );
}

function useExamination(store: WorkbenchStore) {
  const [state, setState] = useState<Examination>({ checks: null, began: null, ended: '', failure: '' });
  const examine = useMemo(
    () => (): void => {
      setState((old) => ({ ...old, began: performance.now(), failure: '' }));
      store.link.call('workbench.doctor', {}).then(
        (checks) => setState({ checks, began: null, ended: new Date().toISOString(), failure: '' }),
        (error) => setState((old) => ({ ...old, began: null, failure: asFailure(error).message })),
      );
    },
    [store],
  );
  useEffect(examine, [examine]);
  const actions = useMemo(
    (): Action[] => [{ id: 'doctor.examine', label: 'Examine again', group: 'Doctor', run: examine }],
    [examine],
  );
  useActions(actions);
  return { state, examine };
}

function Going({ began }: { began: number }) {
  const [now, setNow] = useState(began);
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.round((now - began) / 1000));
  return (
    <Group gap="xs">
      <Loader size="xs" aria-hidden />
      <span>Examining versions, devices, disk, and the whole history …</span>
      <span className="quiet" aria-hidden>
        {seconds} s
      </span>
    </Group>
  );
}

const icons = { problem: CrossCircledIcon, warning: InfoCircledIcon, ok: CheckCircledIcon } as const;

function Findings(props: { state: DoctorCheck['state']; checks: readonly DoctorCheck[]; dim: boolean }) {
  const Icon = icons[props.state];
  return (
    <section className="card" aria-labelledby={`findings-${props.state}`} data-dim={props.dim}>
      <Title order={2} size="h5" id={`findings-${props.state}`} mb={4}>
        {stateNames[props.state]}
      </Title>
      <ul className="findings">
        {props.checks.map(({ name, detail, remedy }) => (
          <li key={name}>
            <Icon aria-hidden className="finding-sign" data-state={props.state} />
            <b>{name}</b>
            <div>
              {detail}
              {remedy !== '' && (
                <div className="remedy">
                  <b>What to do:</b> {remedy}
                  {remedy.includes('Backups') && (
                    <>
                      {' '}
                      <Anchor size="sm" href={hashOf({ page: 'history', dialog: 'backups' })}>
                        Open the backups
                      </Anchor>
                    </>
                  )}
                </div>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function CopyReport({ text }: { text: string }) {
  const clipboard = useClipboard();
  const copy = (): void => clipboard.copy(text);
  useCommands('Doctor', [{ id: 'doctor.copy', label: 'Copy report', run: copy }]);
  return (
    <Button size="xs" variant="default" onClick={copy}>
      {clipboard.copied ? 'Copied' : 'Copy report'}
    </Button>
  );
}

function About({ version }: { version: string }) {
  return (
    <section className="card" aria-labelledby="about">
      <Title order={2} size="h5" id="about" mb={4}>
        About
      </Title>
      <Text size="sm">
        Springback {version}, under the Apache License 2.0. It measures what “Language Models Resist
        Alignment” (Ji et al., arXiv 2406.06144) claims, on models that it trains itself. It uses no network.
      </Text>
      <Text size="sm" className="quiet" mt={4}>
        Built with onnxruntime, SQLite (better-sqlite3), React, Mantine, Radix icons, TanStack Table, dnd kit,
        CodeMirror, d3, driver.js, zod (MIT, ISC, Apache and public domain). Each package’s licence is beside
        it in <code>node_modules</code>.
      </Text>
    </section>
  );
}
