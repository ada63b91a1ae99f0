// The foot of a slide: what its data are and when they were taken. Every chart of a deck says so.

import type { Slide } from '../../core/deck.ts';
import type { FrozenData } from '../../core/frozen-data.ts';
import { counted } from '../../core/number-text.ts';

/** `27 runs, 3 seeds · data of 2026-11-24 10:00 UTC`; '' for a slide without data. */
export function slideFacts(slide: Slide): string {
  return slide.kind === 'text' ? '' : dataFacts(slide.data);
}

export function dataFacts({ runs, ledger, taken }: FrozenData): string {
  const when = `data of ${takenText(taken)}`;
  if (runs.length === 0 && ledger !== null)
    return `${ledger.runsUsed} of ${ledger.runs} runs, ${counted(ledger.seeds.length, 'seed')} · ${when}`;
  const seeds = new Set(runs.map(({ seed }) => seed)).size;
  return `n = ${counted(runs.length, 'run')}, ${counted(seeds, 'seed')} · ${when}`;
}

/** `2026-11-24 10:00 UTC`; whatever is not a date stays as it is. */
export function takenText(taken: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(taken)
    ? `${taken.slice(0, 10)} ${taken.slice(11, 16)} UTC`
    : taken;
}
