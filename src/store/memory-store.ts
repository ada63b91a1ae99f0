// A history that lives in memory, filled once and then only read: what a bundle is opened into.
import Database from 'better-sqlite3';
import { migrations } from './migrations.ts';
import { Store } from './store.ts';

/** `name` is what errors call it. After `fill` every change is refused by SQLite itself. */
export function openMemoryStore(name: string, fill: (store: Store) => void): Store {
  const database = new Database(':memory:');
  try {
    database.pragma('foreign_keys = ON');
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
