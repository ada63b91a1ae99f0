// The frame of a figure with one panel: legend above, axes and names around, small print below.
import { axes, type Frame } from './axes.ts';
import { type Palette, palettes, type Theme } from './color.ts';
import { footnote, type LegendEntry, legend } from './legend.ts';
import { type Hit, type Mark, type Scene, textWidth } from './scene.ts';
import type { YScale } from './y-scale.ts';

export interface FigureSize {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}
/** A label below the panel; labels that would overlap the one before are left out, their ticks stay. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}
export interface Figure {
  readonly title: string;
  readonly legend: readonly LegendEntry[];
  readonly notes: readonly string[];
  readonly xName: string;
  readonly yName: string;
  /** Room left of the panel, pixels. */
  readonly left?: number;
  draw(
    frame: Frame,
    palette: Palette,
  ): { y: YScale; ticks: readonly Tick[]; marks: readonly Mark[]; hits: readonly Hit[] };
}

export function figure(parts: Figure, { width, height, theme }: FigureSize): Scene {
  const palette = palettes[theme];
  const box = { left: 12, width: width - 24, palette };
  const key =
    parts.legend.length === 0 ? { marks: [], height: 4 } : legend('', parts.legend, { ...box, top: 4 });
  const notesHeight = footnote(parts.notes, { ...box, top: 0 }).height;
  const foot = footnote(parts.notes, { ...box, top: height - notesHeight - 4 });
  const frame = {
    left: parts.left ?? 64,
    right: width - 18,
    top: key.height + 12,
    bottom: height - notesHeight - 52,
  };
  const { y, ticks, marks, hits } = parts.draw(frame, palette);
  const x = { kind: 'linear', of: (value: number) => value, ticks: [] } as const;
  const names = { xName: parts.xName, yName: parts.yName, yLabels: true };
  return {
    width,
    height,
    background: palette.background,
    title: parts.title,
    description: parts.notes.join(' '),
    marks: [
      ...key.marks,
      ...axes(frame, { x, y, palette, ...names }),
      ...tickMarks(ticks, frame, palette),
      ...marks,
      ...foot.marks,
    ],
    hits,
  };
}

function tickMarks(ticks: readonly Tick[], { bottom }: Frame, palette: Palette): Mark[] {
  let free = Number.NEGATIVE_INFINITY;
  return [...ticks]
    .sort((a, b) => a.at - b.at)
    .flatMap(({ at, label }): Mark[] => {
      const line: Mark = {
        type: 'line',
        ...{ x1: at, y1: bottom, x2: at, y2: bottom + 4 },
        stroke: palette.axis,
        width: 1,
        role: 'axis',
      };
      const half = textWidth(label, 11) / 2 + 3;
      if (at - half < free) return [line];
      free = at + half;
      const text = { type: 'text', x: at, y: bottom + 17, text: label, fill: palette.muted } as const;
      return [line, { ...text, size: 11, anchor: 'middle', role: 'axis' }];
    });
}
