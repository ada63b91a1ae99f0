// A chart is data: a scene of marks in pixels. This file says what a mark may be; `svg.ts` writes a scene down as text,
// the window draws the same marks with React. Nothing here knows a screen.

export interface PathMark {
  readonly type: 'path';
  readonly d: string;
  /** The same line as pairs of pixels x, y, where it is long; NaN breaks it. Then `d` is written only when it is asked for. */
  readonly points?: Float32Array;
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
/** Marks that belong together: `data` of a panel, which is cut at its edges; the panel's `axes`. */
export interface GroupMark {
  readonly type: 'group';
  readonly marks: readonly Mark[];
  /** What lies outside is not seen. */
  readonly clip?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly panel: number;
  readonly role: 'data' | 'axes';
}
export type Mark = PathMark | LineMark | CircleMark | RectMark | TextMark | GroupMark;

/** A place that answers a pointer: the nearest one is described. */
export interface Hit {
  readonly x: number;
  readonly y: number;
  readonly color: string;
  readonly lines: readonly string[];
  /** The runs that the mark stands for. */
  readonly runs?: readonly number[];
  /** Which series of the legend it belongs to. */
  readonly series?: string;
  /** Index of its panel, and its value as the crosshair writes it. */
  readonly panel?: number;
  readonly value?: string;
}

/**
 * How values lie along one side of a panel: evenly, by log(1 + value / constant), or by their logarithm. With `starts`, the
 * scale begins anew at each of these values: phases laid end to end.
 */
export interface PanelScale {
  readonly kind: 'linear' | 'log1p' | 'log';
  readonly domain: readonly [number, number];
  readonly constant?: number;
  readonly starts?: readonly { readonly at: number; readonly label: string; readonly color: string }[];
  /** Where an axis has its own ticks, such as the values of a schedule. */
  readonly ticks?: readonly { readonly value: number; readonly label: string }[];
}
/** A part of a scene that has scales, pixels: what can be zoomed into and carries a crosshair. */
export interface ScenePanel {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly x: PanelScale;
  readonly y: PanelScale;
  /** Which of its axes carry numbers. */
  readonly labels: { readonly x: boolean; readonly y: boolean };
  readonly title: string;
}
/** An entry of the legend as it was drawn, so that a window can lay a button over it. */
export interface SceneKey {
  readonly series: string;
  readonly label: string;
  /** The runs of the series, and whether they were left out. */
  readonly runs: readonly number[];
  readonly hidden: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
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
  readonly panels?: readonly ScenePanel[];
  readonly keys?: readonly SceneKey[];
  /** The small print where it is asked for apart, as it is and as it is once everything is revealed. */
  readonly notes?: { readonly now: string; readonly last: string };
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
