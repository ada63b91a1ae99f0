// The lab's view of the history: experiments, runs and steps as they are now, loaded once and written through. The
// host is the only writer, so what is held here is what is stored. It decides nothing.
import { byNewest } from '../core/newest-first.ts';
import { LabError } from './failure.ts';
import type { ExperimentRow, History, RunRow, StepRow } from './ports.ts';

export interface Experiment {
  readonly row: ExperimentRow;
  readonly runs: readonly RunRow[];
  /** Its distinct steps, run after run: what the first run needs comes first, ancestors before descendants. */
  readonly keys: readonly string[];
}
type StepChange = Parameters<History['setStep']>[1];
type ExperimentChange = Parameters<History['setExperiment']>[1];

export class Records {
  private readonly history: History;
  private readonly byId = new Map<number, Experiment>();
  private readonly stepByKey = new Map<string, StepRow>();
  /** Which loaded experiments have a step. */
  private readonly holders = new Map<string, Set<number>>();
  /** The experiments that this host works on; null for all. */
  private chosen: Set<number> | null = null;

  constructor(history: History) {
    this.history = history;
  }

  /** Every experiment that is not in the trash, newest first. */
  all(): Experiment[] {
    return this.history
      .experiments()
      .filter(({ trashed }) => trashed === null)
      .map((row) => this.byId.get(row.id) ?? this.load(row))
      .sort((a, b) => byNewest(a.row, b.row));
  }

  /** Throws `missing` where there is no such experiment. */
  experiment(id: number): Experiment {
    const known = this.byId.get(id);
    if (known !== undefined) return known;
    const row = this.history.experiment(id);
    if (row === null) throw new LabError('missing', `there is no experiment ${id}`);
    return this.load(row);
  }

  /** Experiments that are to be worked on, in the order of the queue: by falling priority, then by age. */
  active(): Experiment[] {
    return [...this.byId.values()].filter((experiment) => this.isActive(experiment)).sort(inQueueOrder);
  }

  /** Experiments that are not over, paused ones too, in the order of the queue. */
  open(): Experiment[] {
    const states = ['queued', 'running', 'paused'];
    return [...this.byId.values()].filter(({ row }) => states.includes(row.state)).sort(inQueueOrder);
  }

  isActive({ row }: Experiment): boolean {
    const chosen = this.chosen === null || this.chosen.has(row.id);
    return chosen && row.trashed === null && (row.state === 'queued' || row.state === 'running');
  }

  /** From now on only experiments that are named by `choose` are worked on. */
  chooseNone(): void {
    this.chosen = new Set();
  }

  choose(id: number): void {
    this.chosen?.add(id);
  }

  holding(key: string): Experiment[] {
    return [...(this.holders.get(key) ?? [])].map((id) => this.byId.get(id)!);
  }

  step(key: string): StepRow {
    const known = this.stepByKey.get(key) ?? this.history.step(key);
    if (known === null) throw new Error(`step ${key} is not in the history`);
    this.stepByKey.set(key, known);
    return known;
  }

  /** Throws what the history throws; what is held here has changed even then, so that the lab goes on in good order. */
  setStep(key: string, change: StepChange): void {
    this.stepByKey.set(key, { ...this.step(key), ...change });
    this.history.setStep(key, change);
  }

  /** An update that is reached but not yet committed: for display only. */
  noteUpdate(key: string, update: number): void {
    this.stepByKey.set(key, { ...this.step(key), update });
  }

  setExperiment(id: number, change: ExperimentChange): void {
    const experiment = this.experiment(id);
    this.byId.set(id, { ...experiment, row: { ...experiment.row, ...change } });
    this.history.setExperiment(id, change);
  }

  /** Reads again what users write on experiments; their states are as they are held here. */
  refreshMarks(ids: readonly number[]): void {
    for (const id of ids) {
      const held = this.byId.get(id);
      const row = held === undefined ? null : this.history.experiment(id);
      if (held === undefined || row === null) continue;
      const { name, notes, tags, starred, archived, trashed } = row;
      this.byId.set(id, { ...held, row: { ...held.row, name, notes, tags, starred, archived, trashed } });
    }
  }

  /** Reads again what an import changed behind this class's back. */
  reload(ids: readonly number[]): void {
    for (const id of ids.toSorted((a, b) => a - b)) {
      const row = this.history.experiment(id);
      if (row !== null) this.load(row);
    }
  }

  /** Experiments that are no longer in the history, with the steps that nobody else holds. */
  forget(ids: readonly number[]): void {
    for (const id of ids) {
      for (const key of this.byId.get(id)?.keys ?? []) {
        const holders = this.holders.get(key);
        holders?.delete(id);
        if (holders?.size !== 0) continue;
        this.holders.delete(key);
        this.stepByKey.delete(key);
      }
      this.byId.delete(id);
      this.chosen?.delete(id);
    }
  }

  /** Loads whatever is not settled, so that the queue knows of it. */
  loadUnsettled(): Experiment[] {
    return this.history
      .experiments()
      .filter(({ state }) => state === 'queued' || state === 'running' || state === 'paused')
      .map(({ id }) => this.experiment(id));
  }

  private load(row: ExperimentRow): Experiment {
    for (const step of this.history.steps(row.id)) this.adopt(step, row.id);
    const runs = this.history.runs(row.id).toSorted((a, b) => a.ordinal - b.ordinal);
    const experiment = { row, runs, keys: [...new Set(runs.flatMap(({ steps }) => steps))] };
    this.byId.set(row.id, experiment);
    for (const key of experiment.keys) {
      const ids = this.holders.get(key) ?? new Set();
      this.holders.set(key, ids.add(row.id));
    }
    return experiment;
  }

  /** The newest plan of a step counts: what it starts from depends on what its experiment has in between. */
  private adopt(step: StepRow, experiment: number): void {
    const known = this.stepByKey.get(step.key);
    const newer = [...(this.holders.get(step.key) ?? [])].some((id) => id > experiment);
    if (newer && known !== undefined) return;
    const update = known?.state === 'running' ? known.update : step.update;
    this.stepByKey.set(step.key, { ...step, update });
  }
}

/** By falling priority, then by age. */
const inQueueOrder = (a: Experiment, b: Experiment): number =>
  b.row.priority - a.row.priority || a.row.id - b.row.id;
