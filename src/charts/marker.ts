// Markers whose shape repeats what their colour says, for those who cannot tell the colours apart.
import type { Palette } from './color.ts';
import type { PathMark } from './scene.ts';

/** Corners around the origin, in radii; null is a circle. All have about the same area. */
const shapes: readonly (readonly (readonly [number, number])[] | null)[] = [
  null,
  corners(4, 1.22, 45),
  corners(3, 1.5, -90),
  corners(4, 1.32, 0),
  corners(3, 1.5, 90),
  corners(6, 1.12, 0),
];

function corners(count: number, radius: number, degrees: number): [number, number][] {
  return Array.from({ length: count }, (_, index) => {
    const angle = (degrees / 180 + (2 * index) / count) * Math.PI;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

/** A marker at (x, y); shapes repeat after six. */
export function marker(shape: number, x: number, y: number, color: string, palette: Palette): PathMark {
  const outline = shapes[shape % shapes.length]!;
  const radius = 3.3;
  const d = outline === null ? circle(x, y, radius) : polygon(outline, x, y, radius);
  return { type: 'path', d, fill: color, stroke: palette.background, width: 1, role: 'marker' };
}

function circle(x: number, y: number, r: number): string {
  return `M${round(x - r)},${round(y)}a${r},${r},0,1,0,${2 * r},0a${r},${r},0,1,0,${-2 * r},0Z`;
}

function polygon(outline: readonly (readonly [number, number])[], x: number, y: number, r: number): string {
  return `M${outline.map(([dx, dy]) => `${round(x + dx * r)},${round(y + dy * r)}`).join('L')}Z`;
}

const round = (value: number): number => Math.round(value * 100) / 100;
