// Paints the data of a scene's panels on a canvas: thousands of segments, far quicker than as elements of the document.
import {
  fontFamily,
  type GroupMark,
  type Mark,
  type PathMark,
  type Scene,
  type TextMark,
} from '../../charts/scene.ts';

/** How the data is moved while a hand pans or zooms, in pixels of the scene: x' = left + (x − left) · sx + dx. */
export interface Motion {
  readonly dx: number;
  readonly dy: number;
  readonly sx: number;
  readonly sy: number;
}
/** Thin lines by the thousand, and pictures moved about: both are steadier in memory than on a graphics card. */
export const inMemory: CanvasRenderingContext2DSettings = { willReadFrequently: true };
export const still: Motion = { dx: 0, dy: 0, sx: 1, sy: 1 };

const paths = new WeakMap<PathMark, Path2D>();
function pathOf(mark: PathMark): Path2D {
  const known = paths.get(mark) ?? (mark.points === undefined ? new Path2D(mark.d) : polyline(mark.points));
  paths.set(mark, known);
  return known;
}

function polyline(points: Float32Array): Path2D {
  const path = new Path2D();
  let open = false;
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i]!, points[i + 1]!];
    // Infinite or not a number.
    if (x - x !== 0 || y - y !== 0) open = false;
    else {
      if (open) path.lineTo(x, y);
      else path.moveTo(x, y);
      open = true;
    }
  }
  return path;
}

export const dataGroups = (scene: Scene): GroupMark[] =>
  scene.marks.filter((mark): mark is GroupMark => mark.type === 'group' && mark.role === 'data');

/** `ratio`: device pixels per pixel. Clears what was there. */
export function paintScene(
  context: CanvasRenderingContext2D,
  scene: Scene,
  ratio: number,
  motion = still,
): void {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, scene.width, scene.height);
  for (const group of dataGroups(scene)) paintGroup(context, group, scene, motion);
}

function paintGroup(context: CanvasRenderingContext2D, group: GroupMark, scene: Scene, motion: Motion): void {
  const { clip } = group;
  context.save();
  if (clip !== undefined) {
    context.beginPath();
    context.rect(clip.x, clip.y, clip.width, clip.height);
    context.clip();
  }
  paintGroupAt(context, group, scene, motion);
  context.restore();
}

/** Without cutting at the panel's edge. */
export function paintGroupAt(
  context: CanvasRenderingContext2D,
  { marks, panel }: GroupMark,
  scene: Scene,
  { dx, dy, sx, sy }: Motion,
): void {
  context.save();
  const at = scene.panels?.[panel];
  if (at !== undefined) {
    context.translate(at.left + dx, at.top + dy);
    context.scale(sx, sy);
    context.translate(-at.left, -at.top);
  }
  context.lineJoin = 'round';
  // A stretched line would be as much thicker as it is longer.
  const thin = 1 / Math.sqrt(sx * sy);
  for (const mark of marks) paint(context, mark, thin);
  context.restore();
}

function paint(context: CanvasRenderingContext2D, mark: Mark, thin: number): void {
  context.globalAlpha = 'opacity' in mark ? (mark.opacity ?? 1) : 1;
  switch (mark.type) {
    case 'path':
      paintPath(context, mark, thin);
      return;
    case 'line':
      stroked(context, mark.stroke, (mark.width ?? 1) * thin, mark.dash);
      context.beginPath();
      context.moveTo(mark.x1, mark.y1);
      context.lineTo(mark.x2, mark.y2);
      context.stroke();
      return;
    case 'circle':
      context.beginPath();
      context.arc(mark.cx, mark.cy, mark.r, 0, 2 * Math.PI);
      context.fillStyle = mark.fill;
      context.fill();
      return;
    case 'rect':
      context.fillStyle = mark.fill;
      context.fillRect(mark.x, mark.y, mark.width, mark.height);
      return;
    case 'text':
      paintText(context, mark);
      return;
    case 'group':
      for (const child of mark.marks) paint(context, child, thin);
  }
}

function paintText(context: CanvasRenderingContext2D, mark: TextMark): void {
  const { text, x, y, rotate = 0 } = mark;
  context.save();
  context.translate(x, y);
  context.rotate((rotate * Math.PI) / 180);
  context.font = `${mark.weight ?? 400} ${mark.size}px ${fontFamily}`;
  context.textAlign = mark.anchor === 'middle' ? 'center' : (mark.anchor ?? 'start');
  context.fillStyle = mark.fill;
  if (mark.halo) {
    stroked(context, mark.halo, 3, undefined);
    context.strokeText(text, 0, 0);
  }
  context.fillText(text, 0, 0);
  context.restore();
}

function paintPath(context: CanvasRenderingContext2D, mark: PathMark, thin: number): void {
  const path = pathOf(mark);
  if (mark.fill) {
    context.fillStyle = mark.fill;
    context.fill(path);
  }
  if (!mark.stroke) return;
  stroked(context, mark.stroke, (mark.width ?? 1) * thin, mark.dash);
  context.stroke(path);
}

function stroked(
  context: CanvasRenderingContext2D,
  stroke: string,
  width: number,
  dash: string | undefined,
): void {
  context.strokeStyle = stroke;
  context.lineWidth = width;
  context.setLineDash(dash === undefined ? [] : dash.split(' ').map(Number));
}
