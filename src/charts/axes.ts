// Axes of one panel as marks: hairline grid, tick labels, names.
import type { Palette } from './color.ts';
import { formatCount, formatTicks } from './format.ts';
import type { Mark } from './scene.ts';
import type { XScale } from './x-scale.ts';
import type { YScale } from './y-scale.ts';

export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
export interface AxesOptions {
  readonly x: XScale;
  readonly y: YScale;
  readonly palette: Palette;
  /** Names; '' leaves one out (inner panels share those of the outer ones). */
  readonly xName: string;
  readonly yName: string;
  readonly yLabels: boolean;
}
export const tickSize = 11;

export function axes(frame: Frame, options: AxesOptions): Mark[] {
  return [...yAxis(frame, options), ...xAxis(frame, options)];
}

function yAxis(frame: Frame, { y, palette, yName, yLabels }: AxesOptions): Mark[] {
  const labels = formatTicks(y.ticks);
  const marks = y.ticks.flatMap((tick, index): Mark[] => {
    const at = y.of(tick);
    const grid = line(frame.left, at, frame.right, at, palette.grid);
    const label = text(frame.left - 8, at + 4, labels[index]!, palette.muted, 'end');
    return yLabels ? [grid, label] : [grid];
  });
  if (yName === '') return marks;
  const middle = (frame.top + frame.bottom) / 2;
  const name = text(frame.left - 46, middle, yName, palette.text, 'middle');
  return [...marks, { ...name, size: 12, rotate: -90 }];
}

function xAxis(frame: Frame, { x, palette, xName }: AxesOptions): Mark[] {
  const marks = x.ticks.flatMap((tick): Mark[] => {
    const at = x.of(tick);
    return [
      line(at, frame.bottom, at, frame.bottom + 4, palette.axis),
      text(at, frame.bottom + 17, formatCount(tick), palette.muted, 'middle'),
    ];
  });
  const base = line(frame.left, frame.bottom, frame.right, frame.bottom, palette.axis);
  if (xName === '') return [base, ...marks];
  const name = text((frame.left + frame.right) / 2, frame.bottom + 36, xName, palette.text, 'middle');
  return [base, ...marks, { ...name, size: 12 }];
}

function line(x1: number, y1: number, x2: number, y2: number, stroke: string): Mark {
  return { type: 'line', x1, y1, x2, y2, stroke, width: 1, role: 'axis' };
}

function text(x: number, y: number, label: string, fill: string, anchor: 'middle' | 'end') {
  return { type: 'text', x, y, text: label, fill, size: tickSize, anchor, role: 'axis' } as const;
}
