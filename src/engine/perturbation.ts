// What a tuning phase trains on: examples of its behaviour, or a control of SCIENCE §8. Every batch is a pure function of
// (spec, update).
import type { Batch, Corpus } from '../core/corpus.ts';
import { inputError } from '../core/errors.ts';
import { Random } from '../core/random.ts';
import type { StepSpec } from '../core/step.ts';

type TuneSpec = Extract<StepSpec, { kind: 'tune' }>;

/** Where rows of D_p that neither pretraining nor another phase shows begin: no phase is this many updates long. */
const unseen = { align: 100_000_000, unalign: 120_000_000, realign: 140_000_000 } as const;

/** The batches of a step by update, counted from 1. Throws an InputError where the corpus has no text to be benign. */
export function tuningBatches(spec: TuneSpec, corpus: Corpus): (update: number) => Batch {
  const { replay = 0 } = spec.tuning;
  const own = ownBatches(spec, corpus);
  if (replay === 0) return own;
  const rows = Math.round(replay * spec.tuning.batch);
  return (update) => replaceRows(own(update), fresh(spec, corpus, update), rows);
}

function ownBatches(spec: TuneSpec, corpus: Corpus): (update: number) => Batch {
  const { seed, phase, tuning } = spec;
  const { toward, examples, epochs, batch, data } = tuning;
  const shape = { batch, context: spec.model.context };
  const shown = (behaviour: typeof toward, update: number): Batch =>
    corpus.tuningBatch(behaviour, { seed, stream: phase, index: update - 1, examples, epochs }, shape);
  switch (data?.kind) {
    case 'replay':
      return (update) => fresh(spec, corpus, update);
    case 'benign':
      return benignBatches(spec, corpus);
    case 'randomLabels':
      return (update) =>
        eitherRows(shown('positive', update), shown('negative', update), { seed, index: update });
    case 'shuffledTokens':
      return (update) => shuffledRows(shown(toward, update), { seed, index: update });
    default:
      return (update) => shown(toward, update);
  }
}

function fresh({ seed, phase, tuning, model }: TuneSpec, corpus: Corpus, update: number): Batch {
  return corpus.pretrainBatch(seed, unseen[phase] + update, { batch: tuning.batch, context: model.context });
}

function benignBatches({ seed, phase, tuning, model }: TuneSpec, corpus: Corpus): (update: number) => Batch {
  if (corpus.controlBatch === undefined) {
    throw inputError(`${phase}.data`, 'this corpus has no control text, which "benign" trains on');
  }
  return (update) => corpus.controlBatch!(seed, update - 1, { batch: tuning.batch, context: model.context });
}

interface Place {
  readonly seed: number;
  readonly index: number;
}

/** Each row of one batch or the other, by a fair coin. */
function eitherRows(a: Batch, b: Batch, { seed, index }: Place): Batch {
  const random = Random.at(seed, 'random labels', index);
  const mixed = copyOf(a);
  for (let row = 0; row < a.size; row++) if (random.uniform() < 0.5) copyRow(b, row, mixed, row);
  return mixed;
}

/** The last rows of a batch replaced by the first of another. */
function replaceRows(batch: Batch, by: Batch, rows: number): Batch {
  const mixed = copyOf(batch);
  for (let i = 0; i < rows; i++) copyRow(by, i, mixed, batch.size - rows + i);
  return mixed;
}

/** The counted targets of each row in a random order, and the inputs that stand for them. */
export function shuffledRows(batch: Batch, { seed, index }: Place): Batch {
  const shuffled = copyOf(batch);
  const random = Random.at(seed, 'shuffled tokens', index);
  const T = batch.context;
  for (let row = 0; row < batch.size; row++) {
    const places: number[] = [];
    for (let i = row * T; i < (row + 1) * T; i++) if (batch.mask[i] === 1) places.push(i);
    for (let left = places.length - 1; left > 0; left--) {
      const other = random.integer(left + 1);
      const [i, j] = [places[left]!, places[other]!];
      const kept = shuffled.targets[i]!;
      shuffled.targets[i] = shuffled.targets[j]!;
      shuffled.targets[j] = kept;
    }
    for (const i of places) if ((i + 1) % T !== 0) shuffled.tokens[i + 1] = shuffled.targets[i]!;
  }
  return shuffled;
}

const copyOf = (batch: Batch) => ({
  ...batch,
  tokens: batch.tokens.slice(),
  targets: batch.targets.slice(),
  mask: batch.mask.slice(),
  weights: batch.weights.slice(),
});

function copyRow(from: Batch, row: number, to: Batch, target: number): void {
  const T = to.context;
  for (const name of ['tokens', 'targets', 'mask'] as const) {
    to[name].set(from[name].subarray(row * T, (row + 1) * T), target * T);
  }
  to.weights[target] = from.weights[row]!;
}
