import { describe, expect, it } from 'vitest';
import {
  categorical,
  contrast,
  palettes,
  phaseColor,
  phaseColors,
  sequential,
  type Theme,
} from '../../src/charts/color.ts';
import { phaseNames } from '../../src/core/schedule.ts';
import { deficiencies, difference, lab, linear, seenBy, type Triple } from './color-vision.ts';

const visions: readonly [string, (color: string) => Triple][] = [
  ['normal vision', (color) => lab(linear(color))],
  ...Object.entries(deficiencies).map(([name, matrix]): [string, (color: string) => Triple] => [
    `${name}opia`,
    (color) => lab(seenBy(matrix, linear(color))),
  ]),
];
const pairs = <T>(list: readonly T[]): [T, T][] =>
  list.flatMap((a, index) => list.slice(index + 1).map((b): [T, T] => [a, b]));

describe('the simulation', () => {
  it('differs as the published pairs of CIEDE2000 do', () => {
    expect(difference([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4);
    expect(difference([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387])).toBeCloseTo(1.2644, 4);
    expect(difference([2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514])).toBeCloseTo(0.9082, 4);
  });

  it('leaves white, grey and black as they are', () => {
    for (const matrix of Object.values(deficiencies))
      for (const grey of ['#ffffff', '#808080', '#000000'])
        expect(difference(lab(seenBy(matrix, linear(grey))), lab(linear(grey)))).toBeLessThan(0.1);
  });

  it('makes one colour of red and green as they are usually drawn, so it can fail', () => {
    const [red, green] = ['#c4500a', '#7a6a00'].map((color) =>
      lab(seenBy(deficiencies.protan, linear(color))),
    );
    expect(difference(red!, green!)).toBeLessThan(2);
  });
});

describe.each<Theme>(['light', 'dark'])('palettes of the %s theme', (theme) => {
  describe.each(visions)('with %s', (_name, look) => {
    it('tell any two hues apart', () => {
      const hues = Array.from({ length: 6 }, (_, index) => categorical(theme, index));
      for (const [a, b] of pairs(hues)) expect(difference(look(a), look(b)), `${a} ${b}`).toBeGreaterThan(15);
    });

    it('tell any two phases apart', () => {
      for (const [a, b] of pairs(Object.values(phaseColors[theme])))
        expect(difference(look(a), look(b)), `${a} ${b}`).toBeGreaterThan(15);
    });

    it('grow lighter along the ramp of sizes and amounts, and tell its five steps apart', () => {
      const ramp = Array.from({ length: 41 }, (_, index) => look(sequential(theme, index / 40))[0]);
      expect(ramp).toEqual(ramp.toSorted((a, b) => a - b));
      const steps = [0, 0.25, 0.5, 0.75, 1].map((share) => look(sequential(theme, share)));
      for (const [a, b] of pairs(steps)) expect(difference(a, b)).toBeGreaterThan(5);
    });
  });

  it('give every phase a hue of its own that stands out from the ground', () => {
    expect(new Set(phaseNames.map((phase) => phaseColor(theme, phase))).size).toBe(phaseNames.length);
    for (const phase of phaseNames)
      expect(contrast(phaseColor(theme, phase), palettes[theme].background), phase).toBeGreaterThanOrEqual(3);
  });
});
