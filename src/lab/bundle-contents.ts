// What a bundle holds but for what was measured, gathered in one reading.
import type {
  BundleCheckpoint,
  BundleDeck,
  BundleExperiment,
  BundleHeader,
  BundleRecord,
  BundleStep,
  BundleView,
} from '../core/bundle/bundle.ts';
import type { StepSpec } from '../core/step.ts';
import type { BundleSource, Control } from './bundle-ports.ts';

/** Room that is to be left on the disk, in bytes. */
export const spareBytes = 50_000_000;

export interface Contents {
  header: BundleHeader | null;
  readonly experiments: BundleExperiment[];
  readonly views: BundleView[];
  readonly decks: BundleDeck[];
  readonly checkpoints: BundleCheckpoint[];
  readonly specs: Map<string, StepSpec>;
  readonly standings: Map<string, Pick<BundleStep, 'state' | 'update' | 'error'>>;
}

/** Reads all of it, so that its hash is known to hold. `withStep` is given each step that an experiment has. */
export async function readContents(
  source: BundleSource,
  control: Control,
  withStep: (step: BundleStep, contents: Contents) => void,
): Promise<Contents & { header: BundleHeader }> {
  const contents: Contents = {
    header: null,
    experiments: [],
    views: [],
    decks: [],
    checkpoints: [],
    specs: new Map(),
    standings: new Map(),
  };
  const planned = new Set<string>();
  let bytes = 0;
  const read = (more: number): void => {
    bytes += more;
    control.progress(bytes, source.bytes);
  };
  for await (const record of source.records(read)) {
    control.check();
    if (record.kind === 'experiment') for (const { key } of record.experiment.plan.steps) planned.add(key);
    if (record.kind !== 'step') addRecord(contents, record);
    else if (planned.has(record.step.key)) {
      const { key, spec, state, update, error } = record.step;
      contents.specs.set(key, spec);
      contents.standings.set(key, { state, update, error });
      withStep(record.step, contents);
    }
  }
  return contents as Contents & { header: BundleHeader };
}

function addRecord(contents: Contents, record: Exclude<BundleRecord, { kind: 'step' }>): void {
  if (record.kind === 'header') contents.header = record.header;
  else if (record.kind === 'experiment') contents.experiments.push(record.experiment);
  else if (record.kind === 'view') contents.views.push(record.view);
  else if (record.kind === 'deck') contents.decks.push(record.deck);
  else contents.checkpoints.push(record.checkpoint);
}
