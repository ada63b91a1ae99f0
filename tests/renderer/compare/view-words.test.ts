import { describe, expect, it } from 'vitest';
import { viewSchema } from '../../../src/core/view.ts';
import { metricTerm, viewWords } from '../../../src/renderer/compare/view-words.ts';

const words = (view: object): string[] => viewWords(viewSchema.parse(view));

describe('the words of a view', () => {
  it('begin with its metric, where that is a word of the field', () => {
    expect(words({ chart: 'curves', metric: 'kl.fromBase' })[0]).toBe('kl');
    expect(words({ chart: 'curves', metric: 'pretrain.gamma' })[0]).toBe('gamma');
    expect(words({ chart: 'curves', metric: 'train.loss' })[0]).toBe('theta0');
  });

  it('name what is reckoned, and not the metric where R needs none', () => {
    const index = words({ chart: 'trend', metric: 'kl.fromBase', reduction: 'resistanceIndex' });
    expect(index).toContain('indexR');
    expect(index).not.toContain('kl');
    expect(words({ chart: 'trend', reduction: 'updatesToReturn' })).toContain('censored');
  });

  it('come once each', () => {
    for (const chart of ['curves', 'trend', 'heatmap', 'path', 'hooke', 'resistance', 'ledger', 'samples']) {
      const all = words({ chart, metric: 'weights.toBase' });
      expect(new Set(all).size, chart).toBe(all.length);
      expect(all.length, chart).toBeGreaterThan(1);
    }
  });

  it('know every set of γ, and no other metric by its end', () => {
    expect(['pretrain.gamma', 'positive.gamma', 'control.gammaNormalised'].map(metricTerm)).toEqual([
      'gamma',
      'gamma',
      'gammaNormalised',
    ]);
    expect(metricTerm('train.gradientNorm')).toBeNull();
  });
});
