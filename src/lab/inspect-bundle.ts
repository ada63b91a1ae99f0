// What a user is told of a bundle before it is imported.
import type { BundleReport } from '../contract/bundles.ts';
import { readContents, spareBytes } from './bundle-contents.ts';
import { decide } from './bundle-decision.ts';
import type { BundleSource, Control } from './bundle-ports.ts';
import type { LabParts } from './handlers.ts';

/** What is in a bundle, all of it verified, held against this history. Changes nothing. */
export async function inspectBundle(
  { ports }: LabParts,
  source: BundleSource,
  { name, control }: { name: string; control: Control },
): Promise<BundleReport> {
  const { history } = ports;
  let stepsKnown = 0;
  const { header, experiments, checkpoints } = await readContents(source, control, ({ key }) => {
    if (history.standings([key]).get(key)?.state === 'finished') stepsKnown += 1;
  });
  const size = checkpoints.reduce((sum, { bytes }) => sum + bytes, 0);
  let verified = 0;
  for (const checkpoint of checkpoints) {
    control.check();
    await source.verify(checkpoint, (more) => {
      control.check();
      verified += more;
      control.progress(verified, size);
    });
  }
  const decisions = decide(experiments, history);
  const needed = size + spareBytes;
  const free = ports.freeBytes();
  return {
    name,
    version: header.springbackBundle,
    created: header.created,
    writtenBy: header.version,
    machine: `${header.machine.cpu}, ${header.machine.os}`,
    bytes: source.bytes,
    experiments: experiments.map((experiment) => {
      const decision = decisions.get(experiment)!;
      const conflict = decision.kind === 'same' ? 'same' : decision.taken ? 'name' : 'none';
      return { name: experiment.name, runs: experiment.plan.runs.length, conflict };
    }),
    steps: header.holds.steps,
    stepsKnown,
    views: header.holds.views,
    decks: header.holds.decks,
    checkpoints: header.holds.checkpoints,
    problem: free < needed ? `its checkpoints need ${needed} bytes, the disk has ${free} free` : '',
  };
}
