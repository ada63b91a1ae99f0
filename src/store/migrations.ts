// The history's tables, as the numbered steps that lead to them. Append only: a step that was released never changes.
// `user_version` of a database is the number of steps that were applied to it.

export const migrations: readonly string[] = [
  // 1: experiments, runs, steps and what was measured of them.
  `
  CREATE TABLE experiment (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    notes TEXT NOT NULL,
    tags TEXT NOT NULL,      -- JSON list
    schedule TEXT NOT NULL,  -- JSON, parsed
    source TEXT NOT NULL,    -- JSON, as the user wrote it
    folder TEXT NOT NULL,
    state TEXT NOT NULL,
    priority INTEGER NOT NULL DEFAULT 0,
    created TEXT NOT NULL,   -- ISO 8601, UTC
    error TEXT NOT NULL DEFAULT ''
  ) STRICT;

  CREATE TABLE step (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    phase TEXT NOT NULL,      -- pretrain, align, unalign, realign
    spec TEXT NOT NULL,       -- JSON
    trunk TEXT,               -- trunkIdentity, of trunks only
    ends INTEGER NOT NULL,    -- the spec's \`to\`
    state TEXT NOT NULL DEFAULT 'waiting',
    committed INTEGER NOT NULL DEFAULT 0,  -- the last update whose points are stored
    error TEXT NOT NULL DEFAULT ''
  ) STRICT;
  CREATE INDEX step_trunk ON step (trunk, ends) WHERE trunk IS NOT NULL;
  CREATE INDEX step_running ON step (state) WHERE state = 'running';

  -- A plan's steps in its order. What a trunk starts from is the plan's affair, not the step's.
  CREATE TABLE planned_step (
    experiment INTEGER NOT NULL REFERENCES experiment (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    step INTEGER NOT NULL REFERENCES step (id),
    parent TEXT,
    base TEXT,
    aligned TEXT,
    updates INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    PRIMARY KEY (experiment, ordinal)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX planned_step_step ON planned_step (step, experiment);

  CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    experiment INTEGER NOT NULL REFERENCES experiment (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    axis_values TEXT NOT NULL,  -- JSON object
    UNIQUE (experiment, ordinal)
  ) STRICT;

  CREATE TABLE run_step (
    run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    step INTEGER NOT NULL REFERENCES step (id),
    PRIMARY KEY (run, position)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX run_step_step ON run_step (step);

  CREATE TABLE metric (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

  CREATE TABLE measurement (
    step INTEGER NOT NULL REFERENCES step (id),
    metric INTEGER NOT NULL REFERENCES metric (id),
    at INTEGER NOT NULL,  -- update
    value REAL,           -- NULL is not-a-number, which SQLite cannot hold
    PRIMARY KEY (step, metric, at)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE sample (
    step INTEGER NOT NULL REFERENCES step (id),
    at INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    prompt TEXT NOT NULL,
    response TEXT NOT NULL,
    score REAL,
    PRIMARY KEY (step, at, ordinal)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE checkpoint (
    step INTEGER NOT NULL REFERENCES step (id),
    at INTEGER NOT NULL,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    final INTEGER NOT NULL,
    PRIMARY KEY (step, at)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE speed (
    device TEXT NOT NULL,
    parameters INTEGER NOT NULL,
    tokens_per_second REAL NOT NULL,
    PRIMARY KEY (device, parameters)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
  // 2: what users write on experiments and runs, the trash, what they keep beside them, probabilities of tokens.
  `
  ALTER TABLE experiment ADD COLUMN starred INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE experiment ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE experiment ADD COLUMN trashed TEXT;  -- ISO 8601, UTC; NULL where it is not in the trash

  ALTER TABLE run ADD COLUMN notes TEXT NOT NULL DEFAULT '';
  ALTER TABLE run ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';  -- JSON list
  ALTER TABLE run ADD COLUMN starred INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE run ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;

  ALTER TABLE sample ADD COLUMN tokens TEXT;  -- JSON, NULL where they were not kept

  ALTER TABLE step ADD COLUMN points INTEGER NOT NULL DEFAULT 0;  -- its measurements: counting millions takes too long
  UPDATE step SET points = (SELECT count(*) FROM measurement WHERE step = step.id);

  -- Views, decks and drafts: JSON, or text that may become a schedule.
  -- An id is never given again: a window may still hold a document that another one deleted.
  CREATE TABLE document (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,        -- view, deck, draft
    name TEXT NOT NULL,
    revision INTEGER NOT NULL,
    changed TEXT NOT NULL,     -- ISO 8601, UTC
    parts INTEGER NOT NULL,    -- slides of a deck
    content TEXT NOT NULL
  ) STRICT;
  CREATE INDEX document_kind ON document (kind, id);
  `,
];

/** Marks a SQLite file as a history of Springback's: "SPRG". */
export const applicationId = 0x53505247;
