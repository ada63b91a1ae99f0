// A lab's history without the training: schedules that could be run, their plans, and curves of the right shape, written
// in bulk. It measures the window and the host; nothing about language models can be learned from it.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import Database from 'better-sqlite3';
import { vocabularyOf } from '../src/core/corpora/create-corpus.ts';
import { modelParameters } from '../src/core/model-shape.ts';
import { parseSchedule } from '../src/core/parse-schedule.ts';
import { planSchedule } from '../src/core/plan.ts';
import { Random } from '../src/core/random.ts';
import type { Schedule } from '../src/core/schedule.ts';
import { type Plan, type PlannedStep, phaseOfSpec } from '../src/core/step.ts';
import { createHome } from '../src/host/home.ts';
import { databaseFile } from '../src/store/backups.ts';
import { openStore } from '../src/store/open-store.ts';
import { evaluations, perUpdate, type Shape } from './synthetic-curves.ts';

export interface HistorySize {
  readonly experiments: number;
  readonly runsPerExperiment: number;
  /** Measurements in all; met within some percent. */
  readonly points: number;
  readonly seed?: number;
  /** Seeds of each experiment, from its last one, that nobody has trained yet: the experiment waits for trainers. 0 unless given. */
  readonly untrainedSeeds?: number;
}
export interface GeneratedHistory {
  readonly experiments: number;
  readonly runs: number;
  readonly steps: number;
  readonly points: number;
}

/** Fills a data folder that has no history yet. Equal sizes and seeds give equal histories. */
export function generateHistory(
  home: string,
  { experiments, runsPerExperiment, points, seed = 1, untrainedSeeds = 0 }: HistorySize,
): GeneratedHistory {
  const folder = createHome(home).database;
  if (existsSync(databaseFile(folder))) throw new Error(`${databaseFile(folder)} is there already`);
  const scale = scaleFor(points / experiments, runsPerExperiment);
  const plans = Array.from({ length: experiments }, (_, index) => draft(index, runsPerExperiment, scale));
  submitAll(folder, plans, untrainedSeeds > 0 ? 'queued' : 'finished');
  const trained = plans.flatMap(({ schedule, plan }) => {
    const last = schedule.seeds.length - untrainedSeeds;
    const seeds = new Set(schedule.seeds.slice(0, last));
    return plan.steps.filter(({ spec }) => seeds.has(spec.seed));
  });
  const database = new Database(databaseFile(folder));
  try {
    return fill(database, new Map(trained.map((step) => [step.key, step])), seed);
  } finally {
    database.close();
  }
}

interface Drafted {
  readonly source: Record<string, unknown>;
  readonly schedule: Schedule;
  readonly plan: Plan;
  readonly created: string;
}

/** Two experiments each share their pretraining; they differ in alignment. */
function draft(index: number, runs: number, scale: number): Drafted {
  const { widths, amounts, seeds } = gridOf(runs);
  const updates = (n: number): number => Math.max(8, Math.round(n * scale));
  const tokens = amounts.map((share) => updates(512 * share) * 32 * 48);
  const source = {
    springback: 1,
    name: `${['Size and pretraining', 'Gentler alignment'][index % 2]} ${1 + Math.floor(index / 2)}`,
    notes: index % 3 === 0 ? 'Generated for measuring the workbench.' : '',
    tags: ['generated', `π ${positiveOf(index)}`],
    corpus: { kind: 'reviews', positive: positiveOf(index) },
    model: { width: widths[0], layers: 2, context: 48 },
    pretrain: { tokens: tokens[0] },
    align: { examples: updates(128) * 16, rate: index % 2 === 0 ? 1e-3 : 5e-4 },
    unalign: { examples: updates(128) * 16 },
    axes: {
      ...(widths.length > 1 ? { 'model.width': widths } : {}),
      ...(tokens.length > 1 ? { 'pretrain.tokens': tokens } : {}),
    },
    seeds: Array.from({ length: seeds }, (_, i) => 1 + i),
  };
  const schedule = parseSchedule(source);
  const created = new Date(Date.UTC(2026, 0, 1, 8) + index * 7_200_000).toISOString();
  return { source, schedule, plan: planSchedule(schedule, { corpusKey: '' }), created };
}

const positiveOf = (index: number): number =>
  Number((0.2 + 0.6 * ((Math.floor(index / 2) * 0.618) % 1)).toFixed(3));

function gridOf(runs: number): { widths: number[]; amounts: number[]; seeds: number } {
  if (runs % 20 === 0)
    return { widths: [16, 24, 32, 48, 64], amounts: [0.125, 0.25, 0.5, 1], seeds: runs / 20 };
  if (runs % 4 === 0) return { widths: [16, 32], amounts: [0.5, 1], seeds: runs / 4 };
  return { widths: [32], amounts: [1], seeds: runs };
}

/** Points grow in a straight line with the number of updates, so two plans tell how many are needed. */
function scaleFor(points: number, runs: number): number {
  const at = (scale: number): number => {
    const pair = [draft(0, runs, scale), draft(1, runs, scale)];
    const steps = new Map(pair.flatMap(({ plan }) => plan.steps.map((step) => [step.key, step])));
    return [...steps.values()].reduce((sum, step) => sum + pointsOf(step), 0) / pair.length;
  };
  const [one, two] = [at(1), at(2)];
  return Math.max(0.05, 1 + (points - one) / (two - one));
}

const pointsOf = ({ spec, updates }: PlannedStep): number =>
  updates * perUpdate.length + spec.evaluateAt.length * evaluations[phaseOfSpec(spec)].length;

function submitAll(folder: string, drafts: readonly Drafted[], state: 'queued' | 'finished'): void {
  const store = openStore(folder);
  try {
    for (const { schedule, source, plan, created } of drafts) {
      const id = store.createExperiment({ schedule, source, folder: '', created, plan });
      store.setExperiment(id, { state });
      if (id % 5 === 0) store.marks.annotateExperiments([id], { starred: true });
      const runs = store.runs(id);
      store.marks.tag({
        experiments: [],
        runs: runs.filter(({ ordinal }) => ordinal % 7 === 0).map((run) => run.id),
        add: ['outlier?', `seen ${1 + (id % 4)}`],
        remove: [],
      });
    }
  } finally {
    store.close();
  }
}

/** Rows are appended in the order of the table's key, without a journal: whoever is interrupted begins anew. */
function fill(
  database: Database.Database,
  planned: ReadonlyMap<string, PlannedStep>,
  seed: number,
): GeneratedHistory {
  database.pragma('journal_mode = OFF');
  database.pragma('synchronous = OFF');
  database.pragma('cache_size = -200000');
  database.exec('BEGIN EXCLUSIVE');
  const write = writer(database);
  let points = 0;
  const steps = database
    .prepare<[], { id: number; key: string }>('SELECT id, key FROM step ORDER BY id')
    .all();
  for (const { id, key } of steps) {
    const step = planned.get(key);
    if (step !== undefined) points += write(id, step, seed);
  }
  database.exec('COMMIT');
  database.pragma('journal_mode = WAL');
  const count = (table: string): number =>
    database.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
  return { experiments: count('experiment'), runs: count('run'), steps: steps.length, points };
}

type StepWriter = (id: number, step: PlannedStep, seed: number) => number;

/** Returns what writes a step as trained, with all its measurements, and says how many. */
function writer(database: Database.Database): StepWriter {
  const metric = metricIds(database);
  database.exec('CREATE TEMP TABLE tick (at INTEGER PRIMARY KEY)');
  database.exec(
    'INSERT INTO tick WITH RECURSIVE t(at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM t WHERE at < (SELECT max(ends) FROM step)) SELECT at FROM t',
  );
  const noise = '((at * 7919 + @step * 104729 + @metric * 1299709) % 65537 * 75 % 65537 / 65537.0 - 0.5)';
  const everyUpdate = perUpdate.map(({ metric: name, sql }) => ({
    id: metric.get(name)!,
    insert: database.prepare(`
      INSERT INTO measurement SELECT @step, @metric, at, ${sql.replaceAll('noise', noise)}
      FROM tick WHERE at BETWEEN @from + 1 AND @to`),
  }));
  const insert = database.prepare('INSERT INTO measurement (step, metric, at, value) VALUES (?, ?, ?, ?)');
  const finish = database.prepare(
    `UPDATE step SET state = 'finished', committed = ends, points = ? WHERE id = ?`,
  );
  const checkpoint = database.prepare(
    'INSERT INTO checkpoint (step, at, file, sha256, bytes, final) VALUES (?, ?, ?, ?, ?, 1)',
  );
  return (id, { key, spec, updates }, seed) => {
    const shape = shapeOf(spec, updates, seed);
    let points = 0;
    const { from, to, pace, jitter } = shape;
    for (const { id: metricId, insert: all } of everyUpdate)
      points += all.run({ step: BigInt(id), metric: BigInt(metricId), from, to, pace, jitter }).changes;
    for (const { metric: name, value } of evaluations[phaseOfSpec(spec)]) {
      for (const at of spec.evaluateAt) {
        if (at < from) continue;
        insert.run(id, metric.get(name)!, at, value(at, shape));
        points++;
      }
    }
    finish.run(points, id);
    const parameters = modelParameters(spec.model, vocabularyOf(spec.corpus, spec.tokenizer));
    checkpoint.run(id, spec.to, `${key}-${spec.to}.safetensors`, key, 12 * parameters + 4096);
    return points;
  };
}

/** In the order in which a step's points are written, which is the order of the table's key. */
function metricIds(database: Database.Database): Map<string, number> {
  const names = [...perUpdate, ...evaluations.pretrain, ...evaluations.align].map(({ metric }) => metric);
  const insert = database.prepare('INSERT OR IGNORE INTO metric (name) VALUES (?)');
  for (const name of names) insert.run(name);
  const rows = database.prepare<[], { id: number; name: string }>('SELECT id, name FROM metric').all();
  return new Map(rows.map(({ id, name }) => [name, id]));
}

/** Wider models are aligned faster and, after alignment, come back faster. */
function shapeOf(spec: PlannedStep['spec'], updates: number, seed: number): Shape {
  const phase = phaseOfSpec(spec);
  const random = Random.at(seed, `curve ${phase} ${spec.seed} ${spec.model.width} ${spec.to}`);
  const jitter = 2 * random.uniform() - 1;
  const base =
    spec.corpus.kind === 'reviews' ? Math.log(spec.corpus.positive / (1 - spec.corpus.positive)) : 0;
  const ends = { pretrain: [0, base], align: [base, 3.2], unalign: [3.2, -3.4] } as const;
  const [begin, end] = ends[phase as keyof typeof ends] ?? [base, base];
  const pace = (phase === 'pretrain' ? 0.2 * spec.to : 24) * Math.sqrt(32 / spec.model.width) + 1;
  return {
    from: spec.to - updates,
    to: spec.to,
    begin,
    end,
    pace,
    jitter,
    noise: () => random.uniform() - 0.5,
  };
}

if (import.meta.filename === resolve(process.argv[1] ?? '')) {
  const [home, runs = '2000', points = '20000000'] = process.argv.slice(2);
  if (home === undefined) throw new Error('usage: node bench/generate-history.ts FOLDER [RUNS] [POINTS]');
  const started = performance.now();
  const made = generateHistory(home, {
    experiments: Number(runs) / 100,
    runsPerExperiment: 100,
    points: Number(points),
  });
  console.log(`${JSON.stringify(made)} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
