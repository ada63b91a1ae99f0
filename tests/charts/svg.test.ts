import { expect, it } from 'vitest';
import { palettes } from '../../src/charts/color.ts';
import { marker } from '../../src/charts/marker.ts';
import { wrap } from '../../src/charts/scene.ts';
import { toSvg } from '../../src/charts/svg.ts';

it('an SVG names itself, escapes its text and rounds its numbers', () => {
  const svg = toSvg({
    width: 10,
    height: 20,
    background: '#ffffff',
    title: 'a < b & "c"',
    description: 'd',
    hits: [],
    marks: [{ type: 'text', x: 1 / 3, y: 2, text: '<script>', fill: '#000000', size: 12 }],
  });
  expect(svg).toContain('<title>a &lt; b &amp; &quot;c&quot;</title>');
  expect(svg).toContain('<text x="0.33" y="2" fill="#000000" font-size="12">&lt;script&gt;</text>');
});

it('text is broken at spaces and no word is lost', () => {
  const text = 'one two three four five six seven eight nine ten';
  const lines = wrap(text, 10, 100);
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.join(' ')).toBe(text);
});

it('six markers have six shapes', () => {
  const shapes = Array.from({ length: 6 }, (_, index) => marker(index, 0, 0, '#000000', palettes.light).d);
  expect(new Set(shapes).size).toBe(6);
});
