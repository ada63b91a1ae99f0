// A card with a chart: its name, its switches, and a button that saves what is drawn as SVG.
import { Button, Group, Title } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import type { Scene } from '../charts/scene.ts';
import { toSvg } from '../charts/svg.ts';
import { Chart, type Draw } from './chart.tsx';
import { useCommands } from './shell/actions.ts';

interface Props {
  readonly title: string;
  readonly file: string;
  readonly height: number;
  readonly draw: Draw;
  readonly children: ReactNode;
  /** Stands under the chart: how to read it. */
  readonly footer?: ReactNode;
}

export function ChartCard({ title, file, height, draw, children, footer }: Props) {
  const scene = useRef<Scene | null>(null);
  const keep = useRef((drawn: Scene) => {
    scene.current = drawn;
  });
  const saveSvg = (): void => {
    if (scene.current !== null) save(toSvg(scene.current), file);
  };
  useCommands('Experiment', [
    { id: `svg.${title}`, label: `Save SVG: ${title}`, keywords: 'export picture', run: saveSvg },
  ]);
  return (
    <section className="card" aria-label={title}>
      <Group justify="space-between" mb="xs" gap="xs">
        <Title order={2} size="h5">
          {title}
        </Title>
        <Group gap="xs">
          {children}
          <Button size="xs" variant="default" onClick={saveSvg}>
            Save SVG
          </Button>
        </Group>
      </Group>
      <Chart draw={draw} height={height} onScene={keep.current} />
      {footer}
    </section>
  );
}

function save(text: string, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
