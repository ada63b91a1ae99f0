// Version 1 as text: one JSON object that holds the SHA-256 of the rest of itself. It is read, and no longer written. The
// hash is of the content as JSON.stringify spells it: whitespace does not count, the order of fields does.
import { z } from 'zod';
import { sha256 } from '../canonical-json.ts';
import { type InputIssue, inputError } from '../errors.ts';
import { showValue } from '../schedule-issues.ts';
import {
  aboutFields,
  type Bundle,
  type BundleExperiment,
  bundleVersion,
  experimentFields,
  plannedRun,
  plannedStepsSchema,
  stepSchema,
} from './bundle.ts';
import {
  absentIssues,
  alteredBundle,
  columnIssues,
  keyIssues,
  newerBundle,
  notABundle,
  planIssues,
  schemaIssue,
  throwIssues,
} from './issues.ts';

const experimentOneSchema = z.strictObject({
  ...experimentFields,
  plan: z.strictObject({ steps: plannedStepsSchema, runs: z.array(z.strictObject(plannedRun)) }),
});
const bundleOneSchema = z.strictObject({
  springbackBundle: z.literal(1),
  ...aboutFields,
  experiments: z.array(experimentOneSchema),
  steps: z.array(stepSchema),
});
export type BundleOne = z.infer<typeof bundleOneSchema>;

/**
 * Reads a bundle's text. Throws an `InputError` that names the file: no bundle, of a newer version, altered since it was
 * written, or the places inside that do not fit together.
 */
export function readVersionOne(text: string, file: string): Bundle {
  const { sha256: said, ...content } = parseRecord(text, file);
  const version = content.springbackBundle;
  if (version === undefined) throw notABundle(file, 'it has no field "springbackBundle"');
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    throw inputError(`${file}: springbackBundle`, `expected a version such as 1, got ${showValue(version)}`);
  if (version > bundleVersion) throw newerBundle(file, version, bundleVersion);
  const found = sha256(JSON.stringify(content));
  if (said !== found) throw alteredBundle(file, said, found);
  return upgrade(parseContent(content, file));
}

function parseRecord(text: string, file: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw notABundle(file, 'its content is not JSON');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw notABundle(file, `expected a JSON object, got ${showValue(value)}`);
}

function parseContent(content: Record<string, unknown>, file: string): BundleOne {
  const parsed = bundleOneSchema.safeParse(content);
  const issues = parsed.success
    ? joinIssues(parsed.data, content.steps as { key: string; spec: unknown }[])
    : parsed.error.issues.map((issue) => schemaIssue(issue, content));
  throwIssues(issues, file);
  return parsed.data!;
}

/** What one part says of another. */
function joinIssues(bundle: BundleOne, rawSteps: readonly { key: string; spec: unknown }[]): InputIssue[] {
  const { steps, experiments } = upgrade(bundle);
  const keys = new Set(steps.map(({ key }) => key));
  return [
    ...rawSteps.flatMap((step, index) => keyIssues(step, `steps[${index}]`)),
    ...(keys.size < steps.length ? [{ path: 'steps', message: 'expected every key once' }] : []),
    ...steps.flatMap(({ points }, index) => columnIssues(points, `steps[${index}].points`)),
    ...experiments.flatMap(({ plan }, index) => [
      ...absentIssues(plan, keys, `experiments[${index}].plan`),
      ...planIssues(plan, `experiments[${index}].plan`),
    ]),
  ];
}

const unmarked = { notes: '', tags: [], starred: false, archived: false };

/** Experiments and runs are numbered from 1 in their order, which is how version 1 was opened. */
function upgrade({ experiments, ...rest }: BundleOne): Bundle {
  let run = 0;
  const upgraded = experiments.map((experiment, index): BundleExperiment => {
    const runs = experiment.plan.runs.map((each) => ({ ...each, ...unmarked, id: ++run }));
    const plan = { steps: experiment.plan.steps, runs };
    return { ...experiment, id: index + 1, starred: false, archived: false, plan };
  });
  return { ...rest, experiments: upgraded, views: [], decks: [], checkpoints: [] };
}
