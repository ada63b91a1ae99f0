// What the lab needs of the history beyond training: what users write on it and keep beside it, figures of all runs at
// once, and what can be deleted. Types only.

/** What a user wrote; a field that is not given stays as it is. */
export interface Marks {
  readonly notes?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly starred?: boolean | undefined;
  readonly archived?: boolean | undefined;
}
export interface RunMarks {
  readonly notes: string;
  readonly tags: string[];
  readonly starred: boolean;
  readonly archived: boolean;
}
export type ExperimentMarks = Marks & { readonly name?: string | undefined };
export interface TagChange {
  readonly experiments: readonly number[];
  readonly runs: readonly number[];
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** Every change is one transaction, on the disk before it returns; an id that is not there throws a `MissingRowError`. */
export interface MarkBook {
  annotateExperiments(ids: readonly number[], marks: ExperimentMarks): void;
  annotateRuns(ids: readonly number[], marks: Marks): void;
  tag(change: TagChange): void;
  /** `when`: ISO 8601; null takes them out of the trash. */
  setTrashed(ids: readonly number[], when: string | null): void;
  /** What is written on the runs of an experiment, by run. */
  runs(experiment: number): Map<number, RunMarks>;
  /** Ids of experiments and runs that are not in the history. */
  missing(ids: { experiments: readonly number[]; runs: readonly number[] }): {
    experiments: number[];
    runs: number[];
  };
}

export interface RunFigures {
  readonly id: number;
  readonly notes: string;
  readonly tags: string[];
  readonly starred: boolean;
  readonly archived: boolean;
  /** Of the schedule's primary metric: before the first update of alignment, after its last, after the last of unalignment. */
  readonly pretrained: number | null;
  readonly aligned: number | null;
  readonly final: number | null;
  readonly ownBytes: number;
  readonly sharedBytes: number;
}
export interface ExperimentFigures {
  readonly id: number;
  readonly name: string;
  readonly starred: boolean;
  readonly archived: boolean;
  /** Of the three values of its runs: its primary metric. */
  readonly metric: string;
  readonly trashed: string | null;
  readonly runs: number;
  readonly points: number;
  readonly ownBytes: number;
  readonly sharedBytes: number;
}
export interface HistoryFigures {
  /** Of every run that is not in the trash, by id. */
  runs(): Map<number, RunFigures>;
  /** Of every experiment, in the order of ids. */
  experiments(): ExperimentFigures[];
  points(): number;
}

/** A checkpoint that would be deleted. */
export interface DoomedFile {
  readonly key: string;
  readonly update: number;
  readonly file: string;
  readonly bytes: number;
}
export interface Purge {
  readonly experiments: readonly { readonly id: number; readonly name: string }[];
  readonly files: readonly DoomedFile[];
  /** Keys of the steps that are deleted with all that was measured of them, and how many points that is. */
  readonly steps: readonly string[];
  readonly points: number;
  /** Steps and points that are kept because another experiment's pretraining went on from them. */
  readonly kept: number;
}
export interface Sparing {
  readonly files: readonly DoomedFile[];
  /** Of each experiment that loses some: how many of its steps, and their training tokens. */
  readonly experiments: readonly {
    readonly id: number;
    readonly name: string;
    readonly state: string;
    readonly steps: number;
    readonly tokens: number;
  }[];
  /** Checkpoints that stay because an unfinished experiment starts from them. */
  readonly needed: number;
}
export interface Cleaner {
  /** What deleting experiments of the trash would delete; `ids` null for all of them. Changes nothing. */
  planPurge(ids: readonly number[] | null): Purge;
  /**
   * Deletes the experiments; from now on nothing can find the steps of the purge. Their measurements are deleted by
   * `removeSlice`. The files are the caller's to delete after.
   */
  purge(purge: Purge): void;
  /** Deletes some tens of thousands of measurements of what was purged; false when there is nothing left. */
  removeSlice(): boolean;
  /** Checkpoints of finished steps that no unfinished experiment needs; `ids` null for all experiments. */
  planSparing(ids: readonly number[] | null): Sparing;
  /** Forgets checkpoints; the files are the caller's to delete after. */
  dropCheckpoints(files: readonly DoomedFile[]): void;
}

export type DocumentKind = 'view' | 'deck' | 'draft';
export interface DocumentRow {
  readonly id: number;
  readonly name: string;
  readonly revision: number;
  /** ISO 8601, UTC. */
  readonly changed: string;
  readonly content: string;
  /** Parts that its owner counts: the slides of a deck. */
  readonly parts: number;
}
export interface NewDocument {
  readonly name: string;
  readonly content: string;
  readonly parts: number;
  readonly changed: string;
}
export type SaveResult =
  | { readonly kind: 'saved'; readonly id: number; readonly revision: number }
  | { readonly kind: 'missing' }
  /** It has another revision than the one that was changed. */
  | { readonly kind: 'stale'; readonly name: string; readonly revision: number };

/** Documents beside the runs. Ids are never given again. */
export interface Library {
  /** In the order of ids. */
  list(kind: DocumentKind): DocumentRow[];
  /** Without their contents, which may be large. */
  headings(kind: DocumentKind): Omit<DocumentRow, 'content'>[];
  get(kind: DocumentKind, id: number): DocumentRow | null;
  create(kind: DocumentKind, document: NewDocument): { id: number; revision: number };
  replace(kind: DocumentKind, place: { id: number; revision: number }, document: NewDocument): SaveResult;
  /** Whether it was there. */
  delete(kind: DocumentKind, id: number): boolean;
}
