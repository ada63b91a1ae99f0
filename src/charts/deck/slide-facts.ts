// The foot of a slide: how many runs are drawn on it and when its data were taken. Every chart of a deck says so.
import type { Slide } from '../../core/deck.ts';
import { chooseCurves } from '../../core/explanation/chosen-curves.ts';
import type { ComparedRun } from '../../core/frozen-data.ts';
import { counted } from '../../core/number-text.ts';
import { shownRuns } from '../view/arrange-runs.ts';
import { explanationOf, type ViewSlide } from './slide-chart.ts';
import { sampledRun } from './slide-table.ts';

/** `n = 27 runs, 3 seeds · data of 2026-11-24 10:00 UTC`; '' for a slide without data. */
export function slideFacts(slide: Slide): string {
  if (slide.kind === 'text') return '';
  const { ledger, taken } = slide.data;
  const when = `data of ${takenText(taken)}`;
  const ofLedger = slide.view.chart === 'ledger' || slide.view.chart === 'resistance';
  if (ofLedger && ledger !== null)
    return `${ledger.runsUsed} of ${ledger.runs} runs, ${counted(ledger.seeds.length, 'seed')} · ${when}`;
  const runs = drawnRuns(slide);
  const seeds = new Set(runs.map(({ seed }) => seed)).size;
  return `n = ${counted(runs.length, 'run')}, ${counted(seeds, 'seed')} · ${when}`;
}

/** Those that the explanation walks along, the one that is sampled, or all that the view shows. */
function drawnRuns(slide: ViewSlide): ComparedRun[] {
  const { view, data } = slide;
  if (explanationOf(slide).length > 0) return chooseCurves(view, data)!.seeds.map(({ run }) => run);
  if (view.chart !== 'samples') return shownRuns(view, data);
  const run = sampledRun(view, data);
  return run === undefined ? [] : [run];
}

/** `2026-11-24 10:00 UTC`; whatever is not a date stays as it is. */
export function takenText(taken: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(taken)
    ? `${taken.slice(0, 10)} ${taken.slice(11, 16)} UTC`
    : taken;
}
