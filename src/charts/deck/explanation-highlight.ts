// Where the explanation's step points to, as marks: a ring, a stretch of the curve, an arrow between two levels, and a
// few words beside it that stay inside the chart.
import type { ExplanationStep, Highlight } from '../../core/explanation/explain.ts';
import type { Frame } from '../axes.ts';
import { type Mark, textWidth } from '../scene.ts';
import type { ExplanationPanel } from './explanation-chart.ts';
import { freePlace, type Point, pointsAlong } from './free-place.ts';

const size = 13;
type Panels = readonly ExplanationPanel[];

export function highlightMarks({ highlight, label }: ExplanationStep, panels: Panels): Mark[] {
  const [align, unalign] = panels as [ExplanationPanel, ExplanationPanel];
  switch (highlight.kind) {
    case 'level':
      return level(highlight.value, label, align, unalign);
    case 'curve':
      return alongCurve(highlight.phase === 'align' ? align : unalign, label);
    case 'point':
      return ring(highlight, label, highlight.phase === 'align' ? align : unalign);
    case 'slope':
      return slope(highlight, label, highlight.phase === 'align' ? align : unalign);
    case 'gap':
      return gap(highlight, label, highlight.phase === 'align' ? align : unalign);
    case 'band':
      return words(label, unalign, [middleOf(unalign), unalign.frame.top + 14]);
    case 'stretch':
      return [align, unalign].flatMap((panel) => stretch(highlight, label, panel));
  }
}

const middleOf = ({ frame }: ExplanationPanel): number => (frame.left + frame.right) / 2;

/** Near a place, given by the middle of the words, inside the panel and clear of its curves and of what else is pointed with. */
function words(
  label: string,
  { frame, palette, lines }: ExplanationPanel,
  wanted: Point,
  { pointer = [], within = frame }: { pointer?: readonly Point[]; within?: Frame } = {},
): Mark[] {
  if (label === '') return [];
  const box = { width: textWidth(label, size), height: size };
  const [x, middle] = freePlace(box, wanted, within, [...lines, ...pointsAlong(pointer)]);
  // A halo of the ground's colour would stain a stretch that is shaded.
  const halo = within === frame ? { halo: palette.background } : {};
  const text = { text: label, fill: palette.text, ...halo, size, weight: 600 };
  return [{ type: 'text', x, y: middle + size * 0.35, ...text, anchor: 'middle', role: 'explanation' }];
}

function level(value: number, label: string, align: ExplanationPanel, unalign: ExplanationPanel): Mark[] {
  const y = align.y.of(value);
  // One for each panel, so that its dashes lie on those of the level below.
  const lines = [align, unalign].map(
    ({ frame, palette }): Mark => ({
      type: 'line',
      ...{ x1: frame.left, x2: frame.right, y1: y, y2: y },
      ...{ stroke: palette.text, width: 3, dash: '6 4', role: 'highlight' },
    }),
  );
  return [...lines, ...words(label, align, [middleOf(align), y - 16])];
}

/** In the corner that a curve from its first to its last point leaves free. */
function alongCurve(panel: ExplanationPanel, label: string): Mark[] {
  const { frame, y, points } = panel;
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return [];
  const rises = y.of(last.mean) <= y.of(first.mean);
  return words(label, panel, [frame.left, rises ? frame.top + 16 : frame.bottom - 18]);
}

function ring(
  { update, value }: Extract<Highlight, { kind: 'point' }>,
  label: string,
  panel: ExplanationPanel,
): Mark[] {
  const [cx, cy] = [panel.x.of(update), panel.y.of(value)];
  const d = `M${cx - 9},${cy}a9,9,0,1,0,18,0a9,9,0,1,0,-18,0Z`;
  const above = cy - panel.frame.top > 40;
  const edge = [0, 45, 90, 135, 180, 225, 270, 315, 360].map((turn): Point => {
    const angle = (turn * Math.PI) / 180;
    return [cx + 10 * Math.cos(angle), cy + 10 * Math.sin(angle)];
  });
  const said = words(label, panel, [cx, above ? cy - 22 : cy + 22], { pointer: edge });
  return [
    { type: 'path', d, stroke: panel.palette.text, width: 2.5, role: 'highlight' },
    { type: 'circle', cx, cy, r: 3.5, fill: panel.color, stroke: panel.palette.background },
    ...leader(said, [cx, cy], panel),
    ...said,
  ];
}

/** A thin line from words that had to go far to the ring that they speak of. */
function leader([text]: readonly Mark[], [cx, cy]: Point, { palette }: ExplanationPanel): Mark[] {
  if (text?.type !== 'text') return [];
  const half = textWidth(text.text, size) / 2;
  const x = Math.max(text.x - half, Math.min(cx, text.x + half));
  const y = text.y < cy ? text.y + size * 0.45 : text.y - size * 1.1;
  const far = Math.hypot(cx - x, cy - y);
  if (far < 28) return [];
  const [x2, y2] = [cx - ((cx - x) * 11) / far, cy - ((cy - y) * 11) / far];
  return [{ type: 'line', x1: x, y1: y, x2, y2, stroke: palette.text, width: 1, role: 'leader' }];
}

function slope(
  { from, to }: Extract<Highlight, { kind: 'slope' }>,
  label: string,
  panel: ExplanationPanel,
): Mark[] {
  const [x1, y1] = [panel.x.of(from[0]), panel.y.of(from[1])];
  const [x2, y2] = [panel.x.of(to[0]), panel.y.of(to[1])];
  const stroke = panel.palette.text;
  return [
    { type: 'line', x1, y1, x2, y2, stroke, width: 3, role: 'highlight' },
    { type: 'circle', cx: x1, cy: y1, r: 4, fill: stroke },
    { type: 'circle', cx: x2, cy: y2, r: 4, fill: stroke },
    ...words(label, panel, [(x1 + x2) / 2 + textWidth(label, size) / 2 + 16, (y1 + y2) / 2 - 8], {
      pointer: [
        [x1, y1],
        [x2, y2],
      ],
    }),
  ];
}

function gap(
  { update, from, to }: Extract<Highlight, { kind: 'gap' }>,
  label: string,
  panel: ExplanationPanel,
): Mark[] {
  const x = panel.x.of(update) - 4;
  const [y1, y2] = [panel.y.of(from), panel.y.of(to)];
  const stroke = panel.palette.text;
  const cap = (y: number): Mark => ({
    type: 'line',
    x1: x - 6,
    x2: x + 6,
    y1: y,
    y2: y,
    stroke,
    width: 2.5,
    role: 'highlight',
  });
  const far = Math.abs(y2 - y1) > 4;
  return [
    ...(far ? [{ type: 'line', x1: x, x2: x, y1, y2, stroke, width: 2.5, role: 'highlight' } as const] : []),
    cap(y1),
    cap(y2),
    ...words(label, panel, [x - textWidth(label, size) / 2 - 14, (y1 + y2) / 2], {
      pointer: [
        [x, y1],
        [x, y2],
      ],
    }),
  ];
}

/** The same interval of the metric in both panels. */
function stretch(
  { near, far }: Extract<Highlight, { kind: 'stretch' }>,
  label: string,
  panel: ExplanationPanel,
): Mark[] {
  const { frame, y, color } = panel;
  const [top, bottom] = [y.of(Math.max(near, far)), y.of(Math.min(near, far))];
  const within = bottom - top > 2 * size ? { ...frame, top, bottom } : frame;
  const box = { x: frame.left, y: top, width: frame.right - frame.left, height: Math.max(1, bottom - top) };
  return [
    { type: 'rect', ...box, fill: color, opacity: 0.16, role: 'highlight' },
    ...words(label, panel, [middleOf(panel), (top + bottom) / 2], { within }),
  ];
}
