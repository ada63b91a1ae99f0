import { describe, expect, it } from 'vitest';
import {
  categorical,
  colorsOf,
  contrast,
  palettes,
  phaseColors,
  sequential,
  type Theme,
} from '../../src/charts/color.ts';

describe.each<Theme>(['light', 'dark'])('colours of the %s theme', (theme) => {
  const { background, text, muted } = palettes[theme];

  it('draw every line with a contrast of at least 3:1', () => {
    const ramp = Array.from({ length: 101 }, (_, index) => sequential(theme, index / 100));
    const hues = Array.from({ length: 6 }, (_, index) => categorical(theme, index));
    for (const color of [...ramp, ...hues, ...Object.values(phaseColors[theme])])
      expect(contrast(color, background), color).toBeGreaterThanOrEqual(3);
  });

  it('write every text with a contrast of at least 4.5:1', () => {
    expect(contrast(text, background)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(muted, background)).toBeGreaterThanOrEqual(4.5);
  });

  it('rise or fall in brightness along the ramp, so that order survives colour blindness and grey print', () => {
    const steps = [0, 0.25, 0.5, 0.75, 1].map((share) => contrast(sequential(theme, share), '#000000'));
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  });
});

it('black on white has the contrast 21, equal colours 1', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 10);
  expect(contrast('#808080', '#808080')).toBe(1);
});

it('numbers take the ramp from end to end, names take hues', () => {
  expect(colorsOf('light', [1, 2, 3])).toEqual([0, 0.5, 1].map((share) => sequential('light', share)));
  expect(colorsOf('light', ['llama', 'gpt2'])).toEqual([categorical('light', 0), categorical('light', 1)]);
});
