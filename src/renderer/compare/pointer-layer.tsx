// What answers a hand on a chart: the crosshair over all panels, the note at a mark, a box to zoom, a pan, a lasso, the
// wheel, the keys. It draws itself anew at every move, and nothing else.
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import type { Hit, Scene } from '../../charts/scene.ts';
import { nearest } from '../nearest.ts';
import { useKeyHints } from '../shell/actions.ts';
import { doneBy } from '../shell/key-table.ts';
import type { Hands, Tool } from './chart-stage.tsx';
import { Crosshair } from './crosshair.tsx';
import { boxZoom, lassoRuns, type Point, panelAt, stretched, type Zoom } from './gesture.ts';
import { HitNote } from './hit-note.tsx';
import { chartKeys, isStep, walk } from './walk-hits.ts';

interface Props {
  readonly scene: Scene;
  readonly tool: Tool;
  readonly hands: Hands;
  /** A double click shows all: one that begins with a mark does not open its runs. */
  readonly zoomed: boolean;
  onZoom(zoom: Zoom | null): void;
  onPick(hit: Hit): void;
  onLasso(runs: readonly number[], at: Point): void;
}
interface Drag {
  readonly kind: Tool;
  readonly panel: number;
  readonly from: Point;
  readonly to: Point;
  readonly line: readonly Point[];
}
/** Less than this is a click. */
const dragDistance = 4;
/** Within which a second click makes one of the two. */
const doubleClickMilliseconds = 300;

export function PointerLayer(props: Props) {
  const { scene, hands } = props;
  const layer = useRef<HTMLDivElement>(null);
  const [pointer, setPointer] = useState<Point | null>(null);
  const [index, setIndex] = useState<number | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  /** Where the keys were when they left, as for the runs of a mark: they go on from there. */
  const left = useRef<number | null>(null);
  const picking = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(picking.current), []);
  const moving = useRef<{ dx: number; dy: number } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new scene has other marks
  useEffect(() => {
    left.current = null;
    setIndex(null);
  }, [scene]);
  useWheel(layer, scene, hands);
  useKeyHints('On the chart', chartKeys);

  const down = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0 && event.button !== 1) return;
    const from = pointOf(event);
    const panel = panelAt(scene, from);
    const pan = props.tool === 'pan' || event.shiftKey || event.button === 1;
    const kind = pan ? 'pan' : event.altKey ? 'lasso' : props.tool;
    // A lasso may begin beside a panel. A click on a cell of a heatmap, which has no scale, is one too.
    if (panel < 0 && kind !== 'lasso' && nearest(scene.hits, from.x, from.y) === null) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const { dx, dy } = hands.now();
    moving.current = { dx, dy };
    setDrag({ kind, panel, from, to: from, line: [from] });
  };
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    const to = pointOf(event);
    if (drag === null) {
      setPointer(to);
      setIndex(nearest(scene.hits, to.x, to.y));
      return;
    }
    setDrag({ ...drag, to, line: drag.kind === 'lasso' ? [...drag.line, to] : drag.line });
    if (drag.kind !== 'pan' || drag.panel < 0 || moving.current === null) return;
    const { dx, dy } = moving.current;
    hands.move({ ...hands.now(), dx: dx + to.x - drag.from.x, dy: dy + to.y - drag.from.y });
  };
  const up = (event: PointerEvent<HTMLDivElement>): void => {
    if (drag === null) return;
    const to = pointOf(event);
    setDrag(null);
    if (Math.hypot(to.x - drag.from.x, to.y - drag.from.y) < dragDistance && drag.line.length < 6) {
      const at = nearest(scene.hits, to.x, to.y);
      if (at === null) return;
      const pick = (): void => props.onPick(scene.hits[at]!);
      clearTimeout(picking.current);
      if (props.zoomed) picking.current = setTimeout(pick, doubleClickMilliseconds);
      else pick();
      return;
    }
    if (drag.kind === 'pan') hands.settle();
    if (drag.kind === 'lasso') props.onLasso(lassoRuns(scene.hits, drag.line), to);
    if (drag.kind === 'zoom') {
      const panel = scene.panels?.[drag.panel];
      const zoom = panel === undefined ? null : boxZoom(panel, drag.from, to);
      if (zoom !== null) props.onZoom(zoom);
    }
  };
  const cancel = (): void => {
    if (drag?.kind === 'pan') hands.settle();
    setDrag(null);
  };
  const key = (event: KeyboardEvent): void => {
    const does = doneBy(chartKeys, event);
    const hit = index === null ? undefined : scene.hits[index];
    if (does === null) return;
    if (isStep(does)) setIndex(walk(scene.hits, index ?? left.current, does));
    else if (does === 'pick' && hit !== undefined) props.onPick(hit);
    else if (does === 'letGo' && (index !== null || drag !== null)) {
      setIndex(null);
      setDrag(null);
    } else if (does === 'showAll') props.onZoom(null);
    else if (does === 'zoomIn' || does === 'zoomOut')
      zoomBy(scene, hands, does === 'zoomIn' ? 1.5 : 1 / 1.5, hit);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const hit = index === null ? undefined : scene.hits[index];
  const leave = (): void => {
    setPointer(null);
    if (document.activeElement !== layer.current) setIndex(null);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a chart is no fieldset
    <div
      ref={layer}
      className="compare-pointer"
      data-tool={props.tool}
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk from mark to mark
      tabIndex={0}
      aria-label={`${scene.title}. Arrow keys walk along the marks, Enter shows the runs of one, + and − zoom, 0 shows all.`}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={cancel}
      onPointerLeave={leave}
      onKeyDown={key}
      onDoubleClick={() => {
        clearTimeout(picking.current);
        props.onZoom(null);
      }}
      onBlur={() => {
        left.current = index;
        setIndex(null);
      }}
    >
      {drag === null && pointer !== null && <Crosshair scene={scene} pointer={pointer} />}
      {drag !== null && <DragMark scene={scene} drag={drag} />}
      {drag === null && hit !== undefined && <HitNote hit={hit} scene={scene} />}
    </div>
  );
}

function pointOf(event: { clientX: number; clientY: number; currentTarget: Element }): Point {
  const box = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

function zoomBy(scene: Scene, hands: Hands, factor: number, at: Point | undefined): void {
  const panel = scene.panels?.[at === undefined ? 0 : Math.max(0, panelAt(scene, at))];
  if (panel === undefined) return;
  const middle = { x: (panel.left + panel.right) / 2, y: (panel.top + panel.bottom) / 2 };
  hands.move(stretched(hands.now(), panel, at ?? middle, factor));
  hands.settle();
}

/** Not React's: its wheel listeners may not stop the page from scrolling. Over a panel the wheel zooms only with Ctrl, Alt or
 * Shift held, or once the chart has the focus, so that a page can be scrolled past a chart. */
function useWheel(layer: { current: HTMLDivElement | null }, scene: Scene, hands: Hands): void {
  useEffect(() => {
    const element = layer.current;
    const wheel = (event: WheelEvent): void => {
      const focused = document.activeElement === element;
      if (!focused && !event.ctrlKey && !event.altKey && !event.shiftKey) return;
      const box = element!.getBoundingClientRect();
      const at = { x: event.clientX - box.left, y: event.clientY - box.top };
      const index = panelAt(scene, at);
      const panel = scene.panels?.[index];
      if (panel === undefined) return;
      event.preventDefault();
      const amount = event.deltaY || event.deltaX;
      const only = event.shiftKey ? 'y' : event.altKey ? 'x' : undefined;
      hands.move(stretched(hands.now(), panel, at, Math.exp(-amount / 500), only));
      hands.settleSoon();
    };
    element?.addEventListener('wheel', wheel, { passive: false });
    return () => element?.removeEventListener('wheel', wheel);
  }, [layer, scene, hands]);
}

function DragMark({ scene, drag }: { scene: Scene; drag: Drag }) {
  const panel = scene.panels?.[drag.panel];
  if (drag.kind === 'lasso') {
    const points = drag.line.map(({ x, y }) => `${x},${y}`).join(' ');
    return (
      <svg className="compare-mark" width={scene.width} height={scene.height} aria-hidden>
        <polygon points={points} />
      </svg>
    );
  }
  if (panel === undefined || drag.kind === 'pan') return null;
  const inside = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
  const [left, right] = [drag.from.x, inside(drag.to.x, panel.left, panel.right)].sort((a, b) => a - b) as [
    number,
    number,
  ];
  const [top, bottom] = [drag.from.y, inside(drag.to.y, panel.top, panel.bottom)].sort((a, b) => a - b) as [
    number,
    number,
  ];
  const thin = bottom - top < 8;
  const box = thin ? { y: panel.top, height: panel.bottom - panel.top } : { y: top, height: bottom - top };
  return (
    <svg className="compare-mark" width={scene.width} height={scene.height} aria-hidden>
      <rect x={left} width={right - left} {...box} />
    </svg>
  );
}
