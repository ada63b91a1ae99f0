// What an import did, in words, one line each: for whoever would otherwise wonder.
import type { BundleExperiment, BundleHeader } from '../core/bundle/bundle.ts';
import { isolated } from '../core/isolated.ts';
import { counted } from '../core/number-text.ts';
import type { StepSpec } from '../core/step.ts';
import type { Outcome } from './write-bundle.ts';

interface Contents {
  readonly header: BundleHeader;
  readonly experiments: readonly BundleExperiment[];
  readonly specs: ReadonlyMap<string, StepSpec>;
}

export function importNotes({ header, experiments, specs }: Contents, outcome: Outcome): string[] {
  const { created, same, renamed, views, decks, stepsKnown, checkpoints } = outcome;
  const notes: string[] = [];
  if (same.length > 0) {
    const names = list(
      same.map(({ name, trashed }) => `“${isolated(name)}”${trashed === null ? '' : ' (in the trash)'}`),
    );
    notes.push(`${counted(same.length, 'experiment')} ${are(same.length)} here already: ${names}.`);
  }
  for (const { name, here } of [...renamed, ...views, ...decks])
    if (name !== here) notes.push(`“${isolated(name)}” is “${isolated(here)}” here: its name was taken.`);
  if (stepsKnown > 0)
    notes.push(
      `${counted(stepsKnown, 'step')} ${are(stepsKnown)} finished here already and left as they were.`,
    );
  const beside = [
    ...(views.length > 0 ? [counted(views.length, 'view')] : []),
    ...(decks.length > 0 ? [counted(decks.length, 'deck')] : []),
    ...(checkpoints > 0 ? [counted(checkpoints, 'checkpoint')] : []),
  ];
  if (beside.length > 0) notes.push(`Added ${beside.join(', ')}.`);
  if (created.length > 0 && header.holds.checkpoints === 0)
    notes.push('It has no checkpoints: what goes on from these steps trains them again.');
  if (created.length > 0 && header.digits !== null) notes.push(rounding(header));
  if (
    experiments.some(({ state }) => state === 'paused') &&
    [...specs.values()].some(({ corpusKey }) => corpusKey !== '')
  )
    notes.push(
      'Unfinished experiments were trained on files that are not in the bundle: they cannot go on here.',
    );
  return notes;
}

function rounding({ digits, omitted }: BundleHeader): string {
  const left = omitted.length === 0 ? '' : ` It leaves out ${omitted.join(', ')}.`;
  return `To stay small, the bundle keeps in full only the measurements that claims are judged by, and rounds the others to ${digits} significant digits.${left}`;
}

const are = (number: number): string => (number === 1 ? 'is' : 'are');
const list = (names: readonly string[]): string =>
  names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
