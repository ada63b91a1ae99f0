// Checkpoints: the full training state at an update as a `.safetensors` file, written atomically, verified on load.
// Which file belongs to which step, and its SHA-256, is kept by the history, not here.
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type StepSpec, stepSpecSchema } from '../core/step.ts';
import type { Parameter } from '../graph/program-types.ts';
import { encodeHeader, parseHeader, type SafetensorsHeader, type TensorKind } from './safetensors.ts';

const formatVersion = '1';

export type Vector = Float32Array | Float64Array;

/** Everything that the next update depends on besides the data. Vectors are flat, (P). */
export interface TrainingState {
  readonly theta: Vector;
  readonly m: Vector;
  readonly v: Vector;
  /** Updates made in this phase (of pretraining: since the initial weights). */
  readonly update: number;
  /** Updates that Adam's moments have seen, for the bias correction. */
  readonly adamUpdate: number;
}

/** A stored checkpoint is damaged or not the one that was asked for. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
  readonly path: string;
  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(`checkpoint ${path}: ${problem}`, options);
    this.path = path;
  }
}

/** A checkpoint could not be written: disk full, no permission, … */
export class DiskError extends Error {
  override readonly name = 'DiskError';
  readonly path: string;
  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(`cannot write checkpoint ${path}: ${problem}`, options);
    this.path = path;
  }
}

export interface CheckpointFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

export const checkpointName = (key: string, update: number): string => `${key}@${update}.safetensors`;

/** Tensor name prefixes of the three vectors. */
const prefixes = { theta: '', m: 'adam.m.', v: 'adam.v.' } as const;
type VectorName = keyof typeof prefixes;
const vectorNames = ['theta', 'm', 'v'] as const;

/**
 * Writes `<key>@<update>.safetensors` into `folder`: temporary name, synced, renamed, folder synced, so that the name
 * only ever stands for a whole file. Throws a DiskError; nothing half-written stays.
 */
export async function writeCheckpoint(
  folder: string,
  table: readonly Parameter[],
  checkpoint: { key: string; spec: StepSpec; state: TrainingState },
): Promise<CheckpointFile> {
  const path = join(folder, checkpointName(checkpoint.key, checkpoint.state.update));
  const partial = `${path}.partial`;
  try {
    await mkdir(folder, { recursive: true });
    const written = await writeSynced(partial, chunks(table, checkpoint));
    await rename(partial, path);
    await syncFolder(folder);
    return { path, ...written };
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined); // the first error is the one to report
    throw new DiskError(path, explain(error), { cause: error });
  }
}

/** The file's bytes in order: header, then θ, m and v, each tensor by tensor. */
function* chunks(
  table: readonly Parameter[],
  { key, spec, state }: { key: string; spec: StepSpec; state: TrainingState },
): Generator<Uint8Array> {
  const kind: TensorKind = state.theta instanceof Float64Array ? 'F64' : 'F32';
  const tensors = vectorNames.flatMap((vector) =>
    table.map(({ name, shape }) => ({ name: prefixes[vector] + name, kind, shape })),
  );
  yield encodeHeader(tensors, {
    format: 'pt', // the layout of shapes, as other readers of safetensors expect it named
    springback: formatVersion,
    key,
    update: String(state.update),
    adamUpdate: String(state.adamUpdate),
    numerics: String(spec.numerics),
    model: JSON.stringify(spec.model),
    spec: JSON.stringify(spec),
  });
  for (const vector of vectorNames) {
    for (const { offset, size } of table) {
      const part = state[vector].subarray(offset, offset + size);
      yield new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
    }
  }
}

async function writeSynced(
  path: string,
  parts: Iterable<Uint8Array>,
): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(path, 'w');
  try {
    for (const part of parts) {
      await file.writeFile(part);
      hash.update(part);
      bytes += part.length;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** Makes the rename durable. Windows has no such call and does not need it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function explain(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC') return 'the disk is full';
  if (code === 'EDQUOT') return 'the disk quota is used up';
  if (code === 'EACCES' || code === 'EPERM') return 'no permission to write there';
  if (code === 'EROFS') return 'the disk is read-only';
  return error instanceof Error ? error.message : String(error);
}

export interface LoadedCheckpoint {
  readonly key: string;
  readonly spec: StepSpec;
  readonly state: TrainingState;
}

/**
 * Reads a checkpoint and checks it: SHA-256 first, then the structure against the parameter table, then whose it is.
 * Throws a CheckpointError that names the file and what is wrong with it.
 */
export async function readCheckpoint(
  expected: { path: string; sha256: string; key: string; update: number },
  table: readonly Parameter[],
): Promise<LoadedCheckpoint> {
  const fail = (problem: string, cause?: unknown): CheckpointError =>
    new CheckpointError(expected.path, problem, { cause });
  const bytes = await readFile(expected.path).catch((error: NodeJS.ErrnoException) => {
    throw fail(error.code === 'ENOENT' ? 'the file is missing' : error.message, error);
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== expected.sha256) throw fail(diagnose(bytes, sha256, expected.sha256));
  try {
    const loaded = decode(bytes, table);
    if (loaded.key !== expected.key) throw new Error(`it is of step ${loaded.key}, not ${expected.key}`);
    if (loaded.state.update !== expected.update) {
      throw new Error(`it is of update ${loaded.state.update}, not ${expected.update}`);
    }
    return loaded;
  } catch (error) {
    throw fail((error as Error).message, error);
  }
}

/** Why the hash may differ: cut short, or altered in place. */
function diagnose(bytes: Buffer, actual: string, expected: string): string {
  const hashes = `SHA-256 ${actual.slice(0, 12)}…, written as ${expected.slice(0, 12)}…`;
  try {
    parseHeader(bytes);
    return `altered since it was written (${hashes})`;
  } catch (error) {
    return `${(error as Error).message} (${hashes})`;
  }
}

function decode(bytes: Buffer, table: readonly Parameter[]): LoadedCheckpoint {
  const header = parseHeader(bytes);
  const { metadata } = header;
  if (metadata.springback !== formatVersion) {
    throw new Error(`format version ${metadata.springback ?? 'missing'}, not ${formatVersion}`);
  }
  checkNames(header, table);
  const spec = stepSpecSchema.safeParse(JSON.parse(metadata.spec ?? 'null'));
  if (!spec.success) throw new Error('its metadata holds no valid step');
  const vector = (name: VectorName): Vector => gather(bytes, header, table, prefixes[name]);
  return {
    key: metadata.key ?? '',
    spec: spec.data,
    state: {
      theta: vector('theta'),
      m: vector('m'),
      v: vector('v'),
      update: countOf(metadata, 'update'),
      adamUpdate: countOf(metadata, 'adamUpdate'),
    },
  };
}

function checkNames({ tensors }: SafetensorsHeader, table: readonly Parameter[]): void {
  const wanted = new Set(vectorNames.flatMap((vector) => table.map(({ name }) => prefixes[vector] + name)));
  const missing = [...wanted].find((name) => !tensors.has(name));
  if (missing !== undefined) throw new Error(`wrong model: tensor ${missing} is missing`);
  const extra = [...tensors.keys()].find((name) => !wanted.has(name));
  if (extra !== undefined) throw new Error(`wrong model: tensor ${extra} is not part of it`);
  if (new Set([...tensors.values()].map(({ kind }) => kind)).size > 1)
    throw new Error('F32 and F64 are mixed');
}

/** The flat vector (P) out of the tensors that carry one prefix. */
function gather(
  bytes: Buffer,
  { tensors, dataStart }: SafetensorsHeader,
  table: readonly Parameter[],
  prefix: string,
): Vector {
  const parameters = table.reduce((sum, { size }) => sum + size, 0);
  const kind = tensors.get(prefix + table[0]!.name)!.kind;
  const flat = kind === 'F64' ? new Float64Array(parameters) : new Float32Array(parameters);
  const target = new Uint8Array(flat.buffer);
  for (const { name, shape, offset } of table) {
    const entry = tensors.get(prefix + name)!;
    if (entry.shape.join() !== shape.join()) {
      throw new Error(
        `wrong model: ${prefix}${name} is [${entry.shape.join(', ')}], not [${shape.join(', ')}]`,
      );
    }
    target.set(
      bytes.subarray(dataStart + entry.start, dataStart + entry.end),
      offset * flat.BYTES_PER_ELEMENT,
    );
  }
  return flat;
}

function countOf(metadata: Readonly<Record<string, string>>, name: string): number {
  const value = Number(metadata[name]);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`metadata ${name} is ${metadata[name]}`);
  return value;
}
