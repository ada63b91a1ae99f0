// SQLite's full check of a history, in a thread of its own on a connection that only reads: it takes seconds, and the
// host has trainers to listen to.
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

export interface DatabaseReport {
  /** What `PRAGMA integrity_check` says: `ok` alone where nothing is wrong. */
  readonly verdict: readonly string[];
  readonly version: number;
  readonly experiments: number;
  readonly seconds: number;
}

// A program of its own rather than an entry of the build: it is these lines.
const program = `
const { parentPort, workerData } = require('node:worker_threads');
const Database = require(workerData.driver);
const database = new Database(workerData.file, { readonly: true, fileMustExist: true, timeout: 5000 });
const started = performance.now();
const verdict = database.pragma('integrity_check').map((row) => row.integrity_check);
const version = database.pragma('user_version', { simple: true });
const tables = database.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'experiment'").pluck().get();
const experiments = tables === 0 ? 0 : database.prepare('SELECT count(*) FROM experiment').pluck().get();
database.close();
parentPort.postMessage({ verdict, version, experiments, seconds: (performance.now() - started) / 1000 });
`;

/** Rejects where the file cannot be read at all. */
export function checkDatabase(file: string): Promise<DatabaseReport> {
  const driver = createRequire(import.meta.url).resolve('better-sqlite3');
  return new Promise((resolve, reject) => {
    const worker = new Worker(program, { eval: true, workerData: { driver, file } });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the check of ${file} ended with ${code}`)));
  });
}
