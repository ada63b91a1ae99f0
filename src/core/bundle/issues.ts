// What is wrong inside a bundle, in words: the schema's findings with the value that was found, and the joins that a
// schema cannot see.
import type { z } from 'zod';
import { hashOf } from '../canonical-json.ts';
import { InputError, type InputIssue, inputError } from '../errors.ts';
import { showValue } from '../schedule-issues.ts';
import { type Path, showPath, valueAt } from '../schedule-shape.ts';
import type { BundleExperiment, BundleStep } from './bundle.ts';

/** Problems that are told of one file; more would not help. */
const mostIssues = 10;

/** The error for a file that is something else. */
export const notABundle = (file: string, reason: string): InputError =>
  inputError(file, `this is not a bundle of Springback's, as "springback export" writes them: ${reason}`);

export const newerBundle = (file: string, version: number, known: number): InputError =>
  inputError(
    file,
    `this bundle was written by a newer version of Springback: its format is ${version}, this one reads up to ${known}`,
  );

export const alteredBundle = (file: string, said: unknown, found: string): InputError =>
  inputError(
    file,
    `this bundle was altered after it was written: it says SHA-256 ${shortHash(said)}, its content has ${shortHash(found)}`,
  );

export const cutShort = (file: string, where: string): InputError =>
  inputError(file, `this bundle is cut short after ${where}: copy the whole file again`);

const shortHash = (hash: unknown): string =>
  typeof hash === 'string' && hash.length > 12 ? `${hash.slice(0, 12)}…` : showValue(hash);

/** Throws the first few of them, each with the file's name and its place before it; nothing where there are none. */
export function throwIssues(issues: readonly InputIssue[], file: string, prefix = ''): void {
  if (issues.length === 0) return;
  const told = issues.slice(0, mostIssues);
  throw new InputError(told.map(({ path, message }) => ({ path: `${file}: ${prefix}${path}`, message })));
}

export function schemaIssue(issue: z.core.$ZodIssue, root: unknown): InputIssue {
  const path: Path = issue.path.filter((part) => typeof part !== 'symbol');
  if (issue.code === 'unrecognized_keys')
    return { path: showPath(path), message: `unknown field ${issue.keys.join(', ')}` };
  return { path: showPath(path), message: `${issue.message}, got ${showValue(valueAt(root, path))}` };
}

/** A step's key is the hash of its spec as it was written, before anything is filled in. */
export function keyIssues({ key, spec }: { key: string; spec: unknown }, path: string): InputIssue[] {
  const hash = hashOf(spec);
  if (hash === key) return [];
  return [{ path: `${path}.key`, message: `expected the hash of its spec, ${hash}, got ${key}` }];
}

export function columnIssues(points: BundleStep['points'], path: string): InputIssue[] {
  return points.flatMap(({ updates, values }, index) =>
    Object.entries(values)
      .filter(([, column]) => column.length !== updates.length)
      .map(([metric, column]) => ({
        path: `${path}[${index}].values["${metric}"]`,
        message: `expected ${updates.length} values, one for each update, got ${column.length}`,
      })),
  );
}

/** What a plan says of itself: places of runs, and what its steps start from. */
export function planIssues({ steps, runs }: BundleExperiment['plan'], path: string): InputIssue[] {
  const own = new Set(steps.map(({ key }) => key));
  const lost = steps.flatMap((step, index) =>
    (['parent', 'base', 'aligned'] as const).flatMap((name) => {
      const key = step[name];
      if (key === null || own.has(key)) return [];
      return [
        { path: `${path}.steps[${index}].${name}`, message: `expected a step of the plan, got ${key}` },
      ];
    }),
  );
  const outside = runs.flatMap((run, at) =>
    run.steps.flatMap((place, index) => {
      if (place < steps.length) return [];
      const message = `expected a place below ${steps.length}, got ${place}`;
      return [{ path: `${path}.runs[${at}].steps[${index}]`, message }];
    }),
  );
  const twice =
    own.size < steps.length ? [{ path: `${path}.steps`, message: 'expected every key once' }] : [];
  return [...twice, ...lost, ...outside];
}

/** Steps that a plan has and the bundle does not. */
export function absentIssues(
  { steps }: BundleExperiment['plan'],
  keys: ReadonlySet<string>,
  path: string,
): InputIssue[] {
  return steps.flatMap(({ key }, index) =>
    keys.has(key)
      ? []
      : [{ path: `${path}.steps[${index}].key`, message: `there is no such step, got ${key}` }],
  );
}
