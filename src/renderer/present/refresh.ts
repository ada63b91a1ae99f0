// What reading a slide's data again from the history would change, told before it is done. Pure.
import { takenText } from '../../charts/deck/slide-facts.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import type { FrozenData } from '../../core/frozen-data.ts';
import { counted } from '../../core/number-text.ts';

export interface Refresh {
  /** Runs of the slide that the history no longer has: then nothing is replaced. */
  readonly gone: readonly number[];
  readonly added: readonly number[];
  readonly points: { readonly before: number; readonly now: number };
  /** Nothing but the date would change. */
  readonly same: boolean;
}

/** `left`: which of the frozen runs the history still has. */
export function compareData(frozen: FrozenData, now: FrozenData, left: readonly number[]): Refresh {
  const old = new Set(frozen.runs.map(({ id }) => id));
  const still = new Set(left);
  const content = ({ taken: _taken, ...rest }: FrozenData): string => canonicalJson(rest);
  return {
    gone: [...old].filter((id) => !still.has(id)),
    added: now.runs.map(({ id }) => id).filter((id) => !old.has(id)),
    points: { before: pointCount(frozen), now: pointCount(now) },
    same: content(frozen) === content(now),
  };
}

const pointCount = ({ series }: FrozenData): number =>
  series.reduce((sum, { count }) => sum + count.reduce((a, b) => a + b, 0), 0);

/** What to tell the user, a sentence each. */
export function refreshText(frozen: FrozenData, { gone, added, points, same }: Refresh): string[] {
  const taken = `The slide shows ${counted(frozen.runs.length, 'run')} as they were on ${takenText(frozen.taken)}.`;
  if (gone.length > 0) {
    const which = gone.slice(0, 8).join(', ') + (gone.length > 8 ? ', …' : '');
    const all =
      gone.length === frozen.runs.length ? 'None of them is' : `${gone.length} of them (${which}) are not`;
    return [
      taken,
      `${all} in the history any more, so the data cannot be read again. The slide keeps what it has.`,
    ];
  }
  if (same) return [taken, 'The history says the same today: nothing would change but the date.'];
  const more = added.length > 0 ? [`${counted(added.length, 'run')} would be added.`] : [];
  return [taken, ...more, `Measurements: ${points.before} on the slide, ${points.now} in the history.`];
}
