import { describe, expect, it } from 'vitest';
import { bar, bytes, csvLine, duration, table } from '../../src/cli/text.ts';

describe('text for terminals', () => {
  it('shows durations, bytes and bars', () => {
    expect([0.4, 59.6, 61, 3725].map(duration)).toEqual(['0 s', '1 min 0 s', '1 min 1 s', '1 h 2 min']);
    expect([0, 999, 1500, 2.5e9].map(bytes)).toEqual(['0 B', '999 B', '1.5 kB', '2.5 GB']);
    expect(bar(0.5, 4)).toBe('██░░');
    expect(bar(1.2, 4)).toBe('████');
  });

  it('quotes what CSV would misread', () => {
    expect(csvLine(['a,b', 'say "x"', 1.5, null])).toBe('"a,b","say ""x""",1.5,');
  });

  it('aligns numbers to the right and text to the left', () => {
    expect(
      table(
        ['name', 'n'],
        [
          ['a', '10'],
          ['bcdef', '9'],
        ],
      ),
    ).toBe('name    n\na      10\nbcdef   9');
  });
});
