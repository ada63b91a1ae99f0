// How fast this machine trains, evaluates and samples on one thread, beside its own rate of matrix products, measured
// in turns with the work so that other load on the machine slows both. Run: node bench/train.bench.ts [S|M|L …] [llama|gpt2 …]
import { constants, setPriority } from 'node:os';
import type { Backend } from '../src/engine/backend.ts';
import { onnxBackend } from '../src/engine/onnx/backend.ts';
import { parameterCount, programFlops, resolveModel } from '../src/graph/parameters.ts';
import type { ModelShape } from '../src/graph/program-types.ts';
import { sgemmYardstick, type Yardstick } from './sgemm.ts';
import { openWorkload, type WorkloadName } from './workload.ts';

/** width, layers, heads, context, vocabulary, batch. */
const configs = {
  S: [64, 4, 4, 64, 96, 32],
  M: [128, 4, 4, 128, 96, 16],
  L: [256, 6, 8, 128, 256, 16],
} as const;
type ConfigName = keyof typeof configs;
const families = ['llama', 'gpt2'] as const;
type FamilyName = (typeof families)[number];

export interface BenchRow {
  readonly config: ConfigName;
  readonly family: FamilyName;
  readonly parameters: number;
  readonly trainTokensPerSecond: number;
  /** 6 · parameters · tokens. */
  readonly trainGflops: number;
  readonly sgemmGflops: number;
  /** Median over rounds of training GFLOP/s / sgemm GFLOP/s. */
  readonly ratio: number;
  readonly evaluateTokensPerSecond: number;
  readonly sampleTokensPerSecond: number;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

/** Measures the named configs and families (all, unless named), prints a table and returns its rows. */
export async function main(names: readonly string[] = process.argv.slice(2)): Promise<BenchRow[]> {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  for (const name of names) {
    if (!(name in configs) && !families.some((family) => family === name)) {
      throw new Error(
        `unknown config or family: ${name} (known: ${[...Object.keys(configs), ...families].join(', ')})`,
      );
    }
  }
  const chosen = <T extends string>(known: readonly T[]): T[] => {
    const named = known.filter((one) => names.includes(one));
    return named.length > 0 ? named : [...known];
  };
  const yardstick = await sgemmYardstick();
  const backend = onnxBackend({ device: 'cpu', threads: 1 });
  await yardstick.measure();
  const rows: BenchRow[] = [];
  console.log(header);
  for (const family of chosen(families)) {
    for (const config of chosen(Object.keys(configs) as ConfigName[])) {
      const row = await measure(yardstick, backend, config, family);
      rows.push(row);
      console.log(lineOf(row));
    }
  }
  await yardstick.dispose();
  return rows;
}

async function measure(
  yardstick: Yardstick,
  backend: Backend,
  config: ConfigName,
  family: FamilyName,
): Promise<BenchRow> {
  const [width, layers, heads, context, vocabulary, batch] = configs[config];
  const model = resolveModel({ family, width, layers, heads, context }, vocabulary);
  const trained = await inTurns(yardstick, backend, 'train', model, batch);
  const evaluated = await inTurns(yardstick, backend, 'evaluate', model, batch);
  const sampled = await inTurns(yardstick, backend, 'sample', model, batch);
  const gflops = (tokensPerSecond: number) => programFlops(model, tokensPerSecond) / 1e9;
  return {
    config,
    family,
    parameters: parameterCount(model),
    trainTokensPerSecond: median(trained.map(({ tokensPerSecond }) => tokensPerSecond)),
    trainGflops: median(trained.map(({ tokensPerSecond }) => gflops(tokensPerSecond))),
    sgemmGflops: median(trained.map(({ sgemm }) => sgemm)),
    ratio: median(trained.map(({ tokensPerSecond, sgemm }) => gflops(tokensPerSecond) / sgemm)),
    evaluateTokensPerSecond: median(evaluated.map(({ tokensPerSecond }) => tokensPerSecond)),
    sampleTokensPerSecond: median(sampled.map(({ tokensPerSecond }) => tokensPerSecond)),
  };
}

const rounds = 9;
const secondsPerRound = 0.3;

async function inTurns(
  yardstick: Yardstick,
  backend: Backend,
  name: WorkloadName,
  model: ModelShape,
  batch: number,
): Promise<{ tokensPerSecond: number; sgemm: number }[]> {
  const workload = await openWorkload(name, backend, model, batch);
  for (let i = 0; i < 3; i++) await workload.once();
  const measured = [];
  for (let round = 0; round < rounds; round++) {
    const before = await yardstick.measure();
    const [start, end] = [performance.now(), performance.now() + secondsPerRound * 1000];
    let tokens = 0;
    do tokens += await workload.once();
    while (performance.now() < end);
    const tokensPerSecond = tokens / ((performance.now() - start) / 1000);
    const after = await yardstick.measure();
    measured.push({ tokensPerSecond, sgemm: 2 / (1 / before + 1 / after) });
  }
  await workload.dispose();
  return measured;
}

const columns = [
  'config',
  'family',
  'params',
  'train tok/s',
  'GFLOP/s',
  'sgemm',
  'ratio',
  'eval tok/s',
  'sample tok/s',
];
const width = 13;
const header = columns.map((name) => name.padStart(width)).join('');

function lineOf(row: BenchRow): string {
  const cells = [
    row.config,
    row.family,
    row.parameters,
    Math.round(row.trainTokensPerSecond),
    row.trainGflops.toFixed(1),
    row.sgemmGflops.toFixed(1),
    row.ratio.toFixed(3),
    Math.round(row.evaluateTokensPerSecond),
    Math.round(row.sampleTokensPerSecond),
  ];
  return cells.map((cell) => String(cell).padStart(width)).join('');
}

if (import.meta.main) await main();
