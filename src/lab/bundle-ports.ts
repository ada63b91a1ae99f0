// What exports and imports need of the history and of the host's files. Types only.
import type { Sample } from '../contract/trainer.ts';
import type { BundleCheckpoint, BundleRecord, Machine } from '../core/bundle/bundle.ts';
import type { Point } from '../core/step.ts';
import type { Packing } from './pack-bundle.ts';

export interface RunMarks {
  readonly notes: string;
  readonly tags: string[];
  readonly starred: boolean;
  readonly archived: boolean;
}
export interface StagedStep {
  readonly key: string;
  readonly phase: string;
  /** JSON. */
  readonly spec: string;
  readonly ends: number;
}
/** What an import writes: first where nothing finds it, in small transactions; then one that gives it its names. */
export interface Exchange {
  /** What users wrote on the runs of an experiment, by run. */
  runMarks(experiment: number): Map<number, RunMarks>;
  stage(step: StagedStep, points: readonly Point[], samples: readonly Sample[]): void;
  /** All that `work` writes is on the disk, or none of it. */
  commit<T>(work: () => T): T;
  /** Inside of `commit`: the staged step under its key, or its points added to the step that has it. */
  adopt(key: string, trunk: string | null): void;
  /** What was staged and not adopted is for `cleaner.removeSlice`. Returns how many steps. */
  discard(): number;
}

/** How a job is told of and called off. */
export interface Control {
  /** Total 0 while unknown. */
  progress(done: number, total: number): void;
  /** Throws where the job was cancelled: to be called often, where nothing is half done. */
  check(): void;
}

/** A bundle in a file, whose SHA-256 was checked where one was given. */
export interface BundleSource {
  readonly bytes: number;
  /**
   * Its parts in their order. Throws an InputError where it is damaged, cut short, altered; what came before is only to be
   * believed once the end is reached. `read` is told bytes of the file.
   */
  records(read: (bytes: number) => void): AsyncIterable<BundleRecord>;
  /** Copies a checkpoint beside the others under a temporary name and checks it; throws an InputError. */
  extract(checkpoint: BundleCheckpoint, read: (bytes: number) => void): Promise<void>;
  /** Reads a checkpoint to its end and checks it; throws an InputError. Writes nothing. */
  verify(checkpoint: BundleCheckpoint, read: (bytes: number) => void): Promise<void>;
  /** Gives extracted checkpoints their names, at once. */
  place(checkpoints: readonly BundleCheckpoint[]): void;
  /** Ends reading and removes what was extracted and not placed. */
  close(): Promise<void>;
}
export interface WrittenFile {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
}
/** `sha256` names a file that comes in. */
export interface Transfers {
  /** Bytes that are here. Throws an InputError where a file of this size has no place. */
  received(sha256: string, bytes: number): number;
  /** `data` is base64. Returns the bytes that are here then; throws a conflict where the part does not fit on. */
  append(sha256: string, offset: number, data: string): number;
  discard(sha256: string): void;
  /** Throws an InputError where it is not whole, or not what its SHA-256 says. */
  open(sha256: string, control: Control): Promise<BundleSource>;
  /** The one that writes. */
  machine(): Machine;
  /** Writes a bundle into the folder of exports under a name that is free; leaves nothing where it throws. */
  write(name: string, packing: Packing, control: Control): Promise<WrittenFile>;
}
