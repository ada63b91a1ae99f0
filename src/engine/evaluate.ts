// Measures a model: every metric of SCIENCE §5 that is defined where it stands. It trains nothing and keeps no history.
import type { AnswerProbe, Batch, MassProbe, PairProbe } from '../core/corpus.ts';
import type { TokenProbability } from '../core/frozen-data.ts';
import type { ModelShape } from '../graph/program-types.ts';
import type { Vector } from './checkpoint.ts';
import type { EvaluationData, EvaluationSet, SparseTruth } from './evaluation-data.ts';
import type { Executables } from './executables.ts';
import {
  answerBehaviour,
  compressionMeasures,
  countedMean,
  type Measures,
  massBehaviour,
  pairBehaviour,
  pooledMean,
  positionMeans,
  sampledBehaviour,
  weightMeasures,
} from './metrics.ts';
import { type TokenTrace, traceResponses } from './sample.ts';
import { indexValue, realData, realValue } from './values.ts';

/** θ0 with its own distributions, which are computed once and kept by set name. */
export interface BaseModel {
  readonly theta: Vector;
  readonly distributions: Map<string, Vector>;
}
export const baseModel = (theta: Vector): BaseModel => ({ theta, distributions: new Map() });

/** The model to measure and what it is measured against. */
export interface Subject {
  readonly executables: Executables;
  readonly model: ModelShape;
  readonly data: EvaluationData;
  readonly theta: Vector;
  readonly base: BaseModel | null;
  readonly aligned: Vector | null;
}

/** KL by token position is measured for the first tokens of a response; alignment shows there first (2406.05946). */
const positionLimit = 16;

/** Every metric but the sampled ones. `positions` adds kl.position.{t}, the mean KL(p_θ ‖ p_θ0) at response token t. */
export async function evaluate(subject: Subject, { positions }: { positions: boolean }): Promise<Measures> {
  const measures: Measures = {};
  for (const set of subject.data.sets) {
    for (const [name, value] of Object.entries(await measureSet(subject, set))) {
      measures[`${set.name}.${name}`] = value;
    }
  }
  if (subject.base !== null) Object.assign(measures, await compareWithBase(subject, subject.base, positions));
  Object.assign(measures, await measureBehaviour(subject));
  Object.assign(measures, weightMeasures(subject.theta, subject.base?.theta ?? null, subject.aligned));
  return measures;
}

/** Code lengths of one held-out set, and KL(grammar ‖ p_θ), exact over the vocabulary where the truth is known. */
async function measureSet(subject: Subject, set: EvaluationSet): Promise<Measures> {
  const { batch, truth, trueNats } = set;
  if (truth === null) {
    const logProbabilities = await logProbabilitiesOf(subject, batch);
    const measures = compressionMeasures(logProbabilities, set);
    if (trueNats !== null) measures.klGrammar = -countedMean(logProbabilities, batch) - trueNats;
    return measures;
  }
  const distributions = await distributionsOf(subject, subject.theta, batch);
  const V = subject.model.vocabulary;
  const logProbabilities = Float64Array.from(batch.targets, (target, i) => distributions[i * V + target]!);
  return {
    ...compressionMeasures(logProbabilities, set),
    klGrammar: divergenceFromTruth(truth, distributions, V) / countedTargets(batch),
  };
}

const countedTargets = ({ mask }: Batch): number => mask.reduce((count, m) => count + (m === 0 ? 0 : 1), 0);

/** Σ over positions of KL(truth ‖ p_θ), nats. */
function divergenceFromTruth({ position, token, probability }: SparseTruth, logP: Vector, V: number): number {
  let sum = 0;
  for (let i = 0; i < position.length; i++) {
    const p = probability[i]!;
    sum += p * (Math.log(p) - logP[position[i]! * V + token[i]!]!);
  }
  return sum;
}

async function logProbabilitiesOf(subject: Subject, batch: Batch): Promise<Vector> {
  const program = await subject.executables.get('logProbabilities', subject.model, shapeOf(batch));
  const result = await program.run({ theta: realValue(subject.theta), ...tokensAndTargets(batch) });
  return realData(result.logProbabilities, 'logProbabilities');
}

async function distributionsOf(subject: Subject, theta: Vector, batch: Batch): Promise<Vector> {
  const program = await subject.executables.get('distributions', subject.model, shapeOf(batch));
  const result = await program.run({
    theta: realValue(theta),
    tokens: indexValue(batch.tokens, [batch.size, batch.context]),
  });
  return realData(result.logDistributions, 'logDistributions');
}

/** KL both ways on the held-out responses, positive and negative together, nats per counted token. */
async function compareWithBase(subject: Subject, base: BaseModel, positions: boolean): Promise<Measures> {
  const responses = subject.data.sets.filter(({ name }) => name === 'positive' || name === 'negative');
  if (responses.length === 0) return {};
  const [from, to]: { values: Vector; batch: Batch }[][] = [[], []];
  for (const { name, batch } of responses) {
    const program = await subject.executables.get('compare', subject.model, shapeOf(batch));
    const result = await program.run({
      theta: realValue(subject.theta),
      ...tokensAndTargets(batch),
      baseLogDistributions: realValue(await baseDistributions(subject, base, name, batch), [
        batch.size,
        batch.context,
        subject.model.vocabulary,
      ]),
    });
    from!.push({ values: realData(result.fromBase, 'fromBase'), batch });
    to!.push({ values: realData(result.toBase, 'toBase'), batch });
  }
  const measures: Measures = { 'kl.fromBase': pooledMean(from!), 'kl.toBase': pooledMean(to!) };
  if (positions) {
    for (const [t, value] of positionMeans(from!, positionLimit).entries())
      measures[`kl.position.${t}`] = value;
  }
  return measures;
}

async function baseDistributions(
  subject: Subject,
  base: BaseModel,
  name: string,
  batch: Batch,
): Promise<Vector> {
  const known = base.distributions.get(name);
  if (known !== undefined) return known;
  const distributions = await distributionsOf(subject, base.theta, batch);
  base.distributions.set(name, distributions);
  return distributions;
}

function measureBehaviour(subject: Subject): Promise<Measures> {
  const { probe } = subject.data;
  switch (probe.kind) {
    case 'mass':
      return measureMass(subject, probe);
    case 'answers':
      return measureAnswers(subject, probe);
    case 'pair':
      return measurePairs(subject, probe);
  }
}

async function measureMass(subject: Subject, probe: MassProbe): Promise<Measures> {
  const { batch, positions, positive, negative } = probe;
  const members = (tokens: readonly number[]) => {
    const flags = new Float32Array(subject.model.vocabulary);
    for (const token of tokens) flags[token] = 1;
    return realValue(flags);
  };
  const program = await subject.executables.get('classMass', subject.model, shapeOf(batch));
  const result = await program.run({
    theta: realValue(subject.theta),
    tokens: indexValue(batch.tokens, [batch.size, batch.context]),
    positions: indexValue(positions),
    positive: members(positive),
    negative: members(negative),
  });
  return massBehaviour(
    realData(result.positiveLogMass, 'positiveLogMass'),
    realData(result.negativeLogMass, 'negativeLogMass'),
  );
}

async function measureAnswers(subject: Subject, probe: AnswerProbe): Promise<Measures> {
  const { batch, positions, answers } = probe;
  const distributions = await distributionsOf(subject, subject.theta, batch);
  const V = subject.model.vocabulary;
  const rows = answers.map((classes, row) => {
    const at = (row * batch.context + positions[row]!) * V;
    return { logP: distributions.subarray(at, at + V), classes };
  });
  return answerBehaviour(rows);
}

async function measurePairs(subject: Subject, probe: PairProbe): Promise<Measures> {
  const side = async (batch: Batch) => ({ values: await logProbabilitiesOf(subject, batch), batch });
  return pairBehaviour(await side(probe.positive), await side(probe.negative));
}

/** A response as text, with its score. */
export interface SampledResponse {
  readonly index: number;
  readonly prompt: string;
  readonly response: string;
  readonly score: number | null;
  readonly tokens: readonly TokenProbability[];
}
/** Likeliest tokens that are told of beside each drawn one. */
const topTokens = 4;

/**
 * Samples a response to every prompt at temperature 1 from the whole distribution, so that the mean score estimates
 * the exact one; the same (seed, stream) gives the same responses.
 */
export async function sampleBehaviour(
  subject: Subject,
  where: { seed: number; stream: string },
): Promise<{ samples: SampledResponse[]; measures: Measures }> {
  const { corpus, prompts } = subject.data;
  const options = { ...where, endToken: corpus.endToken, top: topTokens };
  const responses = await traceResponses(subject, prompts, options);
  const samples = responses.map((traces, index) => {
    const response = traces.map(({ token }) => token);
    return {
      index,
      prompt: corpus.decode(prompts[index]!),
      response: corpus.decode(response),
      score: corpus.scoreResponse(response, prompts[index]!),
      tokens: traces.map((each) => told(each, (token) => corpus.decode([token]))),
    };
  });
  return { samples, measures: sampledBehaviour(samples.map(({ score }) => score)) };
}

const told = (
  { token, probability, top }: TokenTrace,
  textOf: (token: number) => string,
): TokenProbability => ({
  text: textOf(token),
  probability: rounded(probability),
  top: top.map((other) => ({ text: textOf(other.token), probability: rounded(other.probability) })),
});

/** To four digits, which is more than a reader sees. */
const rounded = (probability: number): number => Math.min(1, Number(probability.toPrecision(4)));

const shapeOf = ({ size, context }: Batch) => ({ batch: size, context });

const tokensAndTargets = ({ size, context, tokens, targets }: Batch) => ({
  tokens: indexValue(tokens, [size, context]),
  targets: indexValue(targets, [size, context]),
});
