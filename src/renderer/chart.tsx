// A chart in the window: as wide as its place, told point by point under the pointer or by the arrow keys, saved as SVG.
import { type KeyboardEvent, type PointerEvent, useMemo, useState } from 'react';
import type { Theme } from '../charts/color.ts';
import type { Hit, Scene } from '../charts/scene.ts';
import { useColors } from './colors.tsx';
import { nearest } from './nearest.ts';
import { SceneView } from './scene-view.tsx';
import { useKeyHints } from './shell/actions.ts';
import { doneBy, type KeyRow } from './shell/key-table.ts';
import { useWidth } from './use-width.ts';

export type Draw = (size: { width: number; height: number; theme: Theme }) => Scene;

const pointKeys: readonly KeyRow<'previous' | 'next' | 'letGo'>[] = [
  { label: 'From point to point', keys: { ArrowLeft: 'previous', ArrowRight: 'next' } },
  { label: 'Leave the point', keys: { Escape: 'letGo' } },
];

/** `draw` must keep its identity while nothing changed. */
export function Chart({
  draw,
  height,
  onScene,
}: {
  draw: Draw;
  height: number;
  onScene?: (scene: Scene) => void;
}) {
  const { ref, width } = useWidth<HTMLElement>();
  const theme = useColors();
  const [index, setIndex] = useState<number | null>(null);
  useKeyHints('On a chart', pointKeys);
  const scene = useMemo(() => {
    if (width < 1) return null;
    const drawn = draw({ width: Math.max(280, width), height, theme });
    onScene?.(drawn);
    return drawn;
  }, [draw, height, onScene, theme, width]);
  const hit = scene === null || index === null ? undefined : scene.hits[index];
  const move = (event: PointerEvent): void => {
    const box = event.currentTarget.getBoundingClientRect();
    if (scene) setIndex(nearest(scene.hits, event.clientX - box.left, event.clientY - box.top));
  };
  const key = (event: KeyboardEvent): void => {
    const does = doneBy(pointKeys, event);
    if (does === 'letGo') setIndex(null);
    if (does === null || does === 'letGo' || !scene || scene.hits.length === 0) return;
    event.preventDefault();
    const step = does === 'next' ? 1 : -1;
    setIndex((old) => ((old ?? (step > 0 ? -1 : 0)) + step + scene.hits.length) % scene.hits.length);
  };
  return (
    <section
      ref={ref}
      className="chart"
      style={{ height }}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk from point to point
      tabIndex={0}
      aria-label={`${scene?.title ?? 'Chart'}; arrow keys walk along the points`}
      onKeyDown={key}
      onPointerMove={move}
      onPointerLeave={() => setIndex(null)}
      onBlur={() => setIndex(null)}
    >
      {scene && <SceneView scene={scene} />}
      {scene && hit && <HitNote hit={hit} scene={scene} />}
    </section>
  );
}

function HitNote({ hit, scene }: { hit: Hit; scene: Scene }) {
  const left = hit.x > scene.width - 280 ? undefined : hit.x + 12;
  const right = left === undefined ? scene.width - hit.x + 12 : undefined;
  const top = Math.max(0, Math.min(hit.y - 20, scene.height - 96));
  return (
    <>
      <svg
        aria-hidden
        width={12}
        height={12}
        style={{ position: 'absolute', left: hit.x - 6, top: hit.y - 6, pointerEvents: 'none' }}
      >
        <circle cx={6} cy={6} r={5} fill="none" stroke={hit.color} strokeWidth={2} />
      </svg>
      <div className="chart-note" role="status" style={{ left, right, top, borderLeftColor: hit.color }}>
        {hit.lines.map((line) => (
          <div key={line}>{line}</div>
        ))}
      </div>
    </>
  );
}
