// Legend and footnote of a figure: rows of text laid out to a width, as marks.
import type { Palette } from './color.ts';
import { marker } from './marker.ts';
import { type Mark, textWidth, wrap } from './scene.ts';

export interface LegendEntry {
  readonly label: string;
  readonly color: string;
  /** Index of the marker's shape; null draws none. */
  readonly shape: number | null;
  readonly dash?: string;
}
export interface Block {
  readonly marks: readonly Mark[];
  readonly height: number;
}
const rowHeight = 20;
const sample = 26;
const size = 12;

/** Entries from left to right, wrapped; `title` says what the colours stand for. */
export function legend(
  title: string,
  entries: readonly LegendEntry[],
  box: { left: number; top: number; width: number; palette: Palette },
): Block {
  const marks: Mark[] = [];
  let x = box.left;
  let y = box.top + 14;
  if (title !== '') {
    marks.push({ type: 'text', x, y, text: title, fill: box.palette.muted, size, role: 'legend' });
    x += textWidth(title, size) + 14;
  }
  for (const entry of entries) {
    const width = sample + 6 + textWidth(entry.label, size) + 16;
    if (x + width > box.left + box.width + 16 && x > box.left) {
      x = box.left;
      y += rowHeight;
    }
    marks.push(...legendEntry(entry, x, y, box.palette));
    x += width;
  }
  return { marks, height: y - box.top + 8 };
}

function legendEntry(entry: LegendEntry, x: number, y: number, palette: Palette): Mark[] {
  const middle = y - 4;
  const marks: Mark[] = [
    {
      type: 'line',
      x1: x,
      y1: middle,
      x2: x + sample,
      y2: middle,
      stroke: entry.color,
      width: 2,
      ...dashOf(entry),
    },
  ];
  if (entry.shape !== null) marks.push(marker(entry.shape, x + sample / 2, middle, entry.color, palette));
  const text = { type: 'text', x: x + sample + 6, y, text: entry.label, fill: palette.text, size } as const;
  return [...marks, { ...text, role: 'legend' }];
}

const dashOf = (entry: LegendEntry): { dash?: string } => (entry.dash ? { dash: entry.dash } : {});

/** Small print below a figure: what is drawn, n, what is missing. */
export function footnote(
  sentences: readonly string[],
  box: { left: number; top: number; width: number; palette: Palette },
): Block {
  const text = sentences.filter((sentence) => sentence !== '').join(' ');
  const lines = text === '' ? [] : wrap(text, 11, box.width);
  const marks = lines.map((line, index): Mark => {
    const y = box.top + 12 + index * 15;
    return { type: 'text', x: box.left, y, text: line, fill: box.palette.muted, size: 11, role: 'footnote' };
  });
  return { marks, height: lines.length * 15 + 4 };
}
