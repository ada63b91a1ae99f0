// A chart is data: a scene of marks in pixels. This file says what a mark may be; `svg.ts` writes a scene down as text,
// the window draws the same marks with React. Nothing here knows a screen.

export interface PathMark {
  readonly type: 'path';
  readonly d: string;
  readonly stroke?: string;
  readonly fill?: string;
  /** Stroke width, pixels. */
  readonly width?: number;
  readonly dash?: string;
  readonly opacity?: number;
  /** What the mark is, for tests and style sheets: `mean`, `seed`, `interval`, … */
  readonly role?: string;
}
export interface LineMark {
  readonly type: 'line';
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly stroke: string;
  readonly width?: number;
  readonly dash?: string;
  readonly role?: string;
}
export interface CircleMark {
  readonly type: 'circle';
  readonly cx: number;
  readonly cy: number;
  readonly r: number;
  readonly fill: string;
  readonly stroke?: string;
  readonly role?: string;
}
export interface RectMark {
  readonly type: 'rect';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly fill: string;
  readonly opacity?: number;
  readonly role?: string;
}
export interface TextMark {
  readonly type: 'text';
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly fill: string;
  /** Font size, pixels. */
  readonly size: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly weight?: number;
  /** Degrees around (x, y). */
  readonly rotate?: number;
  /** Colour of a thin outline that keeps the text readable over lines. */
  readonly halo?: string;
  readonly role?: string;
}
export type Mark = PathMark | LineMark | CircleMark | RectMark | TextMark;

/** A place that answers a pointer: the nearest one is described. */
export interface Hit {
  readonly x: number;
  readonly y: number;
  readonly color: string;
  readonly lines: readonly string[];
}

export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly background: string;
  /** One sentence naming the chart. */
  readonly title: string;
  /** What the chart shows, in words, for those who cannot see it. */
  readonly description: string;
  readonly marks: readonly Mark[];
  readonly hits: readonly Hit[];
}

export const fontFamily =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif";

/** Width of a text in pixels, estimated: 0.56 em a character, which errs to the wide side for a system sans-serif. */
export function textWidth(text: string, size: number): number {
  return [...text].length * size * 0.56;
}

/** Breaks a text into lines of at most `width` pixels, at spaces. */
export function wrap(text: string, size: number, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(`${last} ${word}`, size) <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
