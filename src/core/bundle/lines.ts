// Version 2 as text: one JSON object a line, the header first, then experiments, steps, views, decks and checkpoints, and
// at the end the SHA-256 of all lines before. A line holds one step at most, so neither side holds a whole bundle.
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { z } from 'zod';
import { type InputIssue, inputError } from '../errors.ts';
import { createPartHasher } from '../hash-parts.ts';

import {
  type BundleExperiment,
  type BundleHeader,
  type BundleRecord,
  bundleCheckpointSchema,
  bundleDeckSchema,
  bundleVersion,
  bundleViewSchema,
  checkpointName,
  experimentSchema,
  hashSchema,
  headerSchema,
  recordKinds,
  stepSchema,
} from './bundle.ts';
import {
  absentIssues,
  alteredBundle,
  columnIssues,
  cutShort,
  keyIssues,
  newerBundle,
  notABundle,
  planIssues,
  schemaIssue,
  throwIssues,
} from './issues.ts';

const schemas = {
  header: headerSchema,
  experiment: experimentSchema,
  step: stepSchema,
  view: bundleViewSchema,
  deck: bundleDeckSchema,
  checkpoint: bundleCheckpointSchema,
} as const;
type Kind = keyof typeof schemas;
const endSchema = z.strictObject({ lines: z.int(), sha256: hashSchema });
const countNames = {
  experiment: 'experiments',
  step: 'steps',
  view: 'views',
  deck: 'decks',
  checkpoint: 'checkpoints',
} as const;

/** The lines of a bundle, each with its newline. */
export function* bundleLines(records: Iterable<BundleRecord>): Generator<string> {
  const hasher = createPartHasher();
  let lines = 0;
  for (const record of records) {
    const line = `${JSON.stringify(spelled(record))}\n`;
    hasher.add(utf8ToBytes(line));
    lines += 1;
    yield line;
  }
  yield `${JSON.stringify({ end: { lines, sha256: hasher.end() } })}\n`;
}

function spelled(record: BundleRecord): unknown {
  if (record.kind === 'header') return record.header;
  const { kind, ...rest } = record;
  return { [kind]: (rest as Record<string, unknown>)[kind] };
}

/** Whether a first line begins a bundle of lines; a newer version does, too. Version 1 is one object with its hash. */
export function beginsLines(line: string): boolean {
  const value = parse(line);
  const version = value?.springbackBundle;
  return typeof version === 'number' && version >= 2 && value!.sha256 === undefined;
}

/**
 * Reads a bundle line by line; what is wrong is an `InputError` that names the file, the line and the place inside. What
 * it returns is only to be believed once `end` has not thrown: only then the hash of all is known.
 */
export class BundleLineReader {
  private readonly file: string;
  private readonly hasher = createPartHasher();
  private header: BundleHeader | null = null;
  private experiments: BundleExperiment[] = [];
  private readonly keys = new Set<string>();
  private readonly ids = new Set<string>();
  private readonly counts = { experiment: 0, step: 0, view: 0, deck: 0, checkpoint: 0 };
  private last = 0;
  private lines = 0;
  private ended = false;

  constructor(file: string) {
    this.file = file;
  }

  /** The part that a line (without its newline) holds; null for the last one. */
  read(line: string): BundleRecord | null {
    if (this.ended) throw inputError(this.file, 'expected nothing after the line that ends the bundle');
    const value = parse(line);
    if (value === null) throw this.notJson();
    if (this.header === null) return this.begin(line, value);
    if ('end' in value) return this.finish(value.end);
    const kind = Object.keys(value)[0] as Exclude<Kind, 'header'>;
    const record = this.checked(kind, value, line);
    this.note(kind, record);
    return record;
  }

  /** Throws where the last line was never read: the bundle is cut short. */
  end(): void {
    if (!this.ended) throw cutShort(this.file, `${this.lines} lines`);
  }

  private notJson(): Error {
    if (this.header === null) return notABundle(this.file, 'its first line is not a JSON object');
    const how = `line ${this.lines + 1} is not a JSON object`;
    return inputError(this.file, `this bundle is damaged (${how}): copy the file again`);
  }

  private begin(line: string, value: Record<string, unknown>): BundleRecord {
    const version = value.springbackBundle;
    if (typeof version === 'number' && version > bundleVersion)
      throw newerBundle(this.file, version, bundleVersion);
    const header = this.parsed('header', value);
    this.header = header;
    this.count(line);
    return { kind: 'header', header };
  }

  private checked(kind: Exclude<Kind, 'header'>, value: Record<string, unknown>, line: string): BundleRecord {
    const place = recordKinds.indexOf(kind);
    if (place <= 0 || Object.keys(value).length !== 1)
      throw inputError(this.where(), `expected one of ${recordKinds.slice(1).join(', ')}, got ${kind}`);
    if (place < this.last) throw inputError(this.where(), `${kind} is not where the format has it`);
    this.last = place;
    const parsed = this.parsed(kind, value[kind]);
    this.requireJoins(kind, parsed, value[kind]);
    this.count(line);
    return { kind, [kind]: parsed } as unknown as BundleRecord;
  }

  private parsed<K extends Kind>(kind: K, value: unknown): z.output<(typeof schemas)[K]> {
    const parsed = schemas[kind].safeParse(value);
    if (!parsed.success)
      this.refuse(parsed.error.issues.map((issue) => within(kind, schemaIssue(issue, value))));
    return parsed.data as z.output<(typeof schemas)[K]>;
  }

  private requireJoins(kind: Kind, parsed: unknown, raw: unknown): void {
    if (kind === 'experiment') {
      const experiment = parsed as BundleExperiment;
      this.refuse(planIssues(experiment.plan, 'experiment.plan'));
      this.once(`experiment ${experiment.id}`);
      for (const run of experiment.plan.runs) this.once(`run ${run.id}`);
    } else if (kind === 'step') {
      const { key, points } = parsed as { key: string; points: Parameters<typeof columnIssues>[0] };
      this.refuse([
        ...keyIssues(raw as { key: string; spec: unknown }, 'step'),
        ...columnIssues(points, 'step.points'),
      ]);
      this.once(`step ${key}`);
      this.keys.add(key);
    } else if (kind === 'checkpoint') {
      const checkpoint = parsed as { key: string; update: number };
      this.once(`checkpoint ${checkpointName(checkpoint)}`);
      if (!this.keys.has(checkpoint.key))
        this.refuse([{ path: 'checkpoint.key', message: `there is no such step, got ${checkpoint.key}` }]);
    }
  }

  private once(what: string): void {
    if (this.ids.has(what)) throw inputError(this.where(), `${what} is there twice`);
    this.ids.add(what);
  }

  /** The header says how many there are: a forged file cannot make memory of more. */
  private note(kind: Exclude<Kind, 'header'>, record: BundleRecord): void {
    this.counts[kind] += 1;
    const said = this.header!.holds[countNames[kind]];
    if (this.counts[kind] > said)
      throw inputError(this.where(), `expected ${said} ${countNames[kind]} as the header says, got more`);
    if (record.kind === 'experiment') this.experiments.push(record.experiment);
  }

  private finish(value: unknown): null {
    const parsed = endSchema.safeParse(value);
    if (!parsed.success)
      this.refuse(parsed.error.issues.map((issue) => within('end', schemaIssue(issue, value))));
    const found = this.hasher.end();
    const { sha256, lines } = parsed.data!;
    if (sha256 !== found || lines !== this.lines) throw alteredBundle(this.file, sha256, found);
    for (const [kind, name] of Object.entries(countNames) as [keyof typeof countNames, never][]) {
      const said = this.header!.holds[name];
      if (this.counts[kind] !== said)
        throw inputError(
          this.file,
          `expected ${said} ${String(name)} as the header says, got ${this.counts[kind]}`,
        );
    }
    const absent = this.experiments.flatMap(({ id, plan }) =>
      absentIssues(plan, this.keys, `experiment ${id}.plan`),
    );
    throwIssues(absent, this.file);
    this.experiments = [];
    this.ended = true;
    return null;
  }

  private count(line: string): void {
    this.hasher.add(utf8ToBytes(`${line}\n`));
    this.lines += 1;
  }

  private refuse(issues: readonly InputIssue[]): void {
    throwIssues(issues, this.file, `line ${this.lines + 1}: `);
  }

  private where(): string {
    return `${this.file}: line ${this.lines + 1}`;
  }
}

const within = (kind: string, { path, message }: InputIssue): InputIssue => ({
  path: path === '' ? kind : path.startsWith('[') ? `${kind}${path}` : `${kind}.${path}`,
  message,
});

function parse(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null; // Told as what it is by the caller, who knows the line.
  }
}
