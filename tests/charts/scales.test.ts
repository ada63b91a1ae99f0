import { describe, expect, it } from 'vitest';
import { panelGrid } from '../../src/charts/panel-grid.ts';
import { xScale } from '../../src/charts/x-scale.ts';
import { yDomain, yScale } from '../../src/charts/y-scale.ts';

describe('the horizontal scale', () => {
  it('in its logarithmic form places x at log(1 + x), so that update 0 has a place', () => {
    const scale = xScale('log', 63, [0, 600]);
    // log2(64) = 6 doublings over 600 pixels: 100 pixels each.
    expect([0, 1, 3, 7, 15, 31, 63].map((value) => Math.round(scale.of(value)))).toEqual([
      0, 100, 200, 300, 400, 500, 600,
    ]);
  });

  it('ticks at 0 and powers of two', () => {
    expect(xScale('log', 64, [0, 600]).ticks).toEqual([0, 1, 2, 4, 8, 16, 32, 64]);
  });

  it('leaves out ticks whose labels would touch, but never 0 or the last', () => {
    const { ticks, of } = xScale('log', 512, [0, 160]);
    expect(ticks[0]).toBe(0);
    expect(ticks.at(-1)).toBe(512);
    const gaps = ticks.slice(1).map((tick, index) => of(tick) - of(ticks[index]!));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(34);
  });

  it('in its linear form is linear, and holds a domain without extent', () => {
    expect(xScale('linear', 10, [0, 100]).of(5)).toBe(50);
    expect(xScale('linear', 0, [0, 100]).of(0)).toBe(0);
  });
});

describe('the vertical scale', () => {
  it('pads the extent by 6 %', () => {
    expect(yDomain([0, 100])).toEqual([-6, 106]);
  });
  it('gives equal values a domain around them', () => {
    expect(yDomain([2, 2, 2])).toEqual([1.5, 2.5]);
    expect(yDomain([0])).toEqual([-0.5, 0.5]);
  });
  it('ignores what is not a number, and is null where nothing is', () => {
    expect(yDomain([Number.NaN, 0, 100])).toEqual([-6, 106]);
    expect(yDomain([Number.NaN])).toBeNull();
    expect(yDomain([])).toBeNull();
  });
  it('grows upward', () => {
    const scale = yScale([0, 1], 10, 110);
    expect([scale.of(0), scale.of(1), scale.of(0.25)]).toEqual([110, 10, 85]);
  });
});

describe('a grid of panels', () => {
  const box = { left: 0, top: 0, right: 644, bottom: 200 };
  it('puts panels side by side while each is wide enough', () => {
    const cells = panelGrid(3, box, { minimum: 200, titles: false });
    expect(cells.map((cell) => [cell.left, cell.right])).toEqual([
      [0, 200],
      [222, 422],
      [444, 644],
    ]);
  });
  it('wraps into rows of one size', () => {
    const cells = panelGrid(5, box, { minimum: 300, titles: true });
    expect(cells.map((cell) => cell.column)).toEqual([0, 1, 0, 1, 0]);
    expect(new Set(cells.map((cell) => Math.round(cell.bottom - cell.top))).size).toBe(1);
    expect(Math.max(...cells.map((cell) => cell.bottom))).toBeLessThanOrEqual(200);
  });
});
