// A grammar as an autoregressive process with an observable state: a finite automaton whose arcs out of one state carry
// different tokens, so the state is a function of the text so far and every true next-token probability is known.
import type { Random } from '../random.ts';

export interface Arc {
  readonly token: number;
  /** Relative to the other arcs of the state; arcs of weight 0 are dropped. */
  readonly weight: number;
  readonly next: string;
}
/** The arcs out of the state of that name. */
export type Rules = (state: string) => readonly Arc[];

/** The automaton in compressed rows: the arcs of state s are `first[s]` to `first[s + 1]`. */
export interface Grammar {
  readonly states: readonly string[];
  readonly index: ReadonlyMap<string, number>;
  /** The state that every document starts in, and that its end mark leads to. */
  readonly start: number;
  readonly first: Int32Array;
  readonly token: Int32Array;
  readonly probability: Float64Array;
  readonly next: Int32Array;
  /** Walker's alias tables: arc a is kept with probability `keep[a]`, else `alias[a]` is taken. */
  readonly keep: Float64Array;
  readonly alias: Int32Array;
  /** Entropy of the next token, nats, by state. */
  readonly entropy: Float64Array;
}

const checkDistinct = (state: string, arcs: readonly Arc[]): void => {
  if (arcs.length === 0) throw new Error(`state ${state} has no arcs`);
  if (new Set(arcs.map((arc) => arc.token)).size !== arcs.length) {
    throw new Error(`state ${state} has two arcs with one token: its successor would be hidden`);
  }
};

/** Compiles every state reachable from `start`. Throws where a token would not decide the next state. */
export function compileGrammar(rules: Rules, start: string): Grammar {
  const states = [start];
  const index = new Map([[start, 0]]);
  const rows: Arc[][] = [];
  for (let s = 0; s < states.length; s++) {
    const arcs = rules(states[s]!).filter((arc) => arc.weight > 0);
    checkDistinct(states[s]!, arcs);
    for (const arc of arcs) {
      if (!index.has(arc.next)) {
        index.set(arc.next, states.length);
        states.push(arc.next);
      }
    }
    rows.push(arcs);
  }
  return tabulate(states, index, rows);
}

function tabulate(states: string[], index: Map<string, number>, rows: Arc[][]): Grammar {
  const arcs = rows.flat();
  const probability = new Float64Array(arcs.length);
  const keep = new Float64Array(arcs.length).fill(1);
  const alias = Int32Array.from(arcs, (_, a) => a);
  const entropy = new Float64Array(states.length);
  const first = new Int32Array(states.length + 1);
  rows.forEach((row, s) => {
    const from = first[s]!;
    first[s + 1] = from + row.length;
    const total = row.reduce((sum, arc) => sum + arc.weight, 0);
    row.forEach((arc, i) => {
      const p = arc.weight / total;
      probability[from + i] = p;
      entropy[s]! -= p * Math.log(p);
    });
    fillAlias(probability, keep, alias, from, from + row.length);
  });
  return {
    states,
    index,
    start: 0,
    first,
    token: Int32Array.from(arcs, (arc) => arc.token),
    probability,
    next: Int32Array.from(arcs, (arc) => index.get(arc.next)!),
    keep,
    alias,
    entropy,
  };
}

/** Vose's construction of the alias table of arcs `from` to `to`. */
function fillAlias(p: Float64Array, keep: Float64Array, alias: Int32Array, from: number, to: number): void {
  const scaled = new Map<number, number>();
  const small: number[] = [];
  const large: number[] = [];
  for (let a = from; a < to; a++) {
    scaled.set(a, p[a]! * (to - from));
    (scaled.get(a)! < 1 ? small : large).push(a);
  }
  while (small.length > 0 && large.length > 0) {
    const low = small.pop()!;
    const high = large[large.length - 1]!;
    keep[low] = scaled.get(low)!;
    alias[low] = high;
    scaled.set(high, scaled.get(high)! - (1 - scaled.get(low)!));
    if (scaled.get(high)! < 1) small.push(large.pop()!);
  }
}

/** Draws an arc out of a state; states with one arc draw nothing. */
export function drawArc(grammar: Grammar, state: number, random: Random): number {
  const from = grammar.first[state]!;
  const arcs = grammar.first[state + 1]! - from;
  if (arcs === 1) return from;
  const scaled = random.uniform() * arcs;
  const arc = from + Math.floor(scaled);
  return scaled - Math.floor(scaled) < grammar.keep[arc]! ? arc : grammar.alias[arc]!;
}

/** The arc that a token takes out of a state, or -1 where the grammar forbids it. */
export function arcOf(grammar: Grammar, state: number, token: number): number {
  for (let a = grammar.first[state]!; a < grammar.first[state + 1]!; a++) {
    if (grammar.token[a] === token) return a;
  }
  return -1;
}

/** log p of a token sequence from a state, nats; -Infinity where the grammar forbids it. */
export function logProbability(grammar: Grammar, state: number, tokens: Iterable<number>): number {
  let sum = 0;
  let at = state;
  for (const token of tokens) {
    const arc = arcOf(grammar, at, token);
    if (arc < 0) return Number.NEGATIVE_INFINITY;
    sum += Math.log(grammar.probability[arc]!);
    at = grammar.next[arc]!;
  }
  return sum;
}

/** The distribution over states one token later. */
export function advance(grammar: Grammar, mass: Float64Array): Float64Array {
  const after = new Float64Array(mass.length);
  for (let s = 0; s < mass.length; s++) {
    if (mass[s] === 0) continue;
    for (let a = grammar.first[s]!; a < grammar.first[s + 1]!; a++) {
      after[grammar.next[a]!]! += mass[s]! * grammar.probability[a]!;
    }
  }
  return after;
}

/** What is expected of a stretch of text: its nats and how many of its tokens count. */
export interface Expected {
  readonly nats: number;
  readonly tokens: number;
}

/**
 * Exact expectation over a row of `context` tokens that starts at a document start and goes on from document to
 * document: the state distribution is propagated from position to position. Tokens out of `uncounted` do not count.
 */
export function expectedRow(grammar: Grammar, context: number, uncounted = -1): Expected {
  let mass: Float64Array = new Float64Array(grammar.states.length);
  mass[grammar.start] = 1;
  let nats = 0;
  let tokens = 0;
  for (let t = 0; t < context; t++) {
    for (let s = 0; s < mass.length; s++) {
      if (s === uncounted) continue;
      nats += mass[s]! * grammar.entropy[s]!;
      tokens += mass[s]!;
    }
    mass = advance(grammar, mass);
  }
  return { nats, tokens };
}

/** Exact expectation from a state to the end of its document, the end mark included. */
export function expectedRest(grammar: Grammar, state: number): Expected {
  let mass: Float64Array = new Float64Array(grammar.states.length);
  mass[state] = 1;
  let nats = 0;
  let tokens = 0;
  for (let left = 1; left > 1e-15; left = mass.reduce((sum, m) => sum + m, 0)) {
    for (let s = 0; s < mass.length; s++) nats += mass[s]! * grammar.entropy[s]!;
    tokens += left;
    mass = advance(grammar, mass);
    mass[grammar.start] = 0;
  }
  return { nats, tokens };
}
