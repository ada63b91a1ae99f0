// What is being read or computed for the view that was asked for, in words at once; a spinner joins after a moment.

import { Loader } from '@mantine/core';
import { counted } from '../../core/number-text.ts';
import type { View } from '../../core/view.ts';

export const isJudged = ({ chart }: View): boolean => chart === 'ledger' || chart === 'resistance';
const isText = (view: View): boolean => isJudged(view) || view.chart === 'samples';

/** Whether what was drawn before tells nothing of what is asked now, so that it must not stand there any longer. */
export function isReplaced(asked: View, drawn: View): boolean {
  if (isText(asked) !== isText(drawn)) return true;
  if (!isText(asked)) return false;
  return asked.chart !== drawn.chart || asked.selection.experiments[0] !== drawn.selection.experiments[0];
}

/** `name`: of the experiment that is judged. */
export function readingWords(view: View, runs: number, name: string): string {
  if (isJudged(view))
    return `Computing the ${view.chart === 'ledger' ? 'claims' : 'resistance'} of “${name}” …`;
  const count = counted(runs, 'run');
  return view.chart === 'samples' ? `Reading the samples of ${count} …` : `Reading ${count} …`;
}

/** In the place of a chart. */
export const Reading = ({ words }: { words: string }) => (
  <div className="compare-waiting" role="status">
    <Words words={words} />
  </div>
);

/** Over the chart that was drawn before; it shows after a moment, or each small change would blink. */
export const ReadingOver = ({ words }: { words: string }) => (
  <div className="compare-reading" role="status">
    {words !== '' && (
      <span className="card">
        <Words words={words} />
      </span>
    )}
  </div>
);

const Words = ({ words }: { words: string }) => (
  <span className="compare-reading-words">
    <Loader size={16} aria-hidden />
    {words}
  </span>
);
