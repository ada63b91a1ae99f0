// `springback deck` on a data folder that has one.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openHost } from '../../src/host/open-host.ts';
import { exampleDeck } from '../charts/deck/deck-example.ts';
import { temporaryHome } from '../lab/temporary-host.ts';
import { cli } from './run-cli.ts';

it('lists decks, says what is on one, and writes it as one HTML file, never over another', async () => {
  const home = temporaryHome();
  const empty = await cli('--home', home, 'deck');
  expect(empty.stdout + empty.stderr).toMatch(/no deck|no history|There is no/);
  const host = openHost({ kind: 'cli', home, workers: 1 });
  const { id } = await host.lab.dispatch('deck.save', { id: null, deck: exampleDeck() });
  await host.close();
  expect((await cli('--home', home, 'deck')).stdout).toContain('An example  (4 slides');
  const told = await cli('--home', home, 'deck', String(id));
  expect(told.stdout).toContain('Curves  n = 4 runs, 2 seeds · data of 2026-11-24 10:00 UTC');
  const file = join(home, 'talk.html');
  const written = await cli('--home', home, 'deck', String(id), '--html', file);
  expect(written.code).toBe(0);
  expect(readFileSync(file, 'utf8')).toContain('<h2 id="title-2">Curves</h2>');
  const again = await cli('--home', home, 'deck', String(id), '--html', file);
  expect(again.code).toBe(2);
  expect(again.stderr).toContain('is there already; --force replaces it');
  const missing = await cli('--home', home, 'deck', '99');
  expect(missing.code).not.toBe(0);
  expect(missing.stderr).toContain('there is no deck 99');
});
