// What the lab needs of the data folder itself: what takes space, files that were set aside, backups. Types only.

export interface SetAsideFile {
  /** Path inside the data folder, with `/`. */
  readonly file: string;
  readonly bytes: number;
}
export interface BackupFile {
  /** File name inside the folder of backups. */
  readonly file: string;
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly bytes: number;
  /** The history as it was before a restore: listed, but no clean-up takes it. */
  readonly keptAside: boolean;
  /** Somebody asked for it: it is kept until somebody deletes it. */
  readonly asked: boolean;
}
export interface DiskPort {
  /** Bytes. */
  usage(): { database: number; checkpoints: number; backups: number; leftovers: number };
  /** Damaged files that were set aside, and temporary files that nobody writes any more. */
  leftovers(): SetAsideFile[];
  removeLeftover(file: string): void;
  /** Newest first. */
  backups(): BackupFile[];
  /** Writes one while the history is in use. */
  createBackup(): Promise<BackupFile>;
  removeBackup(file: string): void;
  /**
   * Ends the trainers, keeps the history aside under the name that it returns, opens the backup in its place. From then
   * on another lab answers. Throws before anything was changed where the backup is not good.
   */
  restoreBackup(file: string): Promise<string>;
}
