// The Hooke picture: D_p and D_a as springs. The elongation is drawn to scale, the wire's width grows with the logarithm of
// the stiffness, and the numbers stand beside them.

import { scaleLinear } from 'd3-scale';
import type { FrozenData } from '../../core/frozen-data.ts';
import type { View } from '../../core/view.ts';
import { type Palette, palettes, phaseColors } from '../color.ts';
import { emptyScene } from '../empty-scene.ts';
import { formatCount, formatEstimate, formatTicks } from '../format.ts';
import { footnote } from '../legend.ts';
import type { Hit, Mark, Scene } from '../scene.ts';
import { pooledNote } from './curve-notes.ts';
import type { DrawOptions } from './draw-view.ts';
import { type HookeArm, type HookeSpring, hookeArms } from './hooke-data.ts';
import { shorten, withHits } from './view-figure.ts';

const title = 'The Hooke picture: stiffness and elongation of D_p and D_a over unalignment';
const rowHeight = 30;
const armHeight = 2 * rowHeight + 34;

export const hookeHeight = (view: View, data: FrozenData): number =>
  130 + Math.max(1, hookeArms(view, data).arms.length) * armHeight;

export function hookeView(view: View, data: FrozenData, options: DrawOptions): Scene {
  const { arrangement, arms: all } = hookeArms(view, data);
  if (all.length === 0) return emptyScene(options, options.theme, title, nothing(data));
  const arms = all.slice(0, options.reveal ?? all.length);
  const palette = palettes[options.theme];
  const asked = arrangement.runs.length;
  const measured = all.reduce((sum, { runs }) => sum + runs.length, 0);
  const missing =
    measured < asked ? `${asked - measured} of ${asked} runs have not measured what this needs.` : '';
  const notes = hookeNotes(arms, arrangement.pooled, missing);
  const box = { left: 12, width: options.width - 24, palette };
  // The room of the small print once every arm is there.
  const lastNotes = hookeNotes(all, arrangement.pooled, missing);
  const height = Math.max(...[notes, lastNotes].map((each) => footnote(each, { ...box, top: 0 }).height));
  const foot = footnote(notes, { ...box, top: options.height - height - 4 });
  const columns = {
    name: 12,
    size: options.width - 300,
    change: options.width - 200,
    product: options.width - 14,
  };
  const x = elongation(all, [150, columns.size - 86]);
  const bottom = options.height - height - 44;
  const step = Math.min(armHeight, (bottom - 40) / all.length);
  const rows = arms.map((arm, i) => ({ arm, top: 40 + i * step }));
  const text = { type: 'text', fill: palette.muted, size: 11, role: 'head' } as const;
  const marks: Mark[] = [
    { ...text, x: columns.size, y: 20, text: '|D|, tokens', anchor: 'end' },
    { ...text, x: columns.change, y: 20, text: 'ΔKL, nats/token', anchor: 'end' },
    { ...text, x: columns.product, y: 20, text: '|D| · ΔKL', anchor: 'end' },
    ...elongationAxis(x, { top: 30, bottom }, palette),
    ...rows.flatMap(({ arm, top }) => armMarks(arm, top, step, { x, columns, options, view })),
    ...all
      .slice(arms.length)
      .map((arm, i) => waitingName(arm, 40 + (arms.length + i) * step, columns, palette)),
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
  return withHits(scene, () => rows.flatMap(({ arm, top }) => armHits(arm, top, step, x, options)));
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
  // The natural length takes a third of the room: a spring is never shorter than nothing.
  return scaleLinear()
    .domain([low, low + span * 1.02])
    .range([range[0] + (range[1] - range[0]) / 3, range[1]]);
}

function elongationAxis(
  x: ReturnType<typeof elongation>,
  { top, bottom }: { top: number; bottom: number },
  palette: (typeof palettes)['light'],
): Mark[] {
  const ticks = x.ticks(6);
  const labels = formatTicks(ticks);
  const [left, right] = x.range() as [number, number];
  const name = { type: 'text', fill: palette.text, size: 12, anchor: 'middle', role: 'axis-name' } as const;
  return [
    ...ticks.flatMap((tick, i): Mark[] => {
      const at = x(tick);
      const stroke = tick === 0 ? palette.axis : palette.grid;
      const look = { fill: palette.muted, size: 11, anchor: 'middle', role: 'axis' } as const;
      return [
        { type: 'line', x1: at, y1: top, x2: at, y2: bottom, stroke, width: 1, role: 'axis' },
        { type: 'text', x: at, y: bottom + 15, text: labels[i]!, ...look },
      ];
    }),
    {
      ...name,
      x: (left + right) / 2,
      y: bottom + 34,
      text: 'elongation ΔKL (nats per token); 0 is the length before unalignment',
    },
  ];
}

interface ArmStyle {
  readonly x: ReturnType<typeof elongation>;
  readonly columns: { name: number; size: number; change: number; product: number };
  readonly options: DrawOptions;
  readonly view: View;
}

const wireWidth = (size: number): number => Math.max(1, Math.min(4.5, Math.log10(Math.max(10, size)) * 0.62));

const armName = ({ line, title: panel }: HookeArm): string => [line.name, panel].filter(Boolean).join(' · ');

/** An arm that is not revealed yet: its name alone, greyed. */
function waitingName(arm: HookeArm, top: number, columns: ArmStyle['columns'], { muted }: Palette): Mark {
  const text = shorten(armName(arm), columns.size - 200);
  return {
    type: 'text',
    x: columns.name,
    y: top + 12,
    text,
    fill: muted,
    size: 12,
    weight: 600,
    role: 'waiting',
  };
}

function armMarks(arm: HookeArm, top: number, step: number, { x, columns, options }: ArmStyle): Mark[] {
  const palette = palettes[options.theme];
  const evenness = arm.evenness === null ? '' : `forces: smaller / larger = ${formatEstimate(arm.evenness)}`;
  const head = { type: 'text', fill: palette.text, size: 12, weight: 600, role: 'arm' } as const;
  const gap = (step - 24) / 2;
  return [
    { ...head, x: columns.name, y: top + 12, text: shorten(armName(arm), columns.size - 200) },
    {
      type: 'text',
      ...{
        x: columns.product,
        y: top + 12,
        text: evenness,
        fill: palette.muted,
        size: 11,
        anchor: 'end',
        role: 'evenness',
      },
    },
    ...arm.springs.flatMap((spring, i) => {
      const y = top + 22 + gap * (i + 0.5);
      const color = phaseColors[options.theme][i === 0 ? 'pretrain' : 'align'];
      return springMarks(spring, y, color, { x, columns, palette });
    }),
  ];
}

function springMarks(
  spring: HookeSpring,
  y: number,
  color: string,
  {
    x,
    columns,
    palette,
  }: { x: ArmStyle['x']; columns: ArmStyle['columns']; palette: (typeof palettes)['light'] },
): Mark[] {
  const wall = 64;
  const end = x(spring.divergenceChange);
  const coils = 16;
  const lead = 10;
  const width = (end - wall - 2 * lead) / coils;
  const zigzag = Array.from({ length: coils }, (_, i) => {
    const at = (share: number): string => (wall + lead + width * (i + share)).toFixed(1);
    return `L${at(0.25)},${(y - 7).toFixed(1)}L${at(0.75)},${(y + 7).toFixed(1)}`;
  }).join('');
  const d = `M${wall},${y}L${wall + lead},${y}${zigzag}L${(end - lead).toFixed(1)},${y}L${end.toFixed(1)},${y}`;
  const number = {
    type: 'text',
    y: y + 4,
    fill: palette.text,
    size: 11.5,
    anchor: 'end',
    role: 'number',
  } as const;
  const { low, high } = spring;
  const interval: Mark[] =
    low === null || high === null
      ? []
      : [
          {
            type: 'line',
            x1: x(low),
            y1: y + 12,
            x2: x(high),
            y2: y + 12,
            stroke: color,
            width: 2,
            role: 'interval',
          },
        ];
  return [
    { type: 'text', x: 12, y: y + 4, text: spring.name, fill: color, size: 12, weight: 600, role: 'set' },
    {
      type: 'line',
      x1: wall,
      y1: y - 11,
      x2: wall,
      y2: y + 11,
      stroke: palette.axis,
      width: 2,
      role: 'wall',
    },
    { type: 'path', d, stroke: color, width: wireWidth(spring.size), role: 'spring' },
    { type: 'circle', cx: end, cy: y, r: 4.5, fill: color, role: 'weight' },
    ...interval,
    { ...number, x: columns.size, text: formatCount(spring.size) },
    { ...number, x: columns.change, text: formatEstimate(spring.divergenceChange) },
    { ...number, x: columns.product, text: formatCount(spring.product) },
  ];
}

function armHits(arm: HookeArm, top: number, step: number, x: ArmStyle['x'], options: DrawOptions): Hit[] {
  const gap = (step - 24) / 2;
  return arm.springs.map((spring, i) => {
    const { low, high } = spring;
    const interval =
      low === null || high === null ? '' : ` [${formatEstimate(low)}, ${formatEstimate(high)}]`;
    return {
      ...{ x: x(spring.divergenceChange), y: top + 22 + gap * (i + 0.5), runs: arm.runs },
      color: phaseColors[options.theme][i === 0 ? 'pretrain' : 'align'],
      series: `${arm.line.series} ${spring.name}`,
      lines: [
        [arm.line.name, arm.title, spring.name].filter(Boolean).join(' · '),
        `|D| ${formatCount(spring.size)} tokens`,
        `ΔKL ${formatEstimate(spring.divergenceChange)}${interval} nats per token`,
        `product ${formatCount(spring.product)}, n = ${spring.n} seeds`,
      ],
    };
  });
}

const summary = ({ line, title: panel, springs, evenness }: HookeArm): string =>
  `${[line.name, panel].filter(Boolean).join(', ')}: ${springs
    .map((s) => `${s.name} ${formatCount(s.size)} tokens, ΔKL ${formatEstimate(s.divergenceChange)}`)
    .join('; ')}; smaller over larger product ${evenness === null ? 'unknown' : formatEstimate(evenness)}.`;

function hookeNotes(arms: readonly HookeArm[], pooled: readonly string[], missing: string): string[] {
  if (arms.length === 0) return [];
  const ns = arms.flatMap(({ springs }) => springs.map(({ n }) => n));
  const [low, high] = [Math.min(...ns), Math.max(...ns)];
  return [
    `Elongation is to scale, with the 95 % Student t interval of its mean below each spring (n = ${low === high ? low : `${low} to ${high}`} seeds); the wire's width grows with the logarithm of |D|.`,
    'ΔKL is the change of held-out cross-entropy from θ1 to the end of unalignment; D_a is the set of responses whose code alignment shortened most. |D| counts tokens shown.',
    'The paper’s invariant would make both products equal, with opposite signs in its published form.',
    pooledNote(pooled),
    missing,
  ].filter((note) => note !== '');
}
