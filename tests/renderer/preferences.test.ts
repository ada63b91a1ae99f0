import { expect, it } from 'vitest';
import { defaults, parsePreferences } from '../../src/renderer/shell/preferences.ts';

it('preferences that were stored are read again', () => {
  const kept = { motion: 'reduced', textSize: 130, letterKeys: false, tourSeen: true } as const;
  expect(parsePreferences(JSON.stringify(kept))).toEqual(kept);
});

it('whatever is missing, damaged or unknown is the default, and the rest is kept', () => {
  for (const text of [null, '', 'null', '{', '[]', '7', '"x"'])
    expect(parsePreferences(text)).toEqual(defaults);
  expect(parsePreferences('{"motion":"wild","textSize":"100","letterKeys":0,"tourSeen":true}')).toEqual({
    ...defaults,
    tourSeen: true,
  });
});
