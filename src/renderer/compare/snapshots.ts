// Pictures of a scene's panels, wider than the panels, to be moved while a hand pans: moving a picture costs nothing, and
// stroking a hundred thousand segments in every frame would.
import type { Scene } from '../../charts/scene.ts';
import { dataGroups, inMemory, type Motion, paintGroupAt } from './paint-scene.ts';

/** Segments from which a picture is quicker than painting anew. */
const worthwhile = 6000;
/** How far beyond the panel a picture reaches, in panels, on either side. */
const margin = 0.5;

interface Shot {
  readonly canvas: HTMLCanvasElement;
  readonly left: number;
  readonly top: number;
}
export interface Snapshots {
  readonly shots: readonly Shot[];
  /** The motion that they were taken at. */
  readonly taken: Motion;
}

export const isHeavy = (scene: Scene): boolean =>
  dataGroups(scene).reduce(
    (sum, { marks }) =>
      sum + marks.reduce((own, mark) => own + (mark.type === 'path' ? (mark.points?.length ?? 8) / 2 : 1), 0),
    0,
  ) > worthwhile;

export function takeSnapshots(scene: Scene, ratio: number, motion: Motion): Snapshots {
  const shots = dataGroups(scene).map((group): Shot => {
    const { clip = { x: 0, y: 0, width: scene.width, height: scene.height } } = group;
    const canvas = document.createElement('canvas');
    canvas.width = Math.ceil(clip.width * (1 + 2 * margin) * ratio);
    canvas.height = Math.ceil(clip.height * (1 + 2 * margin) * ratio);
    const [left, top] = [clip.x - clip.width * margin, clip.y - clip.height * margin];
    const context = canvas.getContext('2d', inMemory);
    if (context !== null) {
      context.setTransform(ratio, 0, 0, ratio, -left * ratio, -top * ratio);
      paintGroupAt(context, group, scene, motion);
    }
    return { canvas, left, top };
  });
  return { shots, taken: motion };
}

/** Whether the pictures still cover the panels after a motion, and are still sharp enough. */
export function covers({ taken }: Snapshots, scene: Scene, { dx, dy, sx, sy }: Motion): boolean {
  const panel = scene.panels?.[0];
  if (panel === undefined) return false;
  const [fx, fy] = [sx / taken.sx, sy / taken.sy];
  if (fx < 0.8 || fx > 1.6 || fy < 0.8 || fy > 1.6) return false;
  const [width, height] = [panel.right - panel.left, panel.bottom - panel.top];
  const inside = (shift: number, factor: number, size: number): boolean =>
    shift <= margin * size * factor && shift >= size - (1 + margin) * size * factor;
  return inside(dx - taken.dx * fx, fx, width) && inside(dy - taken.dy * fy, fy, height);
}

/** Puts the pictures where the motion has brought them. */
export function paintSnapshots(
  context: CanvasRenderingContext2D,
  scene: Scene,
  ratio: number,
  { shots, taken }: Snapshots,
  { dx, dy, sx, sy }: Motion,
): void {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, scene.width, scene.height);
  const [fx, fy] = [sx / taken.sx, sy / taken.sy];
  dataGroups(scene).forEach(({ clip, panel }, index) => {
    const [shot, at] = [shots[index], scene.panels?.[panel]];
    if (shot === undefined || at === undefined || clip === undefined) return;
    context.save();
    context.beginPath();
    context.rect(clip.x, clip.y, clip.width, clip.height);
    context.clip();
    // A place x of the picture was left + (x0 − left) · sx₀ + dx₀ when it was taken.
    const x = at.left + (shot.left - at.left) * fx + dx - taken.dx * fx;
    const y = at.top + (shot.top - at.top) * fy + dy - taken.dy * fy;
    context.drawImage(shot.canvas, x, y, (shot.canvas.width / ratio) * fx, (shot.canvas.height / ratio) * fy);
    context.restore();
  });
}
