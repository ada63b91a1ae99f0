// The plan as a graph that colours in as it trains: phases from left to right, a line for each step, filled as far as it
// is trained, with the sign of its state at its end. What runs share is one line with branches.
import { type Palette, palettes, phaseColors, type Theme } from './color.ts';
import { emptyScene } from './empty-scene.ts';
import { type Block, footnote } from './legend.ts';
import { layoutPlan, type PlanFrame, type PlanLayout, type PlanPlace } from './plan/plan-layout.ts';
import { type SignState, sign } from './plan/plan-signs.ts';
import { type PlanStep, type PlanTree, planTree, shareOf, stateOf } from './plan/plan-tree.ts';
import { lineLabels, notesOf, rootLabel, sentencesOf } from './plan/plan-words.ts';
import { type Mark, type Scene, textWidth } from './scene.ts';

export type { PlanStep } from './plan/plan-tree.ts';
export interface PlanGraphOptions {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  /** Steps of the whole plan, where not all are given. */
  readonly total?: number;
}
const headHeight = 26;
const keyHeight = 24;
/** Rows are no closer than this, pixels: more branches than fit are drawn together. */
const leastPitch = 9;
const small = 11;

/** Parents before children. The nearest step to a pointer is told by `hits`. */
export function planGraph(steps: readonly PlanStep[], options: PlanGraphOptions): Scene {
  const { width, height, theme } = options;
  const palette = palettes[theme];
  if (steps.length === 0) return emptyScene(options, theme, 'Plan', 'There are no steps to train.');
  const box = { left: 12, width: width - 24, palette };
  const room = height - headHeight - keyHeight - 40;
  const tree = planTree(steps, Math.max(1, Math.floor(room / leastPitch)));
  const sentences = sentencesOf(tree, steps, options.total ?? steps.length);
  const foot = footnote(sentences, { ...box, top: 0 }).height;
  const bottom = height - foot - keyHeight - 8;
  const layout = layoutPlan(tree, { ...sides(tree, width), top: headHeight + 6, bottom });
  return {
    width,
    height,
    background: palette.background,
    title: `Plan of ${options.total ?? steps.length} steps`,
    description: sentences.join(' '),
    marks: [
      ...headings(layout, theme),
      ...lines(layout, theme),
      ...labels(layout, palette),
      ...signs(layout, theme),
      ...key(layout, { ...box, top: bottom + 4 }, theme),
      ...footnote(sentences, { ...box, top: height - foot - 4 }).marks,
    ],
    hits: layout.places.map(({ group, x1, y }) => ({
      x: x1,
      y,
      color: phaseColors[theme][group.phase],
      lines: notesOf(group),
    })),
  };
}

/** The height in which every branch has its row, within bounds: 15 pixels a row where there are many, 26 where few. */
export function planGraphHeight(steps: readonly PlanStep[], least = 150, most = 520): number {
  const parents = new Set(steps.map(({ parent }) => parent));
  const leaves = steps.filter(({ key }) => !parents.has(key)).length;
  const rows = leaves * (leaves > 12 ? 15 : 26);
  return Math.min(most, Math.max(least, headHeight + keyHeight + 48 + rows));
}

function sides(tree: PlanTree, width: number): Pick<PlanFrame, 'left' | 'right'> {
  const longest = Math.max(...tree.roots.map((root) => textWidth(rootLabel(root), small)));
  return { left: 12 + Math.min(longest + 10, width * 0.22), right: width - 16 };
}

function headings({ phases }: PlanLayout, theme: Theme): Mark[] {
  return phases.flatMap(({ phase, left, right }): Mark[] => {
    const [fill, stroke] = [palettes[theme].text, phaseColors[theme][phase]];
    return [
      { type: 'text', x: left + 4, y: 15, text: phase, fill, size: 12, weight: 600, role: 'phase' },
      {
        type: 'line',
        x1: left + 4,
        x2: right - 4,
        y1: 21.5,
        y2: 21.5,
        stroke,
        width: 2,
        role: 'phase',
      },
    ];
  });
}

/** The way of every line in grey (dashed where nothing of it is in the history), then what is trained in its phase's hue. */
function lines({ places, pitch }: PlanLayout, theme: Theme): Mark[] {
  const palette = palettes[theme];
  const isNew = ({ group }: PlanPlace): boolean => stateOf(group) === 'new';
  const way = (list: readonly PlanPlace[]): string => list.map((place) => pathOf(place, 1)).join('');
  const base = { type: 'path', stroke: palette.axis, width: 1.2, role: 'way' } as const;
  const done = [
    ...Map.groupBy(
      places.filter(({ group }) => shareOf(group) > 0),
      ({ group }) => group.phase,
    ),
  ];
  const marks: Mark[] = [
    { ...base, d: way(places.filter((place) => !isNew(place))) },
    { ...base, d: way(places.filter(isNew)), dash: '3 3' },
    ...done.map(
      ([phase, list]): Mark => ({
        type: 'path',
        d: list.map((place) => pathOf(place, shareOf(place.group))).join(''),
        stroke: phaseColors[theme][phase],
        width: Math.max(1.8, Math.min(4, pitch * 0.2)),
        role: 'trained',
      }),
    ),
  ];
  return marks.filter((mark) => mark.type !== 'path' || mark.d !== '');
}

/** From the parent's end down to the own row, then along it as far as the share says. */
function pathOf({ x0, x1, y, parentY }: PlanPlace, share: number): string {
  const end = round(x0 + (x1 - x0) * share);
  if (y === parentY) return `M${round(x0)},${round(y)}H${end}`;
  const bend = Math.min(5, y - parentY, (x1 - x0) / 2);
  const corner = `Q${round(x0)},${round(y)} ${round(x0 + bend)},${round(y)}`;
  return `M${round(x0)},${round(parentY)}V${round(y - bend)}${corner}H${Math.max(end, round(x0 + bend))}`;
}

/** Roots in the margin where their rows leave room; steps along their lines where the rows are wide apart. */
function labels({ places, pitch, stride }: PlanLayout, palette: Palette): Mark[] {
  const marks: Mark[] = [];
  let free = Number.NEGATIVE_INFINITY;
  for (const { group, x0, x1, y } of places) {
    if (group.parent === null && y - free >= small + 1) {
      free = y;
      const text = cut(rootLabel(group), x0 - 18);
      marks.push({
        type: 'text',
        x: x0 - 8,
        y: y + 4,
        text,
        fill: palette.text,
        size: small,
        anchor: 'end',
        role: 'root',
      });
    }
    if (pitch < 14) continue;
    const room = Math.max(stride, x1 - x0) - 14;
    const count = group.steps.length > 1 ? `×${group.steps.length}` : '';
    const texts = pitch >= 19 ? lineLabels(group) : [count];
    const text = texts.find((each) => textWidth(each, 10) <= room) ?? '';
    if (text === '') continue;
    marks.push({ type: 'text', x: x0 + 8, y: y - 4, text, fill: palette.muted, size: 10, role: 'label' });
  }
  return marks;
}

function cut(text: string, width: number): string {
  const most = Math.floor(width / (small * 0.56));
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`;
}

function signs({ places, pitch }: PlanLayout, theme: Theme): Mark[] {
  const r = Math.max(2.6, Math.min(5, pitch * 0.26));
  const alike = Map.groupBy(places, ({ group }) => `${stateOf(group)} ${group.phase}`);
  return [...alike.values()].map((list) => {
    const { group } = list[0]!;
    const hue = phaseColors[theme][group.phase];
    const at = list.map(({ x1, y }) => [x1, y] as const);
    return sign(stateOf(group), at, { hue, r, palette: palettes[theme], theme });
  });
}

/** The signs that are drawn, named. */
function key(
  { places }: PlanLayout,
  box: { left: number; top: number; width: number },
  theme: Theme,
): Block['marks'] {
  const palette = palettes[theme];
  const order: SignState[] = [
    'finished',
    'partly',
    'running',
    'interrupted',
    'waiting',
    'new',
    'failed',
    'cancelled',
  ];
  const present = new Set(places.map(({ group }) => stateOf(group)));
  const marks: Mark[] = [];
  let x = box.left + 6;
  const y = box.top + 12;
  for (const state of order.filter((each) => present.has(each))) {
    const text = state === 'partly' ? 'partly finished' : state;
    marks.push({ ...sign(state, [[x, y - 4]], { hue: palette.text, r: 4, palette, theme }), role: 'key' });
    marks.push({ type: 'text', x: x + 11, y, text, fill: palette.muted, size: small, role: 'key' });
    x += 11 + textWidth(text, small) + 18;
  }
  return marks;
}

const round = (value: number): number => Math.round(value * 10) / 10;
