// The text of a bundle, written and read. It holds the SHA-256 of the rest of itself, so that a file that somebody
// altered is refused. The hash is of the content as JSON.stringify spells it: whitespace does not count, but the order of
// fields does, because that of a schedule's axes decides what is shown first. Compression and files are the host's.
import type { z } from 'zod';
import { hashOf, sha256 } from '../canonical-json.ts';
import { InputError, type InputIssue, inputError } from '../errors.ts';
import { showValue } from '../schedule-issues.ts';
import { type Path, showPath, valueAt } from '../schedule-shape.ts';
import { type Bundle, bundleSchema, bundleVersion } from './bundle.ts';

/** Problems that are told of one file; more would not help. */
const mostIssues = 10;

export function bundleText(bundle: Bundle): string {
  const content = JSON.stringify(bundle);
  return `{"sha256":"${sha256(content)}",${content.slice(1)}\n`;
}

/**
 * Reads a bundle's text. Throws an `InputError` that names the file: no bundle, of a newer version, altered since it was
 * written, or the places inside that do not fit together.
 */
export function readBundle(text: string, file: string): Bundle {
  const { sha256: said, ...content } = parseRecord(text, file);
  const version = content.springbackBundle;
  if (version === undefined) throw notABundle(file, 'it has no field "springbackBundle"');
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    throw inputError(`${file}: springbackBundle`, `expected a version such as 1, got ${showValue(version)}`);
  if (version > bundleVersion) {
    throw inputError(
      file,
      `this bundle was written by a newer version of Springback: its format is ${version}, this one reads up to ${bundleVersion}`,
    );
  }
  const found = sha256(JSON.stringify(content));
  if (said !== found) {
    throw inputError(
      file,
      `this bundle was altered after it was written: it says SHA-256 ${shortHash(said)}, its content has ${shortHash(found)}`,
    );
  }
  return parseContent(content, file);
}

const shortHash = (hash: unknown): string =>
  typeof hash === 'string' && hash.length > 12 ? `${hash.slice(0, 12)}…` : showValue(hash);

/** The error for a file that is something else. */
export const notABundle = (file: string, reason: string): InputError =>
  inputError(file, `this is not a bundle of Springback's, as "springback export" writes them: ${reason}`);

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

function parseContent(content: Record<string, unknown>, file: string): Bundle {
  const parsed = bundleSchema.safeParse(content);
  const issues = parsed.success
    ? [...keyIssues(content), ...joinIssues(parsed.data)]
    : parsed.error.issues.map((issue) => schemaIssue(issue, content));
  if (issues.length > 0) {
    const told = issues.slice(0, mostIssues);
    throw new InputError(told.map(({ path, message }) => ({ path: `${file}: ${path}`, message })));
  }
  return parsed.data!;
}

function schemaIssue(issue: z.core.$ZodIssue, root: unknown): InputIssue {
  const path: Path = issue.path.filter((part) => typeof part !== 'symbol');
  if (issue.code === 'unrecognized_keys')
    return { path: showPath(path), message: `unknown field ${issue.keys.join(', ')}` };
  return { path: showPath(path), message: `${issue.message}, got ${showValue(valueAt(root, path))}` };
}

/** A step's key is the hash of its spec as it was written, before anything is filled in. */
function keyIssues(content: Record<string, unknown>): InputIssue[] {
  const steps = content.steps as { key: string; spec: unknown }[];
  return steps.flatMap(({ key, spec }, index) => {
    const hash = hashOf(spec);
    if (hash === key) return [];
    return [{ path: `steps[${index}].key`, message: `expected the hash of its spec, ${hash}, got ${key}` }];
  });
}

/** What one part says of another. */
function joinIssues({ steps, experiments }: Bundle): InputIssue[] {
  const keys = new Set(steps.map(({ key }) => key));
  return [
    ...(keys.size < steps.length ? [{ path: 'steps', message: 'expected every key once' }] : []),
    ...steps.flatMap(({ points }, index) => columnIssues(points, `steps[${index}].points`)),
    ...experiments.flatMap((each, index) => planIssues(each, `experiments[${index}].plan`, keys)),
  ];
}

function columnIssues(points: Bundle['steps'][number]['points'], path: string): InputIssue[] {
  return points.flatMap(({ updates, values }, index) =>
    Object.entries(values)
      .filter(([, column]) => column.length !== updates.length)
      .map(([metric, column]) => ({
        path: `${path}[${index}].values["${metric}"]`,
        message: `expected ${updates.length} values, one for each update, got ${column.length}`,
      })),
  );
}

function planIssues(
  { plan }: Bundle['experiments'][number],
  path: string,
  keys: ReadonlySet<string>,
): InputIssue[] {
  const unknown = plan.steps.flatMap(({ key }, index) =>
    keys.has(key)
      ? []
      : [{ path: `${path}.steps[${index}].key`, message: `there is no such step, got ${key}` }],
  );
  const outside = plan.runs.flatMap(({ steps }, run) =>
    steps.flatMap((place, index) =>
      place < plan.steps.length
        ? []
        : [
            {
              path: `${path}.runs[${run}].steps[${index}]`,
              message: `expected a place below ${plan.steps.length}, got ${place}`,
            },
          ],
    ),
  );
  return [...unknown, ...outside];
}
