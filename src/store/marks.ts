// What users write on experiments and runs: names, notes, tags, stars, the archive and the trash.
import type { Database, Statement } from 'better-sqlite3';
import type { Transaction } from './transaction.ts';

export interface Marks {
  readonly notes?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly starred?: boolean | undefined;
  readonly archived?: boolean | undefined;
}
export interface TagChange {
  readonly experiments: readonly number[];
  readonly runs: readonly number[];
  readonly add: readonly string[];
  readonly remove: readonly string[];
}
type Table = 'experiment' | 'run';
type Change = Statement<[Record<string, unknown>]>;

/** Each once, in the order of the first; one spelling (NFC) of what looks the same. */
export function tidyTags(tags: readonly string[]): string[] {
  const tidy = tags.map((tag) => tag.trim().toWellFormed().normalize('NFC')).filter((tag) => tag !== '');
  return [...new Set(tidy)];
}

export class MarkStore {
  private readonly database: Database;
  private readonly durably: Transaction;
  private readonly annotate: Record<Table, Change>;
  private readonly trash: Statement<[string | null, number]>;

  constructor(database: Database, durably: Transaction) {
    this.database = database;
    this.durably = durably;
    const fields = `notes = coalesce(@notes, notes), tags = coalesce(@tags, tags),
      starred = coalesce(@starred, starred), archived = coalesce(@archived, archived)`;
    this.annotate = {
      experiment: database.prepare(
        `UPDATE experiment SET name = coalesce(@name, name), ${fields} WHERE id = @id`,
      ),
      run: database.prepare(`UPDATE run SET ${fields} WHERE id = @id`),
    };
    this.trash = database.prepare('UPDATE experiment SET trashed = ? WHERE id = ?');
  }

  annotateExperiments(ids: readonly number[], marks: Marks & { readonly name?: string | undefined }): void {
    const values = { name: marks.name?.trim() ?? null, ...valuesOf(marks) };
    this.durably(() => {
      for (const id of ids) this.annotate.experiment.run({ ...values, id });
    });
  }

  annotateRuns(ids: readonly number[], marks: Marks): void {
    const values = valuesOf(marks);
    this.durably(() => {
      for (const id of ids) this.annotate.run.run({ ...values, id });
    });
  }

  /** Takes away first, then adds at the end what is not there. */
  tag({ experiments, runs, add, remove }: TagChange): void {
    this.durably(() => {
      this.retag('experiment', experiments, { add, remove });
      this.retag('run', runs, { add, remove });
    });
  }

  private retag(
    table: Table,
    ids: readonly number[],
    { add, remove }: Pick<TagChange, 'add' | 'remove'>,
  ): void {
    const gone = new Set(tidyTags(remove));
    const read = this.database.prepare<[number], { tags: string }>(`SELECT tags FROM ${table} WHERE id = ?`);
    const write = this.database.prepare<[string, number]>(`UPDATE ${table} SET tags = ? WHERE id = ?`);
    for (const id of ids) {
      const before = tidyTags(JSON.parse(read.get(id)?.tags ?? '[]') as string[]);
      const after = tidyTags([...before.filter((tag) => !gone.has(tag)), ...add]);
      write.run(JSON.stringify(after), id);
    }
  }

  /** `when`: ISO 8601; null takes them out of the trash. */
  setTrashed(ids: readonly number[], when: string | null): void {
    this.durably(() => {
      for (const id of ids) this.trash.run(when, id);
    });
  }

  /** What is written on the runs of an experiment, by run. */
  runs(
    experiment: number,
  ): Map<number, { notes: string; tags: string[]; starred: boolean; archived: boolean }> {
    const rows = this.database
      .prepare<[number], { id: number; notes: string; tags: string; starred: number; archived: number }>(
        'SELECT id, notes, tags, starred, archived FROM run WHERE experiment = ? ORDER BY ordinal',
      )
      .all(experiment);
    return new Map(
      rows.map(({ id, notes, tags, starred, archived }) => [
        id,
        { notes, tags: JSON.parse(tags) as string[], starred: starred === 1, archived: archived === 1 },
      ]),
    );
  }

  missing({ experiments, runs }: { experiments: readonly number[]; runs: readonly number[] }): {
    experiments: number[];
    runs: number[];
  } {
    return { experiments: this.absent('experiment', experiments), runs: this.absent('run', runs) };
  }

  private absent(table: Table, ids: readonly number[]): number[] {
    const there = this.database.prepare<[number], unknown>(`SELECT 1 FROM ${table} WHERE id = ?`);
    return ids.filter((id) => there.get(id) === undefined);
  }
}

const bit = (value: boolean | undefined): number | null => (value === undefined ? null : Number(value));

function valuesOf({ notes, tags, starred, archived }: Marks): Record<string, unknown> {
  return {
    notes: notes ?? null,
    tags: tags === undefined ? null : JSON.stringify(tidyTags(tags)),
    starred: bit(starred),
    archived: bit(archived),
  };
}
