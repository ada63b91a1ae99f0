// What is wrong right now, over every page: the host is gone, or has something to say.
import { Alert } from '@mantine/core';
import { useSelected, type WorkbenchStore } from '../workbench-store.ts';

export function Banners({ store }: { store: WorkbenchStore }) {
  const connection = useSelected(store, (workbench) => workbench.connection);
  const notice = useSelected(store, (workbench) => workbench.notice);
  return (
    <div aria-live="assertive">
      {connection !== 'open' && <Disconnected connection={connection} />}
      {notice !== '' && (
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
          {notice}
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
