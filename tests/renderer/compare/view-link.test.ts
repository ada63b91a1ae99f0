import { expect, it } from 'vitest';
import { Random } from '../../../src/core/random.ts';
import { phaseNames } from '../../../src/core/schedule.ts';
import {
  chartKinds,
  choosable,
  reductions,
  scales,
  type View,
  viewSchema,
  xUnits,
} from '../../../src/core/view.ts';
import { decodeView, encodeView } from '../../../src/renderer/compare/view-link.ts';
import { hashOf, parseRoute } from '../../../src/renderer/router.ts';

const texts = [
  'model.width',
  'align.examples',
  'ü ñ 漢字 🧪',
  '"quoted"',
  '',
  'a=b&c#d?',
  '\u0000',
  '{"kind":"replay"}',
];

function anyView(random: Random): View {
  const one = <T>(list: readonly T[]): T => list[random.integer(list.length)]!;
  const coin = (): boolean => random.integer(2) === 1;
  const ids = (): number[] => Array.from({ length: random.integer(40) }, () => 1 + random.integer(50));
  const path = (): string | null => (coin() ? one(texts) : null);
  const pair = (): [number, number] | null =>
    coin() ? [random.uniform() * 10 - 5, random.uniform() * 1e6] : null;
  return viewSchema.parse({
    selection: {
      experiments: ids(),
      runs: ids(),
      without: ids(),
      filter: one(texts),
      held: coin() ? { [one(texts)]: one(texts) } : {},
    },
    chart: one(chartKinds),
    metric: one(texts) || 'm',
    phases: phaseNames.filter(coin).length > 0 ? [one(phaseNames), one(phaseNames)] : ['pretrain'],
    ...{ x: one(xUnits), xScale: one(scales), yScale: one(scales), reduction: one(reductions) },
    ...{ colour: path(), dash: path(), column: path(), row: path(), against: path(), second: path() },
    at: 1 + random.integer(100),
    show: { mean: coin(), interval: coin(), seeds: coin() },
    zoom: coin() ? { x: pair(), y: pair() } : null,
    ...{ chosen: choosable.filter(coin), settled: coin() },
    ...{ claim: path(), prompt: random.integer(9), update: coin() ? random.integer(999) : null },
  });
}

it('any view goes through an address and comes back the same', () => {
  const random = Random.at(4, 'views');
  for (let i = 0; i < 400; i++) {
    const view = anyView(random);
    const text = encodeView(view);
    expect(text).toMatch(/^[A-Za-z0-9_-]*$/);
    expect(decodeView(text)).toEqual(view);
    expect(parseRoute(hashOf({ page: 'compare', view: text }))).toEqual({ page: 'compare', view: text });
  }
});

it('leaves defaults out: the empty view is an empty text', () => {
  expect(encodeView({})).toBe('');
  expect(decodeView('')).toEqual(viewSchema.parse({}));
});

it('writes runs that follow each other as a range', () => {
  const runs = Array.from({ length: 2000 }, (_, i) => i + 1);
  const text = encodeView({ selection: { runs } });
  expect(text.length).toBeLessThan(60);
  expect(decodeView(text)?.selection.runs).toEqual(runs);
});

it.each([
  '%',
  'AAAA',
  'e30x!',
  btoa('[]'),
  btoa('"x"'),
  btoa('null'),
  btoa('{"chart":"pie"}'),
  btoa('{"selection":{"runs":"1-999999999"}}'),
  btoa('{"selection":{"runs":"a"}}'),
  '\uffff',
])('takes %j for no view, and does not throw', (text) => {
  expect(decodeView(text)).toBeNull();
});
