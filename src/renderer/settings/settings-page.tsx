// Settings: of the host, which every window shares, and of this window.
import { Alert, Loader, Stack, Title } from '@mantine/core';
import type { PageProps } from '../page-props.ts';
import { CheckpointSetting, DeviceSetting, HomeSetting, WorkersSetting } from './host-settings.tsx';
import './settings.css';
import { useSettings } from './use-settings.ts';
import { WindowSettings } from './window-settings.tsx';

export function SettingsPage({ store, workbench }: PageProps<'settings'>) {
  return (
    <Stack gap="md">
      <Title order={1} size="h3">
        Settings
      </Title>
      <section className="card" aria-labelledby="host-settings">
        <Title order={2} size="h5" id="host-settings" mb={4}>
          The workbench on this machine
        </Title>
        <HostPart store={store} workbench={workbench} />
      </section>
      <section className="card" aria-labelledby="window-settings">
        <Title order={2} size="h5" id="window-settings" mb={4}>
          This window
        </Title>
        <WindowSettings />
      </section>
    </Stack>
  );
}

function HostPart({ store, workbench }: Pick<PageProps, 'store' | 'workbench'>) {
  const host = useSettings(store, workbench);
  const { info } = workbench;
  if (info?.readOnly)
    return (
      <p className="quiet">
        What is shown is <code>{info.home}</code>, read-only: nothing is trained or kept here, so there is
        nothing to set.
      </p>
    );
  if (host.failure !== '')
    return (
      <Alert color="red" role="alert" title="The settings cannot be read">
        {host.failure}
      </Alert>
    );
  if (host.settings === null || info === null)
    return <Loader size="sm" role="progressbar" aria-label="Asking the host" />;
  const props = { host: { ...host, settings: host.settings }, info };
  return (
    <>
      <HomeSetting {...props} />
      <WorkersSetting {...props} />
      <DeviceSetting {...props} store={store} />
      <CheckpointSetting {...props} />
    </>
  );
}
