// Documents that users keep beside their runs: views, decks, drafts. What is in them is the lab's to know.
import type { Database, Statement } from 'better-sqlite3';
import type { Transaction } from './transaction.ts';

export type DocumentKind = 'view' | 'deck' | 'draft';
export interface DocumentHeading {
  readonly id: number;
  readonly name: string;
  /** 1 when it is new, one more with every change. */
  readonly revision: number;
  /** ISO 8601, UTC. */
  readonly changed: string;
  readonly parts: number;
}
export interface DocumentRow extends DocumentHeading {
  readonly content: string;
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
  | { readonly kind: 'stale'; readonly name: string; readonly revision: number };

const heading = 'id, name, revision, changed, parts';

export class LibraryStore {
  private readonly durably: Transaction;
  private readonly every: Statement<[string], DocumentRow>;
  private readonly everyHeading: Statement<[string], DocumentHeading>;
  private readonly one: Statement<[string, number], DocumentRow>;
  private readonly oneHeading: Statement<[string, number], DocumentHeading>;
  private readonly insert: Statement<[NewDocument & { kind: string }]>;
  private readonly update: Statement<[NewDocument & { kind: string; id: number; revision: number }]>;
  private readonly remove: Statement<[string, number]>;

  constructor(database: Database, durably: Transaction) {
    this.durably = durably;
    this.every = database.prepare(`SELECT ${heading}, content FROM document WHERE kind = ? ORDER BY id`);
    this.everyHeading = database.prepare(`SELECT ${heading} FROM document WHERE kind = ? ORDER BY id`);
    this.one = database.prepare(`SELECT ${heading}, content FROM document WHERE kind = ? AND id = ?`);
    this.oneHeading = database.prepare(`SELECT ${heading} FROM document WHERE kind = ? AND id = ?`);
    this.insert = database.prepare(`
      INSERT INTO document (kind, name, revision, changed, parts, content)
      VALUES (@kind, @name, 1, @changed, @parts, @content)`);
    this.update = database.prepare(`
      UPDATE document SET name = @name, revision = revision + 1, changed = @changed, parts = @parts, content = @content
      WHERE kind = @kind AND id = @id AND revision = @revision`);
    this.remove = database.prepare('DELETE FROM document WHERE kind = ? AND id = ?');
  }

  /** In the order of ids, which is the order in which they were made, whatever the clock said. */
  list(kind: DocumentKind): DocumentRow[] {
    return this.every.all(kind);
  }

  headings(kind: DocumentKind): DocumentHeading[] {
    return this.everyHeading.all(kind);
  }

  get(kind: DocumentKind, id: number): DocumentRow | null {
    return this.one.get(kind, id) ?? null;
  }

  create(kind: DocumentKind, document: NewDocument): { id: number; revision: number } {
    const { lastInsertRowid } = this.durably(() => this.insert.run({ ...document, kind }));
    return { id: Number(lastInsertRowid), revision: 1 };
  }

  /** Only where it still has the revision that the caller read. */
  replace(
    kind: DocumentKind,
    { id, revision }: { id: number; revision: number },
    document: NewDocument,
  ): SaveResult {
    return this.durably(() => {
      const { changes } = this.update.run({ ...document, kind, id, revision });
      if (changes === 1) return { kind: 'saved', id, revision: revision + 1 };
      const there = this.oneHeading.get(kind, id);
      if (there === undefined) return { kind: 'missing' };
      return { kind: 'stale', name: there.name, revision: there.revision };
    });
  }

  delete(kind: DocumentKind, id: number): boolean {
    return this.durably(() => this.remove.run(kind, id).changes === 1);
  }
}
