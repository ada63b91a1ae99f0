// Files of what is drawn: SVG as it stands, PNG of it at a scale, CSV of it, CSV of every raw point.
import type { Scene } from '../../charts/scene.ts';
import { toSvg } from '../../charts/svg.ts';
import { type TableCell, toCsv, valueCell } from '../../charts/view/drawn-table.ts';
import { runValue } from '../../charts/view/run-values.ts';
import type { HostLink } from '../../contract/window.ts';
import type { FrozenData } from '../../core/frozen-data.ts';
import { phaseTitles } from '../../core/names.ts';

export function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The download reads it a moment later.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export const svgBlob = (scene: Scene): Blob => new Blob([toSvg(scene)], { type: 'image/svg+xml' });
export const csvBlob = (text: string): Blob => new Blob([text], { type: 'text/csv;charset=utf-8' });

/** `scale` pixels of the picture for each of the scene. The picture travels as data: the page's policy lets no blob in. */
export async function pngBlob(scene: Scene, scale: number): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(toSvg(scene))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(scene.width * scale);
  canvas.height = Math.round(scene.height * scale);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('PNG: the browser gives no canvas');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null)
    throw new Error(`PNG: a picture of ${canvas.width} × ${canvas.height} pixels is too large`);
  return blob;
}

export interface RawProgress {
  readonly done: number;
  readonly of: number;
}

/** Every measured point of the runs, one run at a time, with a column for each axis. null where `cancelled` became true. */
export async function rawCsv(
  link: HostLink,
  data: Pick<FrozenData, 'runs'>,
  metrics: readonly string[],
  say: (progress: RawProgress) => void,
  cancelled: () => boolean,
): Promise<string | null> {
  const axes = [...new Set(data.runs.flatMap(({ values }) => Object.keys(values)))];
  const columns = ['experiment', 'run', 'seed', ...axes, 'phase', 'metric', 'update', 'value'];
  const parts = [toCsv({ columns, rows: [] })];
  for (const [index, run] of data.runs.entries()) {
    if (cancelled()) return null;
    say({ done: index, of: data.runs.length });
    const points = await link.call('compare.points', { run: run.id, metrics: [...metrics] });
    const values = axes.map((path) => valueCell(runValue(run, path)));
    const head: TableCell[] = [run.experimentName, run.id, run.seed, ...values];
    const rows = points.flatMap(({ phase, metric, update, value }) =>
      update.map((at, i) => [...head, phaseTitles[phase], metric, at, value[i] ?? null]),
    );
    // Without the line of columns, which stands at the top once.
    parts.push(toCsv({ columns, rows }).split('\n').slice(1).join('\n'));
  }
  return parts.join('');
}
