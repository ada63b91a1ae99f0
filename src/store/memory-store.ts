// A history that lives in memory, filled once and then only read: what a bundle is opened into.
import Database from 'better-sqlite3';
import { migrations } from './migrations.ts';
import { Store } from './store.ts';

/** `name` is what errors call it. After `fill` every change is refused by SQLite itself. */
export function openMemoryStore(name: string, fill: (store: Store) => void): Store {
  const database = new Database(':memory:');
  try {
    // What is filled in refers to rows that the store itself has just made, and nothing is deleted: to look each of a
    // million references up would take longer than all the rest.
    database.pragma('foreign_keys = OFF');
    for (const step of migrations) database.exec(step);
    const store = new Store(database, { file: name, warnings: [] });
    fill(store);
    database.pragma('query_only = ON');
    return store;
  } catch (error) {
    database.close();
    throw error;
  }
}
