import { describe, expect, it } from 'vitest';
import {
  fitting,
  grouped,
  linkedHash,
  type PaletteEntry,
  pageFirst,
  rank,
} from '../../src/renderer/shell/palette-entries.ts';

const entry = (label: string, group = 'Go to', keywords = ''): PaletteEntry => ({
  id: label,
  label,
  group,
  keywords,
  shortcut: '',
  run: () => undefined,
});
const labels = (entries: readonly PaletteEntry[]): string[] => entries.map(({ label }) => label);

describe('the palette', () => {
  it('puts names that begin with what was typed before those that hold it, and keywords last', () => {
    const entries = [
      entry('Doctor', 'Go to', 'compare versions'),
      entry('Recompare'),
      entry('Size, compared'),
      entry('Compare'),
    ];
    expect(labels(fitting(entries, 'comp'))).toEqual(['Compare', 'Size, compared', 'Recompare', 'Doctor']);
  });

  it('finds words in any order, whatever their case and accents', () => {
    expect(rank(entry('Größe × Vortraining'), 'vortraining GROSSE')).toBeNull();
    expect(rank(entry('Größe × Vortraining'), 'vortraining große')).toBe(1);
    expect(rank(entry('Préentraînement'), 'preentr')).toBe(0);
    expect(rank(entry('語 モデル'), 'モデル')).toBe(1);
  });

  it('shows everything as offered before anything is typed', () => {
    const entries = [entry('b'), entry('a'), entry('c')];
    expect(labels(fitting(entries, '  '))).toEqual(['b', 'a', 'c']);
  });

  it('puts what the page offers before pages and the window', () => {
    const entries = [entry('dark', 'Window'), entry('Home'), entry('Copy link', 'Compare')];
    expect(labels(pageFirst(entries))).toEqual(['Copy link', 'Home', 'dark']);
  });

  it('keeps groups together, the best first, and none too long', () => {
    const many = Array.from({ length: 3000 }, (_, index) => entry(`run ${index}`, 'Experiments'));
    const groups = grouped([entry('x', 'Decks'), ...many, entry('y', 'Decks')]);
    expect(groups.map(({ group }) => group)).toEqual(['Decks', 'Experiments']);
    expect(groups.map(({ entries }) => entries.length)).toEqual([2, 12]);
    expect(groups.map(({ title }) => title)).toEqual([
      'Decks',
      'Experiments: 12 of 3,000, type for the others',
    ]);
  });

  it('knows a link that was pasted, of this host or another, from words', () => {
    const hash = '#/compare?view=eyJhIjoxfQ';
    for (const link of [`springback://window/index.html${hash}`, ` http://127.0.0.1:4000/${hash}\n`, hash])
      expect(linkedHash(link)).toBe(hash);
    for (const words of ['', 'compare', '#3', 'issue #/ 3', 'see http://x/#/compare'])
      expect(linkedHash(words), words).toBeNull();
  });
});
