// What is wrong right now, over every page: the host is gone, or has something to say.
import { Alert } from '@mantine/core';
import type { Workbench, WorkbenchStore } from '../workbench-store.ts';

export function Banners({ store, workbench }: { store: WorkbenchStore; workbench: Workbench }) {
  return (
    <div aria-live="assertive">
      {workbench.connection !== 'open' && <Disconnected connection={workbench.connection} />}
      {workbench.notice !== '' && (
        <Alert
          color="red"
          radius={0}
          px={24}
          py={8}
          role="alert"
          withCloseButton
          closeButtonLabel="Dismiss"
          onClose={store.dismissNotice}
        >
          {workbench.notice}
        </Alert>
      )}
    </div>
  );
}

function Disconnected({ connection }: { connection: 'gone' | 'refused' }) {
  const gone = connection === 'gone';
  const title = gone
    ? 'The host is gone, reconnecting …'
    : 'The host was started anew and does not know this window';
  return (
    <Alert color="orange" radius={0} px={24} py={8} role="alert" title={title}>
      {gone
        ? 'Runs go on from their last checkpoint once it is back. What you see is what it last said.'
        : 'Open the address that it printed when it started.'}
    </Alert>
  );
}
