// Offers the tour once, to whoever has not seen it.
import { Button, Group, Text } from '@mantine/core';
import { setPreferences, usePreferences } from '../shell/preferences.ts';
import { startTour } from '../shell/tour.ts';

export function TourOffer() {
  if (usePreferences().tourSeen) return null;
  return (
    <section className="tour-offer" aria-label="Tour">
      <Group justify="space-between" gap="xs">
        <Text size="sm">New here? A short tour shows what is where.</Text>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={startTour}>
            Show me around
          </Button>
          <Button size="xs" variant="subtle" onClick={() => setPreferences({ tourSeen: true })}>
            No, thanks
          </Button>
        </Group>
      </Group>
    </section>
  );
}
