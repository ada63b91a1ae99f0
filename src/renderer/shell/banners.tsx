// What is wrong right now, over every page: the host is gone, or has something to say.
import { Alert, Anchor } from '@mantine/core';
import { hashOf } from '../router.ts';
import { type Notice, useSelected, type WorkbenchStore } from '../workbench-store.ts';

export function Banners({ store }: { store: WorkbenchStore }) {
  const connection = useSelected(store, (workbench) => workbench.connection);
  const notice = useSelected(store, (workbench) => workbench.notice);
  return (
    <div aria-live="assertive">
      {connection !== 'open' && <Disconnected connection={connection} />}
      {notice !== null && (
        <Alert
          color={notice.level === 'error' ? 'red' : 'orange'}
          radius={0}
          px={24}
          py={8}
          role="alert"
          withCloseButton
          closeButtonLabel="Dismiss"
          onClose={store.dismissNotice}
        >
          {notice.message} <Where {...notice} />
        </Alert>
      )}
    </div>
  );
}

/** To what the notice is about. */
function Where({ experiments, untilResumed }: Notice) {
  const [id, ...more] = experiments;
  if (id === undefined) return null;
  const one = more.length === 0 && !untilResumed;
  return (
    <Anchor
      inherit
      c="inherit"
      underline="always"
      href={hashOf(one ? { page: 'experiment', id } : { page: 'monitor' })}
    >
      {one ? `Open experiment ${id}` : 'Open the Monitor'}
    </Anchor>
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
