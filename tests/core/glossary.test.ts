import { expect, it } from 'vitest';
import { type GlossaryEntry, glossary, termNames } from '../../src/core/glossary.ts';

const entries: readonly GlossaryEntry[] = Object.values(glossary);

it('the glossary holds the words that charts and claims use', () => {
  const signs = entries.map(({ sign }) => sign);
  for (const sign of [
    'θ0',
    'θ1',
    'γ',
    'γ − log M',
    'R',
    'KL',
    'log-odds',
    'n⁺',
    'n⁻',
    'Δ',
    'k',
    'cool-down',
    'trunk',
    'seed',
  ])
    expect(signs).toContain(sign);
  expect(termNames.length).toBe(entries.length);
});

it('no word is explained twice, and each in a few sentences', () => {
  expect(new Set(entries.map(({ sign }) => sign)).size).toBe(entries.length);
  for (const { sign, meaning } of entries) {
    expect(meaning, sign).toMatch(/\.$/);
    expect(meaning.length, sign).toBeLessThan(420);
  }
});
