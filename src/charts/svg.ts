// A scene as SVG text, for files and the command line. The window draws the same marks with React.
import type { GroupMark, Mark, Scene, TextMark } from './scene.ts';
import { fontFamily } from './scene.ts';

/** The scene as a self-contained SVG document. Coordinates are rounded to 1/100 pixel. */
export function toSvg(scene: Scene): string {
  const { width, height } = scene;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${escapeXml(fontFamily)}">`,
    `<title>${escapeXml(scene.title)}</title>`,
    `<desc>${escapeXml(scene.description)}</desc>`,
    `<rect width="${width}" height="${height}" fill="${scene.background}"/>`,
    ...scene.marks.map(element),
    '</svg>',
    '',
  ].join('\n');
}

/** Marks as SVG text, to be put into an `<svg>` of the scene's size. */
export const marksToSvg = (marks: readonly Mark[]): string => marks.map(element).join('\n');

/** A nested `<svg>` cuts at its edges, and needs no name that another figure on the page could have too. */
function groupElement({ clip, marks }: GroupMark): string {
  const inner = marksToSvg(marks);
  if (clip === undefined) return `<g>${inner}</g>`;
  const viewBox = [clip.x, clip.y, clip.width, clip.height].map(round).join(' ');
  return `<svg${attributes({ ...clip, viewBox, overflow: 'hidden' })}>${inner}</svg>`;
}

function element(mark: Mark): string {
  switch (mark.type) {
    case 'path':
      return `<path${attributes({ d: mark.d, fill: mark.fill ?? 'none', stroke: mark.stroke, 'stroke-width': mark.width, 'stroke-dasharray': mark.dash, 'stroke-linejoin': mark.stroke && 'round', opacity: mark.opacity })}/>`;
    case 'line':
      return `<line${attributes({ x1: mark.x1, y1: mark.y1, x2: mark.x2, y2: mark.y2, stroke: mark.stroke, 'stroke-width': mark.width, 'stroke-dasharray': mark.dash })}/>`;
    case 'circle':
      return `<circle${attributes({ cx: mark.cx, cy: mark.cy, r: mark.r, fill: mark.fill, stroke: mark.stroke })}/>`;
    case 'rect':
      return `<rect${attributes({ x: mark.x, y: mark.y, width: mark.width, height: mark.height, fill: mark.fill, opacity: mark.opacity })}/>`;
    case 'group':
      return groupElement(mark);
    case 'text':
      return `<text${attributes(textAttributes(mark))}>${escapeXml(mark.text)}</text>`;
  }
}

function textAttributes(mark: TextMark): Record<string, string | number | undefined> {
  return {
    x: mark.x,
    y: mark.y,
    fill: mark.fill,
    'font-size': mark.size,
    'text-anchor': mark.anchor,
    'font-weight': mark.weight,
    transform:
      mark.rotate === undefined ? undefined : `rotate(${mark.rotate} ${round(mark.x)} ${round(mark.y)})`,
    stroke: mark.halo,
    'stroke-width': mark.halo && 3,
    'paint-order': mark.halo && 'stroke',
  };
}

function attributes(values: Record<string, string | number | undefined>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => ` ${name}="${typeof value === 'number' ? round(value) : escapeXml(value!)}"`)
    .join('');
}

const round = (value: number): number => Math.round(value * 100) / 100;

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
