// `springback export ID… --out FILE`: experiments of a data folder as a bundle, one file of measurements.

import type { Bundle } from '../core/bundle/bundle.ts';
import { lesserMetrics, roundedDigits } from '../core/bundle/bundle.ts';
import { thisMachine, writeBundleFile } from '../host/bundle-file.ts';
import { packageVersion } from '../host/package-root.ts';
import type { Lab } from '../lab/lab.ts';
import { packBundle } from '../lab/pack-bundle.ts';
import type { Store } from '../store/store.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import { reading } from './look.ts';
import { note, result, resultJson } from './output.ts';
import { bytes, count } from './text.ts';

export interface ExportOptions {
  readonly home: string;
  readonly out: string;
  /** Every metric, to the bit. */
  readonly whole: boolean;
  readonly force: boolean;
  readonly json: boolean;
}

export function exportBundle(ids: readonly number[], options: ExportOptions): Promise<ExitCode> {
  return reading(options.home, async (lab, history) => {
    const bundle = pack(history, ids, options.whole);
    const size = writeBundleFile(options.out, bundle, options);
    for (const id of new Set(ids)) await sayUnfinished(lab, id);
    const points = bundle.steps.flatMap((step) => step.points).reduce((sum, each) => sum + sizeOf(each), 0);
    const steps = bundle.steps.length;
    const [file, experiments] = [options.out, bundle.experiments.length];
    if (options.json) resultJson({ file, bytes: size, experiments, steps, points });
    else
      result(
        `Wrote ${file}: ${bytes(size)}, ${count(experiments)} ${experiments === 1 ? 'experiment' : 'experiments'}, ${count(steps)} steps, ${count(points)} points.`,
      );
    if (!options.whole)
      note(
        `What claims are judged by is kept to the bit, other values to ${roundedDigits} significant digits; left out: ${lesserMetrics.join(', ')}. --whole keeps all.`,
      );
    return exitCodes.done;
  });
}

function pack(history: Store, ids: readonly number[], whole: boolean): Bundle {
  const how = whole ? { digits: null, omitted: [] } : { digits: roundedDigits, omitted: lesserMetrics };
  const about = { created: new Date().toISOString(), version: packageVersion(), machine: thisMachine() };
  return history.snapshot(() => packBundle(history, ids, { ...how, ...about }));
}

const sizeOf = ({ updates, values }: Bundle['steps'][number]['points'][number]): number =>
  updates.length * Object.keys(values).length;

async function sayUnfinished(lab: Lab, id: number): Promise<void> {
  const { summary } = await lab.dispatch('experiment.get', { id });
  const { state, name, progress } = summary;
  if (state === 'finished') return;
  const rests = state === 'queued' || state === 'running' ? '; in the bundle it is paused' : '';
  note(
    `Experiment ${id} (${name}) is ${state}: ${progress.runsFinished} of ${progress.runs} runs are finished${rests}.`,
  );
}
