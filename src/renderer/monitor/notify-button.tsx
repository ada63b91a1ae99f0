// Whether the system may say when an experiment is through: asked for here, by a click.
import { Button, Text, Tooltip } from '@mantine/core';
import { BellIcon } from '@radix-ui/react-icons';
import { useState } from 'react';
import { useCommands } from '../shell/actions.ts';
import { askPermission, permission } from './notify.ts';

export function NotifyButton() {
  const [allowed, setAllowed] = useState(permission);
  const ask = (): void => void askPermission().then(setAllowed);
  useCommands(
    'Monitor',
    allowed === 'default' ? [{ id: 'monitor.notify', label: 'Notify me at the end', run: ask }] : [],
  );
  if (allowed === 'granted') {
    return (
      <Text size="sm" className="quiet">
        You are notified at the end
      </Text>
    );
  }
  if (allowed === 'denied') {
    return (
      <Text size="sm" className="quiet">
        You are told in this window when it ends
      </Text>
    );
  }
  return (
    <Tooltip label="A notification of the system when an experiment is through and you look elsewhere">
      <Button size="xs" variant="default" leftSection={<BellIcon aria-hidden />} onClick={ask}>
        Notify me at the end
      </Button>
    </Tooltip>
  );
}
