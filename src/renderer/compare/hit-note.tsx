// The note beside a mark: what it is, its value, n; and a ring around it.
import type { Hit, Scene } from '../../charts/scene.ts';

export function HitNote({ hit, scene }: { hit: Hit; scene: Scene }) {
  const right = hit.x > scene.width - 300;
  const place = right ? { right: scene.width - hit.x + 14 } : { left: hit.x + 14 };
  const top = Math.max(0, Math.min(hit.y + 12, scene.height - 110));
  const runs = hit.runs?.length ?? 0;
  return (
    <>
      <svg
        aria-hidden
        width={16}
        height={16}
        className="compare-ring"
        style={{ left: hit.x - 8, top: hit.y - 8 }}
      >
        <circle cx={8} cy={8} r={6} fill="none" stroke={hit.color} strokeWidth={2} />
      </svg>
      <div className="chart-note" role="status" style={{ ...place, top, borderLeftColor: hit.color }}>
        {hit.lines.map((line, i) => (
          <div key={line} className={i === 0 ? 'compare-note-head' : ''}>
            {line}
          </div>
        ))}
        {runs > 0 && (
          <div className="quiet">{runs === 1 ? 'click for this run' : `click for its ${runs} runs`}</div>
        )}
      </div>
    </>
  );
}
