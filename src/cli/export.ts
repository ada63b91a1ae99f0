// `springback export ID… --out FILE`: experiments of a data folder as a bundle, one file.
import { lesserMetrics, roundedDigits } from '../core/bundle/bundle.ts';
import { drawsOnlyOn } from '../core/bundle/remap-ids.ts';
import { deckSchema } from '../core/deck.ts';
import { type View, viewSchema } from '../core/view.ts';
import { thisMachine, writePacking } from '../host/bundle-file.ts';
import { homeFolders } from '../host/home.ts';
import { packageVersion } from '../host/package-root.ts';
import type { Lab } from '../lab/lab.ts';
import { openPacking, type Packing } from '../lab/pack-bundle.ts';
import type { Store } from '../store/store.ts';
import { byteProgress } from './byte-progress.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import { reading } from './look.ts';
import { note, result, resultJson } from './output.ts';
import { bytes, count } from './text.ts';

/** Which views or decks go along. */
export type Along = 'theirs' | 'all' | 'none';
export interface ExportOptions {
  readonly home: string;
  readonly out: string;
  /** Every metric, to the bit. */
  readonly whole: boolean;
  readonly checkpoints: boolean;
  readonly views: Along;
  readonly decks: Along;
  readonly force: boolean;
  readonly json: boolean;
}

export function exportBundle(ids: readonly number[], options: ExportOptions): Promise<ExitCode> {
  return reading(options.home, async (lab, history) => {
    const packing = pack(history, ids, options);
    const counter = new PointCounter(packing);
    const control = byteProgress('Exporting', { quiet: options.json || packing.checkpoints.length === 0 });
    const size = await writePacking(options.out, counter.packing, {
      force: options.force,
      checkpointFolder: homeFolders(options.home).checkpoints,
      control,
    });
    for (const id of new Set(ids)) await sayUnfinished(lab, id);
    say(packing, { size, points: counter.points, options });
    return exitCodes.done;
  });
}

function pack(history: Store, ids: readonly number[], options: ExportOptions): Packing {
  const how = options.whole
    ? { digits: null, omitted: [] }
    : { digits: roundedDigits, omitted: lesserMetrics };
  const about = { created: new Date().toISOString(), version: packageVersion(), machine: thisMachine() };
  const { views, decks } = along(history, ids, options);
  return history.snapshot(() =>
    openPacking(
      history,
      { experiments: ids, views, decks, checkpoints: options.checkpoints },
      { ...how, ...about },
    ),
  );
}

function along(
  history: Store,
  ids: readonly number[],
  options: ExportOptions,
): { views: number[]; decks: number[] } {
  const experiments = new Set(ids);
  const owners = new Map<number, number>();
  for (const id of ids) for (const run of history.runs(id)) owners.set(run.id, id);
  const shows = (view: View): boolean => drawsOnlyOn(view, experiments, (run) => owners.get(run) ?? null);
  const chosen = (kind: 'view' | 'deck', which: Along, isTheirs: (content: unknown) => boolean): number[] => {
    if (which === 'none') return [];
    const rows = history.library.list(kind);
    return rows.filter(({ content }) => which === 'all' || isTheirs(JSON.parse(content))).map(({ id }) => id);
  };
  return {
    views: chosen('view', options.views, (content) => {
      const parsed = viewSchema.safeParse(content);
      return parsed.success && shows(parsed.data);
    }),
    decks: chosen('deck', options.decks, (content) => {
      const parsed = deckSchema.safeParse(content);
      if (!parsed.success) return false;
      const views = parsed.data.slides.flatMap((slide) => (slide.kind === 'view' ? [slide.view] : []));
      return views.length > 0 && views.every(shows);
    }),
  };
}

/** Counts what goes through it. */
class PointCounter {
  points = 0;
  readonly packing: Packing;

  constructor(packing: Packing) {
    const count = (points: number): void => {
      this.points += points;
    };
    this.packing = {
      ...packing,
      *records() {
        for (const record of packing.records()) {
          if (record.kind === 'step')
            for (const { updates, values } of record.step.points)
              count(updates.length * Object.keys(values).length);
          yield record;
        }
      },
    };
  }
}

function say(
  { header }: Packing,
  { size, points, options }: { size: number; points: number; options: ExportOptions },
): void {
  const { experiments, steps, views, decks, checkpoints } = header.holds;
  const { out: file } = options;
  if (options.json) {
    resultJson({ file, bytes: size, experiments, steps, points, views, decks, checkpoints });
    return;
  }
  const parts = [
    some(experiments, 'experiment'),
    some(steps, 'step'),
    some(points, 'point'),
    ...(views > 0 ? [some(views, 'view')] : []),
    ...(decks > 0 ? [some(decks, 'deck')] : []),
    ...(checkpoints > 0 ? [some(checkpoints, 'checkpoint')] : []),
  ];
  result(`Wrote ${file}: ${bytes(size)}, ${parts.join(', ')}.`);
  if (options.whole) return;
  note(
    `To stay small, the bundle keeps in full only the measurements that claims are judged by, and rounds the others to ${roundedDigits} significant digits. It leaves out ${lesserMetrics.join(', ')}. --whole keeps all.`,
  );
}

const some = (number: number, noun: string): string => `${count(number)} ${noun}${number === 1 ? '' : 's'}`;

async function sayUnfinished(lab: Lab, id: number): Promise<void> {
  const { summary } = await lab.dispatch('experiment.get', { id });
  const { state, name, progress } = summary;
  if (state === 'finished') return;
  const rests = state === 'queued' || state === 'running' ? '; in the bundle it is paused' : '';
  note(
    `Experiment ${id} (${name}) is ${state}: ${progress.runsFinished} of ${progress.runs} runs are finished${rests}.`,
  );
}
