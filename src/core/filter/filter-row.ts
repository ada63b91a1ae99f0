// What a filter expression is held against: one run, or one experiment, as plain values; and the names of its fields.
// Not how it is read from a history: that is the caller's.

export interface FilterRow {
  /** Of the run, or of the experiment where the row is one. */
  readonly id: number;
  /** Of its experiment. */
  readonly experiment: number;
  readonly name: string;
  /** null for an experiment. */
  readonly seed: number | null;
  readonly state: string;
  /** Its own and its experiment's. */
  readonly tags: readonly string[];
  readonly notes: string;
  readonly starred: boolean;
  readonly archived: boolean;
  /** ISO 8601; compared by as many characters as the filter names: `2026-11` is a month. */
  readonly created: string;
  readonly parameters: number | null;
  /** Tokens. */
  readonly pretraining: number | null;
  readonly pretrained: number | null;
  readonly aligned: number | null;
  readonly final: number | null;
  /** Bytes of checkpoints, own and shared. */
  readonly bytes: number | null;
  readonly points: number | null;
  /** Axis values by schedule path. */
  readonly values: Readonly<Record<string, unknown>>;
}

export type FieldKind = 'text' | 'number' | 'flag' | 'tags' | 'time' | 'axis';
export interface FilterField {
  readonly name: string;
  readonly kind: FieldKind;
  /** What it is, for suggestions. */
  readonly about: string;
}

const field = (name: string, kind: FieldKind, about: string): FilterField => ({ name, kind, about });

/** The fields that every row has; axes come beside them. */
export const builtInFields: readonly FilterField[] = [
  field('name', 'text', 'name of the experiment'),
  field('state', 'text', 'finished, running, failed, …'),
  field('tag', 'tags', 'one of its tags'),
  field('notes', 'text', 'its notes'),
  field('starred', 'flag', 'has a star'),
  field('archived', 'flag', 'is archived'),
  field('seed', 'number', 'seed'),
  field('experiment', 'number', 'number of the experiment'),
  field('id', 'number', 'number of the run or experiment'),
  field('created', 'time', 'when it was submitted: 2026-11, 2026-11-24'),
  field('parameters', 'number', 'parameters of the model'),
  field('pretraining', 'number', 'pretraining tokens'),
  field('pretrained', 'number', 'primary metric at θ0'),
  field('aligned', 'number', 'primary metric at θ1'),
  field('final', 'number', 'primary metric after unalignment'),
  field('bytes', 'number', 'size of its checkpoints: 5M, 1.5G'),
  field('points', 'number', 'measured points'),
];

/** Also by these names. */
export const fieldAliases: Readonly<Record<string, string>> = {
  tags: 'tag',
  note: 'notes',
  star: 'starred',
  run: 'id',
  size: 'bytes',
  params: 'parameters',
};

export const rowStates = [
  'finished',
  'running',
  'queued',
  'waiting',
  'paused',
  'interrupted',
  'failed',
  'cancelled',
] as const;

/** `model.width` -> `width`. */
export const lastName = (path: string): string => path.slice(path.lastIndexOf('.') + 1);
