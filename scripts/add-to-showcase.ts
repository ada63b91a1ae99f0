// Puts the experiments of a bundle into the showcase, after those that it holds; what was measured before stays to the bit.
// Needs Node 24: `node scripts/add-to-showcase.ts mine.springback`, then `node scripts/write-showcase.ts`.
import { writeBundleFile } from '../src/host/bundle-file.ts';
import { openBundle } from '../src/host/open-host.ts';
import { showcaseFile } from '../src/host/package-root.ts';

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: node scripts/add-to-showcase.ts FILE');

async function read(path: string) {
  const host = await openBundle(path);
  await host.close();
  return host.bundle;
}

const [showcase, added] = [await read(showcaseFile()), await read(file)];
const named = new Set(showcase.experiments.map(({ name }) => name));
const again = added.experiments.find(({ name }) => named.has(name));
if (again !== undefined) throw new Error(`the showcase has “${again.name}” already`);
const known = new Set(showcase.steps.map(({ key }) => key));
let last = Math.max(...showcase.experiments.map(({ id }) => id));
let lastRun = Math.max(...showcase.experiments.flatMap(({ plan }) => plan.runs.map(({ id }) => id)));
const experiments = added.experiments.map((experiment) => {
  const runs = experiment.plan.runs.map((run) => ({ ...run, id: ++lastRun }));
  return { ...experiment, id: ++last, plan: { ...experiment.plan, runs } };
});
const steps = added.steps.filter(({ key }) => !known.has(key));
const bytes = await writeBundleFile(
  showcaseFile(),
  {
    ...showcase,
    created: added.created,
    experiments: [...showcase.experiments, ...experiments],
    steps: [...showcase.steps, ...steps],
  },
  { force: true },
);
console.log(`${experiments.length} experiments, ${steps.length} steps more; ${(bytes / 1e6).toFixed(1)} MB`);
