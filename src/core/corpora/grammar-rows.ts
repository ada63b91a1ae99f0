// Rows of text from a grammar, and what the grammar itself says of rows: its nats, its distributions, its entropy.
import type { Batch, HeldOut } from '../corpus.ts';
import type { Random } from '../random.ts';
import { arcOf, drawArc, type Expected, expectedRest, type Grammar } from './grammar.ts';
import { textOf } from './rows.ts';

/** Fills every row with documents from a document start on; the last is cut where the row ends. */
export function fillRows(batch: Batch, grammar: Grammar, random: Random, endToken: number): void {
  const { size, context, tokens, targets } = batch;
  for (let row = 0; row < size; row++) {
    let state = grammar.start;
    let previous = endToken;
    for (let i = row * context; i < (row + 1) * context; i++) {
      const arc = drawArc(grammar, state, random);
      tokens[i] = previous;
      previous = grammar.token[arc]!;
      targets[i] = previous;
      state = grammar.next[arc]!;
    }
  }
  batch.mask.fill(1);
  batch.weights.fill(1);
}

/** The number of a state; throws where the grammar has none of that name. */
export function stateOf(grammar: Grammar, name: string): number {
  const state = grammar.index.get(name);
  if (state === undefined) throw new Error(`the grammar has no state ${name}`);
  return state;
}

/** A text from a state to its end mark. */
export function drawRest(grammar: Grammar, from: number, random: Random): number[] {
  const rest: number[] = [];
  let state = from;
  while (rest.length === 0 || state !== grammar.start) {
    const arc = drawArc(grammar, state, random);
    rest.push(grammar.token[arc]!);
    state = grammar.next[arc]!;
  }
  return rest;
}

/** Where a row's text begins to follow the grammar: its state there, and the targets before it. */
export interface RowStart {
  readonly state: number;
  readonly skip: number;
}

/** Walks a row's targets through the grammar; calls back with the state before and the arc of each counted target. */
function walkCounted(
  grammar: Grammar,
  batch: Batch,
  startOf: (row: number) => RowStart,
  visit: (i: number, state: number, arc: number) => void,
): void {
  for (let row = 0; row < batch.size; row++) {
    const { skip, ...from } = startOf(row);
    let { state } = from;
    for (let t = skip; t < batch.context; t++) {
      const i = row * batch.context + t;
      const arc = arcOf(grammar, state, batch.targets[i]!);
      if (batch.mask[i] === 1) visit(i, state, arc);
      if (skip > 0 && batch.mask[i] === 0) break;
      state = grammar.next[arc]!;
    }
  }
}

/** Held-out rows with the grammar's own nats and distributions. `byteLengths` (V) is of each token's text. */
export function describeRows(
  grammar: Grammar,
  batch: Batch,
  startOf: (row: number) => RowStart,
  byteLengths: readonly number[],
): HeldOut {
  const V = byteLengths.length;
  const trueNats = new Float64Array(batch.size * batch.context);
  walkCounted(grammar, batch, startOf, (i, _, arc) => {
    trueNats[i] = -Math.log(grammar.probability[arc]!);
  });
  const trueDistributions = (): Float32Array => {
    const distributions = new Float32Array(batch.size * batch.context * V);
    walkCounted(grammar, batch, startOf, (i, state) => {
      for (let a = grammar.first[state]!; a < grammar.first[state + 1]!; a++) {
        distributions[i * V + grammar.token[a]!] = grammar.probability[a]!;
      }
    });
    return distributions;
  };
  return { batch, trueNats, trueDistributions, ...textOf(batch, (token) => byteLengths[token]!) };
}

/** What is expected of the rest of a document from one of several states, each as likely as it is often in the list. */
export function expectedRests(grammar: Grammar, states: readonly string[]): Expected {
  const counts = new Map<string, number>();
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1);
  let [nats, tokens] = [0, 0];
  for (const [state, count] of counts) {
    const rest = expectedRest(grammar, stateOf(grammar, state));
    nats += (count / states.length) * rest.nats;
    tokens += (count / states.length) * rest.tokens;
  }
  return { nats, tokens };
}
