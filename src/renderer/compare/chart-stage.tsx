// A view's chart in the window. Axes under, data on a canvas, texts over it, and on top what answers a hand. While one pans
// or zooms nothing of React is built anew: the canvas is painted moved, the axes are written afresh, and the view follows
// when the hand rests.
import { useCallback, useEffect, useLayoutEffect, useMemo, useReducer, useRef } from 'react';
import type { Theme } from '../../charts/color.ts';
import { fontFamily, type Hit, type Mark, type Scene, type SceneKey } from '../../charts/scene.ts';
import { marksToSvg } from '../../charts/svg.ts';
import { drawView } from '../../charts/view/draw-view.ts';
import { panelAxes } from '../../charts/view/panel-axes.ts';
import type { FrozenData } from '../../core/frozen-data.ts';
import type { View } from '../../core/view.ts';
import { useColors } from '../colors.tsx';
import { useWidth } from '../use-width.ts';
import { movedPanel, movedZoom, type Zoom, zoomable } from './gesture.ts';
import { LegendButtons } from './legend-buttons.tsx';
import { inMemory, type Motion, paintScene, still } from './paint-scene.ts';
import { PointerLayer } from './pointer-layer.tsx';
import { covers, isHeavy, paintSnapshots, type Snapshots, takeSnapshots } from './snapshots.ts';

export type Tool = 'zoom' | 'pan' | 'lasso';
export interface StageProps {
  readonly view: View;
  readonly data: FrozenData;
  readonly height: number;
  readonly tool: Tool;
  readonly stale: boolean;
  /** Whether a finer reading of what is in view is awaited, or drawn. */
  readonly finer: 'none' | 'reading' | 'read';
  onZoom(zoom: Zoom | null): void;
  onPick(hit: Hit): void;
  onLasso(runs: readonly number[], at: { x: number; y: number }): void;
  onToggle(key: SceneKey): void;
  onScene(scene: Scene): void;
}

const restMilliseconds = 180;

export function ChartStage(props: StageProps) {
  const { view, data, height, onScene } = props;
  const { ref, width } = useWidth<HTMLDivElement>();
  const theme = useColors();
  const size = Math.max(280, width);
  const hand = useHand();
  const drawn = useHeld(data, hand.moving);
  const scene = useMemo(() => {
    if (width < 1) return null;
    performance.clearMarks('compare.draw');
    performance.mark('compare.draw');
    return drawView(view, drawn, { width: size, height, theme, showHidden: true });
  }, [view, drawn, size, height, theme, width]);
  useEffect(() => {
    if (scene !== null) onScene(scene);
  }, [scene, onScene]);
  return (
    <div
      ref={ref}
      className="compare-stage"
      style={{ height }}
      data-stale={props.stale}
      data-finer={props.finer}
      aria-busy={props.stale || props.finer === 'reading'}
    >
      {scene !== null && <Layers {...props} scene={scene} hand={hand} />}
    </div>
  );
}

/** Whether a hand moves the chart right now. */
interface Hand {
  readonly moving: { current: boolean };
  rest(): void;
}
function useHand(): Hand {
  const moving = useRef(false);
  const [, drawAgain] = useReducer((count: number) => count + 1, 0);
  return useMemo(
    () => ({
      moving,
      rest() {
        moving.current = false;
        drawAgain();
      },
    }),
    [],
  );
}

/** The newest data; while a hand moves, those that it took hold of: new ones would cost a frame. */
function useHeld(data: FrozenData, moving: { current: boolean }): FrozenData {
  const held = useRef(data);
  const now = moving.current ? held.current : data;
  useEffect(() => {
    held.current = now;
  });
  return now;
}

function Layers({ scene, hand, ...props }: StageProps & { scene: Scene; hand: Hand }) {
  const theme = useColors();
  const canvas = useRef<HTMLCanvasElement>(null);
  const under = useRef<SVGSVGElement>(null);
  const over = useRef<SVGSVGElement>(null);
  const motion = useRef<Motion>(still);
  const heavy = useRef(false);
  const shots = useRef<Snapshots | null>(null);
  const before = useRef<Scene | null>(null);
  useLayoutEffect(() => {
    // New data on the same scales: whoever moves it goes on from where it is.
    if (!sameScales(before.current, scene)) motion.current = still;
    before.current = scene;
    shots.current = null;
    heavy.current = isHeavy(scene);
    write(
      under.current,
      motion.current === still ? scene.marks.filter(isAxes) : movedAxes(scene, motion.current, theme),
    );
    write(
      over.current,
      scene.marks.filter((mark) => mark.type !== 'group'),
    );
    paint(canvas.current, scene, motion.current);
    performance.clearMeasures('compare.drawn');
    performance.measure('compare.drawn', 'compare.draw');
  }, [scene, theme]);
  const move = useCallback(
    (next: Motion): void => {
      motion.current = next;
      hand.moving.current = true;
      if (heavy.current) paintMoved(canvas.current, scene, next, shots);
      else paint(canvas.current, scene, next);
      write(under.current, movedAxes(scene, next, theme));
    },
    [scene, theme, hand],
  );
  const { onZoom } = props;
  const settle = useCallback((): void => {
    const panel = scene.panels?.find(zoomable);
    if (panel !== undefined && motion.current !== still) onZoom(movedZoom(panel, motion.current));
    hand.rest();
  }, [scene, onZoom, hand]);
  const hands = useHands(motion, move, settle);
  return (
    <>
      <svg ref={under} width={scene.width} height={scene.height} fontFamily={fontFamily} aria-hidden />
      <canvas ref={canvas} style={{ width: scene.width, height: scene.height }} aria-hidden />
      <svg
        ref={over}
        width={scene.width}
        height={scene.height}
        fontFamily={fontFamily}
        role="img"
        aria-label={`${scene.title}. ${scene.description}`}
      />
      <PointerLayer
        scene={scene}
        tool={props.tool}
        hands={hands}
        zoomed={props.view.zoom !== null}
        {...picks(props)}
      />
      <LegendButtons keys={scene.keys ?? []} onToggle={props.onToggle} />
    </>
  );
}

const picks = ({ onZoom, onPick, onLasso }: StageProps) => ({ onZoom, onPick, onLasso });
const sameScales = (a: Scene | null, b: Scene): boolean =>
  a !== null && a.height === b.height && JSON.stringify(a.panels) === JSON.stringify(b.panels);

function movedAxes(scene: Scene, motion: Motion, theme: Theme): Mark[] {
  const panels = (scene.panels ?? []).map((panel) => (zoomable(panel) ? movedPanel(panel, motion) : panel));
  return panels.map((panel, index) => panelAxes(panel, index, theme));
}
const isAxes = (mark: Mark): boolean => mark.type === 'group' && mark.role === 'axes';

/** What the pointer layer moves the chart by: at most one painting per frame; `settle` once the hand rests. */
export interface Hands {
  now(): Motion;
  move(next: Motion): void;
  settle(): void;
  /** Settles when nothing has moved for a moment: for a wheel, which never says that it is done. */
  settleSoon(): void;
}

function useHands(motion: { current: Motion }, move: (next: Motion) => void, settle: () => void): Hands {
  const wanted = useRef<Motion | null>(null);
  const frame = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef({ move, settle });
  useLayoutEffect(() => {
    latest.current = { move, settle };
  });
  useEffect(
    () => () => {
      cancelAnimationFrame(frame.current);
      clearTimeout(timer.current);
    },
    [],
  );
  return useMemo(() => {
    const flush = (): void => {
      if (wanted.current !== null) latest.current.move(wanted.current);
      wanted.current = null;
    };
    const hands: Hands = {
      now: () => wanted.current ?? motion.current,
      move(next) {
        if (wanted.current === null) frame.current = requestAnimationFrame(flush);
        wanted.current = next;
      },
      settle() {
        cancelAnimationFrame(frame.current);
        clearTimeout(timer.current);
        flush();
        latest.current.settle();
      },
      settleSoon() {
        clearTimeout(timer.current);
        timer.current = setTimeout(hands.settle, restMilliseconds);
      },
    };
    return hands;
  }, [motion]);
}

/** Parsed as SVG by the document itself: the fastest way to a few hundred elements. */
function write(svg: SVGSVGElement | null, marks: readonly Mark[]): void {
  if (svg !== null) svg.innerHTML = marksToSvg(marks);
}

const ratioOf = (): number => Math.min(3, devicePixelRatio || 1);

/** Moves pictures of the panels; takes new ones where they no longer reach. */
function paintMoved(
  canvas: HTMLCanvasElement | null,
  scene: Scene,
  motion: Motion,
  shots: { current: Snapshots | null },
): void {
  const context = canvas?.getContext('2d', inMemory);
  if (!context) return;
  const known = shots.current;
  const usable =
    known !== null && covers(known, scene, motion) ? known : takeSnapshots(scene, ratioOf(), motion);
  shots.current = usable;
  paintSnapshots(context, scene, ratioOf(), usable, motion);
}

function paint(canvas: HTMLCanvasElement | null, scene: Scene, motion: Motion): void {
  const context = canvas?.getContext('2d', inMemory);
  if (!canvas || !context) return;
  const ratio = ratioOf();
  const [width, height] = [Math.round(scene.width * ratio), Math.round(scene.height * ratio)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  paintScene(context, scene, ratio, motion);
}
