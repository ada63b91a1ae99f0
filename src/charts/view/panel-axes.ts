// The axes of a panel as marks, from its scales alone, so that a window can draw them anew while it pans.
import { type Palette, palettes, type Theme } from '../color.ts';
import { formatCount, formatTicks } from '../format.ts';
import { type GroupMark, type Mark, type PanelScale, type ScenePanel, textWidth } from '../scene.ts';
import { scaleOf, ticksOf } from './panel-scale.ts';

const size = 11;
const zeroRoom = textWidth('0', size) / 2 + 2;

export function panelAxes(panel: ScenePanel, index: number, theme: Theme): GroupMark {
  const palette = palettes[theme];
  return {
    type: 'group',
    role: 'axes',
    panel: index,
    marks: [...yAxis(panel, palette), ...phaseStarts(panel, palette), ...xAxis(panel, palette)],
  };
}

function yAxis({ left, right, top, bottom, y, labels }: ScenePanel, palette: Palette): Mark[] {
  const { of } = scaleOf(y, [bottom, top]);
  return tickLabels(y, [bottom, top]).flatMap(({ value, text: words }): Mark[] => {
    const at = of(value);
    const grid = line(left, at, right, at, palette.grid);
    return labels.y ? [grid, text(left - 7, at + 4, words, palette.muted, 'end')] : [grid];
  });
}

/** The ticks of a vertical scale with their numbers. */
export function tickLabels(
  scale: PanelScale,
  range: readonly [number, number],
): { value: number; text: string }[] {
  const ticks = ticksOf(scale, range, 40);
  const texts = formatTicks(ticks.map(({ label }) => label));
  return ticks.map(({ value }, i) => ({ value, text: texts[i]! }));
}

function xAxis({ left, right, bottom, x, labels }: ScenePanel, palette: Palette): Mark[] {
  const { of } = scaleOf(x, [left, right]);
  const own = x.ticks ?? ticksOf(x, [left, right], x.kind === 'linear' ? 84 : 36);
  const starts = (x.starts ?? []).slice(1).map((start) => of(start.at));
  let free = Number.NEGATIVE_INFINITY;
  const marks = own.flatMap(({ value, label }): Mark[] => {
    const at = of(value);
    if (at < left - 1 || at > right + 1) return [];
    const tick = line(at, bottom, at, bottom + 4, palette.axis);
    const words = typeof label === 'string' ? label : formatCount(label);
    const half = textWidth(words, size) / 2 + 2;
    // The 0 of a phase keeps its place: what stands just before it gives way.
    const crowds = starts.some((start) => at < start && at + half > start - zeroRoom);
    if (!labels.x || at - half < free || crowds) return [tick];
    free = at + half;
    return [tick, text(at, bottom + 16, words, palette.muted, 'middle')];
  });
  return [line(left, bottom, right, bottom, palette.axis), ...marks];
}

/** Where one phase ends and the next begins: a hairline, and a short bar of the phase's hue above the panel. */
function phaseStarts({ left, right, top, bottom, x }: ScenePanel, palette: Palette): Mark[] {
  const { of } = scaleOf(x, [left, right]);
  const starts = x.starts ?? [];
  return starts.flatMap(({ at, label, color }, i): Mark[] => {
    const from = Math.max(left, i === 0 ? left : of(at));
    const to = Math.min(right, i + 1 < starts.length ? of(starts[i + 1]!.at) : right);
    if (to - from < 2) return [];
    const bar: Mark = {
      type: 'rect',
      ...{ x: from, y: top - 4, width: to - from, height: 3 },
      fill: color,
      role: 'phase',
    };
    const words = to - from > label.length * 6.2 + 8;
    return [
      ...(from > left ? [{ ...line(from, top, from, bottom, palette.axis), dash: '2 3' } as Mark] : []),
      bar,
      ...(words ? [{ ...text(from + 3, top - 8, label, color, 'start'), weight: 600 } as Mark] : []),
    ];
  });
}

function line(x1: number, y1: number, x2: number, y2: number, stroke: string): Mark {
  return { type: 'line', x1, y1, x2, y2, stroke, width: 1, role: 'axis' };
}

function text(x: number, y: number, label: string, fill: string, anchor: 'start' | 'middle' | 'end'): Mark {
  return { type: 'text', x, y, text: label, fill, size, anchor, role: 'axis' };
}
