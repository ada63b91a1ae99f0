// Help: the shortcuts of what can be done now, the words of the field, and the tour once more.
import { Button, Group, Stack, Text, Title } from '@mantine/core';
import type { PageProps } from '../page-props.ts';
import { GlossaryList } from './glossary-list.tsx';
import { ShortcutList } from './shortcuts.tsx';
import { startTour } from './tour.ts';

export function HelpPage(_props: PageProps<'help'>) {
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1} size="h3">
          Help
        </Title>
        <Button variant="default" size="xs" onClick={startTour}>
          Show me around
        </Button>
      </Group>
      <section className="card" aria-labelledby="words">
        <Title order={2} size="h5" id="words" mb="xs">
          Words of the field
        </Title>
        <GlossaryList />
      </section>
      <section className="card" aria-labelledby="shortcuts">
        <Title order={2} size="h5" id="shortcuts">
          Shortcuts
        </Title>
        <Text size="sm" className="quiet" mb="xs">
          Pages add their own while they are open: press ? there. Single letters can be turned off in the
          settings.
        </Text>
        <ShortcutList />
      </section>
    </Stack>
  );
}
