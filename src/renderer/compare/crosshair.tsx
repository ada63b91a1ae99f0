// One vertical line at the same place in every panel, and each series' value there.
import type { Hit, Scene, ScenePanel } from '../../charts/scene.ts';
import { type Point, panelAt } from './gesture.ts';

/** More series than this in a panel are dots without values. */
const mostTold = 8;
const lineHeight = 15;

export function Crosshair({ scene, pointer }: { scene: Scene; pointer: Point }) {
  const panels = scene.panels ?? [];
  const index = panelAt(scene, pointer);
  const at = panels[index];
  if (at === undefined) return null;
  const share = (pointer.x - at.left) / (at.right - at.left);
  return (
    <svg className="compare-crosshair" width={scene.width} height={scene.height} aria-hidden>
      {panels.map((panel, i) => {
        const x = panel.left + share * (panel.right - panel.left);
        // biome-ignore lint/suspicious/noArrayIndexKey: a panel is its place
        return <PanelLine key={i} panel={panel} x={x} hits={hitsAt(scene.hits, i, x)} />;
      })}
    </svg>
  );
}

/** Of every series the mark nearest to a place, those within reach. */
function hitsAt(hits: readonly Hit[], panel: number, x: number): Hit[] {
  const best = new Map<string, Hit>();
  for (const hit of hits) {
    if (hit.panel !== panel || hit.value === undefined || hit.series === undefined) continue;
    const known = best.get(hit.series);
    if (known === undefined || Math.abs(hit.x - x) < Math.abs(known.x - x)) best.set(hit.series, hit);
  }
  return [...best.values()].filter((hit) => Math.abs(hit.x - x) < 60).sort((a, b) => a.y - b.y);
}

function PanelLine({ panel, x, hits }: { panel: ScenePanel; x: number; hits: readonly Hit[] }) {
  const told = hits.length <= mostTold && panel.right - panel.left > 110;
  // Values stand on the side where there is room, never over each other.
  const left = x > (panel.left + panel.right) / 2;
  let free = panel.top + 2;
  return (
    <g>
      <line x1={x} x2={x} y1={panel.top} y2={panel.bottom} className="compare-hair" />
      {hits.map((hit) => {
        const y = Math.max(free, Math.min(hit.y - lineHeight / 2, panel.bottom - lineHeight));
        free = y + lineHeight;
        return (
          <g key={hit.series}>
            <circle cx={hit.x} cy={hit.y} r={3.5} fill={hit.color} className="compare-dot" />
            {told && (
              <text x={left ? x - 8 : x + 8} y={y + 11} textAnchor={left ? 'end' : 'start'} fill={hit.color}>
                {hit.value}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}
