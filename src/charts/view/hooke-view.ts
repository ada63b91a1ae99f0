// The Hooke picture: D_p and D_a as springs. The elongation is drawn to scale, the wire's width grows with the logarithm of
// the stiffness, and the numbers stand beside them.

import { scaleLinear } from 'd3-scale';
import type { FrozenData } from '../../core/frozen-data.ts';
import { counted } from '../../core/number-text.ts';
import type { View } from '../../core/view.ts';
import { type Palette, palettes, phaseColors } from '../color.ts';
import { missingNote, seedsText } from '../count-words.ts';
import { emptyScene } from '../empty-scene.ts';
import { formatCount, formatEstimate, formatTicks } from '../format.ts';
import { footnote } from '../legend.ts';
import { type Hit, type Mark, type Scene, textWidth } from '../scene.ts';
import { pooledNote } from './curve-notes.ts';
import type { DrawOptions } from './draw-view.ts';
import { type HookeArm, type HookeSpring, hookeArms } from './hooke-data.ts';
import { shorten, withHits } from './view-figure.ts';

const title = 'The Hooke picture: stiffness and elongation of D_p and D_a over unalignment';
const armHeight = 86;
/** Fewer pixels than these would lay one arm's words over another's. */
const leastArm = 60;
const panelHead = 26;
const topRoom = 58;

const namedPanels = (arms: readonly HookeArm[]): number => new Set(arms.map((arm) => arm.title)).size;
const headRoom = (arms: readonly HookeArm[]): number =>
  arms.some((arm) => arm.title !== '') ? namedPanels(arms) * panelHead : 0;

export function hookeHeight(view: View, data: FrozenData): number {
  const { arms } = hookeArms(view, data);
  return 150 + topRoom + headRoom(arms) + Math.max(1, arms.length) * armHeight;
}

export function hookeView(view: View, data: FrozenData, options: DrawOptions): Scene {
  const { arrangement, arms: every } = hookeArms(view, data);
  if (every.length === 0) return emptyScene(options, options.theme, title, nothing(data));
  const palette = palettes[options.theme];
  const asked = arrangement.runs.length;
  const measured = every.reduce((sum, { runs }) => sum + runs.length, 0);
  const missing = missingNote(asked - measured, asked);
  const box = { left: 12, width: options.width - 24, palette };
  const notesOf = (arms: readonly HookeArm[], left: number): string[] =>
    hookeNotes(arms, arrangement.pooled, [missing, leftNote(left)]);
  // The room of the small print once every arm is there.
  const room = footnote(notesOf(every, every.length), { ...box, top: 0 }).height;
  const bottom = options.height - room - 48;
  const all = every.slice(0, fitting(every, bottom - topRoom));
  const arms = all.slice(0, options.reveal ?? all.length);
  const notes = notesOf(arms, every.length - all.length);
  const foot = footnote(notes, { ...box, top: options.height - room - 4 });
  const columns = columnsOf(options.width);
  const x = elongation(all, [wall, columns.spring]);
  const step = Math.min(armHeight, (bottom - topRoom - headRoom(all)) / all.length);
  const rows = placeArms(all, step);
  const style = { x, columns, options, step };
  const marks: Mark[] = [
    ...headMarks(columns, palette),
    ...elongationAxis(
      x,
      bottom,
      rows.map(({ top }) => [top + 20, top + step - 2] as const),
      palette,
    ),
    ...rows.flatMap(({ arm, top, head }) => panelMarks(arm, top, head, options)),
    ...rows.slice(0, arms.length).flatMap(({ arm, top }) => armMarks(arm, top, style)),
    ...rows.slice(arms.length).map(({ arm, top }) => nameMark(arm, top, options, true)),
    ...foot.marks,
  ];
  const scene = {
    width: options.width,
    height: options.height,
    background: palette.background,
    title,
    description: [`${title}.`, ...arms.map(summary), ...notes].join(' '),
    marks,
  };
  const drawn = rows.slice(0, arms.length);
  return withHits(scene, () => drawn.flatMap(({ arm, top }) => armHits(arm, top, style)));
}

/** Arms that fit below each other; on a slide there may be too many. */
function fitting(arms: readonly HookeArm[], height: number): number {
  let count = arms.length;
  while (count > 1 && headRoom(arms.slice(0, count)) + count * leastArm > height) count -= 1;
  return count;
}

const leftNote = (left: number): string =>
  left <= 0 ? '' : `${counted(left, 'more arm')} ${left === 1 ? 'has' : 'have'} no room here.`;

interface PlacedArm {
  readonly arm: HookeArm;
  readonly top: number;
  /** Its panel's title stands above it. */
  readonly head: boolean;
}
function placeArms(arms: readonly HookeArm[], step: number): PlacedArm[] {
  let y = topRoom;
  return arms.map((arm, i) => {
    const head = arm.title !== '' && arm.title !== arms[i - 1]?.title;
    if (head) y += panelHead;
    const top = y;
    y += step;
    return { arm, top, head };
  });
}

interface Columns {
  /** The right ends: of the springs, and of the three numbers. */
  readonly spring: number;
  readonly size: number;
  readonly change: number;
  readonly product: number;
}
const wall = 50;
/** Numbers take what they need; the springs have all the rest. */
function columnsOf(width: number): Columns {
  const product = width - 14;
  return { spring: product - 218, size: product - 140, change: product - 72, product };
}

function headMarks({ size, change, product }: Columns, palette: Palette): Mark[] {
  const text = { type: 'text', fill: palette.muted, size: 11, anchor: 'end', role: 'head' } as const;
  return [
    ...([size, change, product] as const).flatMap((x, i): Mark[] => [
      { ...text, x, y: 18, text: ['|D|', 'ΔKL', '|D| · ΔKL'][i]!, weight: 600 },
      { ...text, x, y: 32, text: ['tokens', 'nats/token', 'nats'][i]! },
    ]),
  ];
}

const nothing = ({ runs }: FrozenData): string =>
  runs.length === 0
    ? 'No runs are picked yet.'
    : 'The Hooke picture needs bits per token of D_p and of the responses in alignment and unalignment; none of these runs has measured them, or none was pretrained.';

/** 0 is the natural length; a spring whose text got likelier is shorter. */
function elongation(arms: readonly HookeArm[], range: readonly [number, number]) {
  const values = arms.flatMap(({ springs }) =>
    springs.flatMap((s) => [s.divergenceChange, s.low ?? 0, s.high ?? 0]),
  );
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const span = high - low || 1;
  // Even the shortest spring keeps a quarter of the room: it is never shorter than nothing.
  return scaleLinear()
    .domain([low, low + span * 1.02])
    .range([range[0] + (range[1] - range[0]) / 4, range[1]]);
}

function elongationAxis(
  x: ReturnType<typeof elongation>,
  bottom: number,
  rows: readonly (readonly [top: number, bottom: number])[],
  palette: Palette,
): Mark[] {
  const [left, right] = x.range() as [number, number];
  const ticks = x.ticks(Math.max(2, Math.floor((right - left) / 70)));
  const labels = formatTicks(ticks);
  const name = { type: 'text', fill: palette.text, size: 12, role: 'axis-name' } as const;
  return [
    ...ticks.flatMap((tick, i): Mark[] => {
      const at = x(tick);
      const stroke = tick === 0 ? palette.axis : palette.grid;
      const look = { type: 'text', fill: palette.muted, size: 11, anchor: 'middle', role: 'axis' } as const;
      return [
        ...rows.map(
          ([y1, y2]): Mark => ({ type: 'line', x1: at, y1, x2: at, y2, stroke, width: 1, role: 'axis' }),
        ),
        { ...look, x: at, y: bottom + 15, text: labels[i]! },
        ...(rows.length > 3 ? [{ ...look, x: at, y: topRoom - 12, text: labels[i]! }] : []),
      ];
    }),
    { ...name, x: wall, y: bottom + 34, text: axisWords },
  ];
}
const axisWords = 'elongation ΔKL (nats per token); 0 is the length before unalignment';

interface ArmStyle {
  readonly x: ReturnType<typeof elongation>;
  readonly columns: Columns;
  readonly options: DrawOptions;
  /** Pixels from one arm to the next. */
  readonly step: number;
}

const wireWidth = (size: number): number => Math.max(1, Math.min(4.5, Math.log10(Math.max(10, size)) * 0.62));

/** What all arms below it have in common, once, with a rule. */
function panelMarks({ title: words }: HookeArm, top: number, head: boolean, options: DrawOptions): Mark[] {
  if (!head) return [];
  const { text, grid, background } = palettes[options.theme];
  const [right, y] = [options.width - 14, top - 8];
  return [
    { type: 'line', x1: 12, y1: y + 6, x2: right, y2: y + 6, stroke: grid, width: 1, role: 'panel-rule' },
    {
      type: 'text',
      ...{ x: 12, y, text: shorten(words, right - 12, 12.5), fill: text, size: 12.5, weight: 700 },
      ...{ halo: background, role: 'panel-title' },
    },
  ];
}

/** The arm's name over the full width, less what stands at its right; greyed where the arm is not revealed yet. */
function nameMark(arm: HookeArm, top: number, { width, theme }: DrawOptions, waiting: boolean): Mark {
  const { muted, text, background } = palettes[theme];
  const room = width - 38 - (waiting ? 0 : textWidth(evennessText(arm), 11));
  return {
    type: 'text',
    ...{ x: 12, y: top + 14, text: shorten(arm.line.name, room), fill: waiting ? muted : text },
    ...{ size: 12, weight: 600, halo: background, role: waiting ? 'waiting' : 'arm' },
  };
}

const evennessText = ({ evenness }: HookeArm): string =>
  evenness === null ? '' : `smaller / larger = ${formatEstimate(evenness)}`;

/** Where the two springs of an arm lie. */
const springAt = (top: number, step: number, i: number): number => top + 20 + ((step - 22) / 2) * (i + 0.5);

function armMarks(arm: HookeArm, top: number, style: ArmStyle): Mark[] {
  const { columns, options, step } = style;
  const { muted: fill, background: halo } = palettes[options.theme];
  const evenness = {
    text: evennessText(arm),
    fill,
    halo,
    size: 11,
    anchor: 'end',
    role: 'evenness',
  } as const;
  return [
    nameMark(arm, top, options, false),
    { type: 'text', x: columns.product, y: top + 14, ...evenness },
    ...arm.springs.flatMap((spring, i) => springMarks(spring, springAt(top, step, i), i, style)),
  ];
}

function springMarks(
  spring: HookeSpring,
  y: number,
  i: number,
  { x, columns, options, step }: ArmStyle,
): Mark[] {
  const palette = palettes[options.theme];
  const color = phaseColors[options.theme][i === 0 ? 'pretrain' : 'align'];
  const end = x(spring.divergenceChange);
  const number = { type: 'text', y: y + 4, fill: palette.text, size: 11.5, anchor: 'end' } as const;
  const half = Math.min(7, (step - 22) / 4 - 3);
  const { low, high } = spring;
  const interval: Mark[] =
    low === null || high === null
      ? []
      : [
          {
            type: 'line',
            ...{ x1: x(low), y1: y + half + 4, x2: x(high), y2: y + half + 4 },
            ...{ stroke: color, width: 2, role: 'interval' },
          },
        ];
  const post = { type: 'line', x1: wall, y1: y - half - 3, x2: wall, y2: y + half + 3 } as const;
  return [
    { type: 'text', x: 12, y: y + 4, text: spring.name, fill: color, size: 12, weight: 600, role: 'set' },
    { ...post, stroke: palette.axis, width: 2, role: 'wall' },
    {
      type: 'path',
      ...{ d: zigzag(y, end, half), stroke: color, width: wireWidth(spring.size), role: 'spring' },
    },
    { type: 'circle', cx: end, cy: y, r: 4.5, fill: color, role: 'weight' },
    ...interval,
    { ...number, x: columns.size, text: formatCount(spring.size), role: 'number' },
    { ...number, x: columns.change, text: formatEstimate(spring.divergenceChange), role: 'number' },
    { ...number, x: columns.product, text: formatCount(spring.product), role: 'number' },
  ];
}

/** Sixteen coils from the wall to the end. */
function zigzag(y: number, end: number, half: number): string {
  const [coils, lead] = [16, 8];
  const width = (end - wall - 2 * lead) / coils;
  const turns = Array.from({ length: coils }, (_, i) => {
    const at = (share: number): string => (wall + lead + width * (i + share)).toFixed(1);
    return `L${at(0.25)},${(y - half).toFixed(1)}L${at(0.75)},${(y + half).toFixed(1)}`;
  }).join('');
  const middle = y.toFixed(1);
  const last = `L${(end - lead).toFixed(1)},${middle}L${end.toFixed(1)},${middle}`;
  return `M${wall},${middle}L${wall + lead},${middle}${turns}${last}`;
}

function armHits(arm: HookeArm, top: number, { x, options, step }: ArmStyle): Hit[] {
  return arm.springs.map((spring, i) => {
    const { low, high } = spring;
    const interval =
      low === null || high === null ? '' : ` [${formatEstimate(low)}, ${formatEstimate(high)}]`;
    return {
      ...{ x: x(spring.divergenceChange), y: springAt(top, step, i), runs: arm.runs },
      color: phaseColors[options.theme][i === 0 ? 'pretrain' : 'align'],
      series: `${arm.line.series} ${spring.name}`,
      lines: [
        [arm.line.name, arm.title, spring.name].filter(Boolean).join(' · '),
        `|D| ${formatCount(spring.size)} tokens`,
        `ΔKL ${formatEstimate(spring.divergenceChange)}${interval} nats per token`,
        `product ${formatCount(spring.product)}, ${seedsText([spring.n])}`,
      ],
    };
  });
}

const summary = ({ line, title: panel, springs, evenness }: HookeArm): string =>
  `${[line.name, panel].filter(Boolean).join(', ')}: ${springs
    .map((s) => `${s.name} ${formatCount(s.size)} tokens, ΔKL ${formatEstimate(s.divergenceChange)}`)
    .join('; ')}; smaller over larger product ${evenness === null ? 'unknown' : formatEstimate(evenness)}.`;

function hookeNotes(
  arms: readonly HookeArm[],
  pooled: readonly string[],
  missing: readonly string[],
): string[] {
  if (arms.length === 0) return [];
  const ns = arms.flatMap(({ springs }) => springs.map(({ n }) => n));
  const single = Math.max(...ns) < 2;
  const partly = Math.min(...ns) < 2 ? ' where two or more seeds are measured' : '';
  const interval = single
    ? 'of the only seed (n = 1), so no interval can be given'
    : `with the 95 % Student t interval of its mean below each spring${partly} (${seedsText(ns)})`;
  return [
    `Elongation is to scale, ${interval}; the wire's width grows with the logarithm of |D|.`,
    'ΔKL is the change of held-out cross-entropy from θ1 to the end of unalignment; D_a is the set of responses whose code alignment shortened most. |D| counts tokens shown. At the right of each arm: the smaller over the larger of both products.',
    'The paper’s invariant would make both products equal, with opposite signs in its published form.',
    pooledNote(pooled),
    ...missing,
  ].filter((note) => note !== '');
}
