// A host with made-up measurements, for looking at the window in states that a real host is not easily brought into:
// failed steps, five axes, long names, a notice. It speaks the contract over HTTP as the real server does.
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type {
  CommandName,
  CommandOutput,
  ExperimentSummary,
  RunSummary,
  Series,
  WindowEvent,
} from '../../src/contract/window.ts';
import { claimLedger } from '../../src/core/claims/ledger.ts';
import type { Ledger } from '../../src/core/claims/ledger-schema.ts';
import { experiment, reboundCurves } from '../core/claims/synthetic.ts';

const widths = [32, 48, 64];
const amounts = [16_384, 65_536, 262_144];
const seeds = [1, 2, 3];
const updates = [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64];
const runs = widths.flatMap((width) =>
  amounts.flatMap((tokens) => seeds.map((seed) => ({ width, tokens, seed }))),
);

/** A wobble in −1 … 1 that is the same every time. */
const wobble = (index: number): number => Math.sin(index * 12.9898 + 78.233) * Math.cos(index * 4.1414);

function measured(run: (typeof runs)[number], phase: Series['phase'], metric: string, id: number): Series {
  const values = { 'model.width': run.width, 'pretrain.tokens': run.tokens };
  const strength = Math.log2(run.tokens / 8192) / 5 + run.width / 128;
  const at = phase === 'pretrain' ? Array.from({ length: 120 }, (_, i) => i * 3 + 1) : updates;
  const mean = at.map((update, index) => {
    const noise = wobble(id * 100 + index) * 0.08;
    if (metric === 'train.loss') return 1.6 + 2.4 * Math.exp(-update / (40 + run.width)) + noise;
    const odds = phase === 'align' ? 0.16 + update * 0.1 : 3.1 - strength * update * 0.28 - update * 0.05;
    const value = Math.max(-4, Math.min(3.4, odds)) + noise;
    return metric === 'behaviour.score' ? 1 / (1 + Math.exp(-value)) : value;
  });
  const spread = metric === 'train.loss' ? 0.12 : 0;
  const count = at.map(() => (metric === 'train.loss' ? 3 : 1));
  const low = mean.map((value) => value - spread);
  return {
    run: id,
    seed: run.seed,
    values,
    phase,
    metric,
    update: at,
    mean,
    min: low,
    max: mean.map((v) => v + spread),
    count,
  };
}

const progress = {
  steps: 63,
  stepsFinished: 31,
  stepsFailed: 1,
  runs: 27,
  runsFinished: 11,
  tokens: 7_340_032,
  tokensDone: 3_801_088,
  tokensPerSecond: 81_300,
  etaSeconds: 43,
};
const common = {
  notes: '',
  tags: [],
  starred: false,
  archived: false,
  priority: 0,
  created: '2026-08-24T09:12:00Z',
  axes: ['model.width', 'pretrain.tokens'],
  seeds: 3,
  error: '',
};
const experiments: ExperimentSummary[] = [
  { ...common, id: 3, name: 'Quickstart: size × pretraining', state: 'running', progress },
  {
    ...common,
    id: 2,
    name: 'A control with a name that is far too long for any row of this list: replay of ten per cent of the pretraining data while unaligning, matched by norm',
    state: 'failed',
    error: 'align of seed 2: the checkpoint 9f2c….safetensors is shorter than its header says',
    progress: { ...progress, tokensPerSecond: 0, etaSeconds: null },
  },
  {
    ...common,
    id: 1,
    name: 'Prior sweep',
    state: 'finished',
    progress: { ...progress, stepsFinished: 63, stepsFailed: 0, runsFinished: 27, tokensDone: 7_340_032 },
  },
];

function runSummaries(id: number): RunSummary[] {
  return runs.map((run, index) => {
    const kinds = ['trunk', 'cooldown', 'align', 'unalign'] as const;
    const steps = kinds.map((kind, place) => {
      const reached = 12 - index / 2 - place;
      const state = reached > 2 ? 'finished' : reached > 0 ? 'running' : 'waiting';
      const update = state === 'finished' ? 64 : state === 'running' ? 27 : 0;
      return { key: `${id}${index}${place}`, kind, state, update, updates: 64, error: '' } as const;
    });
    const state = index < 10 ? 'finished' : index < 16 ? 'running' : 'waiting';
    const values = { 'model.width': run.width, 'pretrain.tokens': run.tokens };
    return { id: index + 1, experiment: id, seed: run.seed, values, state, steps };
  });
}

/** The ledger of runs that return the sooner the wider the model is; made once. */
let known: Ledger | null = null;
function ledger(): Ledger {
  known ??= claimLedger(
    experiment(
      { axes: { 'align.examples': [512, 2048], 'model.width': [16, 32, 64] } },
      ({ values, wobble }) =>
        reboundCurves({ forward: 64, back: 24 + wobble - (values['model.width'] as number) / 8, after: 0.4 }),
    ),
  );
  return known;
}

export interface FixtureHost {
  readonly url: string;
  send(event: WindowEvent): void;
  close(): Promise<void>;
}

/** Serves the built window from `folder`. `empty` starts without experiments. */
export async function fixtureHost(folder: string, options: { empty: boolean }): Promise<FixtureHost> {
  const streams = new Set<ServerResponse>();
  const calls: { [C in CommandName]?: (input: never) => CommandOutput<C> } = {
    'workbench.info': () => ({
      version: '0.1.0',
      host: 'server',
      home: '/home/you/.springback',
      workers: 2,
      trainers: [
        {
          ...{
            pid: 4711,
            device: 'cpu',
            step: '9f2c41d0aa31',
            update: 27,
            updates: 64,
            tokensPerSecond: 42_100,
          },
          ...{ experiment: 3, phase: 'unalign', lossNats: 1.83, etaSeconds: 2 },
        },
        {
          ...{ pid: 4712, device: 'cpu', step: null, update: 0, updates: 0, tokensPerSecond: 0 },
          ...{ experiment: null, phase: null, lossNats: null, etaSeconds: null },
        },
      ],
      quickstart: { name: 'Quickstart' },
      readOnly: false,
      bundle: null,
    }),
    'experiment.list': () => (options.empty ? [] : experiments),
    'experiment.get': ({ id }: { id: number }) => {
      const summary = experiments.find((one) => one.id === id);
      if (summary === undefined) return undefined as never;
      const schedule = {
        springback: 1,
        name: summary.name,
        metric: 'behaviour.score',
        align: {},
        unalign: {},
      };
      return { summary, schedule, runs: runSummaries(id) };
    },
    'experiment.series': ({ phases, metric }: { phases: Series['phase'][]; metric: string }) =>
      runs.flatMap((run, index) => phases.map((phase) => measured(run, phase, metric, index + 1))),
    'experiment.claims': () => ledger(),
    // A host that keeps nothing.
    'experiment.samples': () => [],
    'view.list': () => [],
    'deck.list': () => [],
    'draft.list': () => [],
    'schedule.templates': () => [],
  };
  const types: Record<string, string> = {
    '.html': 'text/html',
    '.js': 'text/javascript',
    '.css': 'text/css',
    '.svg': 'image/svg+xml',
  };
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (path === '/api/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      streams.add(response);
      return;
    }
    if (path.startsWith('/api/')) {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        const call = calls[path.slice(5) as CommandName] as ((input: unknown) => unknown) | undefined;
        const answer = call?.(JSON.parse(body));
        response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
        response.end(
          JSON.stringify(answer ?? { code: 'missing', message: `no such command here: ${path}`, issues: [] }),
        );
      });
      return;
    }
    const file = join(folder, path === '/' ? 'index.html' : path);
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
    response.end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    send(event) {
      for (const stream of streams) stream.write(`data: ${JSON.stringify(event)}\n\n`);
    },
    close() {
      for (const stream of streams) stream.end();
      return new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      });
    },
  };
}
