// The words of the field as Springback uses them: what each means, and where it is defined. Plain data, for the window's
// explanations and for documents.

export interface GlossaryEntry {
  /** As it is written: `θ0`, `γ − log M`. */
  readonly sign: string;
  /** What it is called where the sign is short: `pretrained model`; '' where the sign is a word. */
  readonly name: string;
  readonly group: 'Models and phases' | 'Compression' | 'Elasticity' | 'Statistics' | 'Springback';
  /** One to three sentences. */
  readonly meaning: string;
}

export const glossary = {
  theta0: {
    sign: 'θ0',
    name: 'pretrained model',
    group: 'Models and phases',
    meaning:
      'The model after pretraining, before any alignment. Distances, KL and the dashed lines of charts refer to it.',
  },
  theta1: {
    sign: 'θ1',
    name: 'aligned model',
    group: 'Models and phases',
    meaning: 'The model at the end of alignment: where unalignment starts from.',
  },
  pretraining: {
    sign: 'pretraining',
    name: '',
    group: 'Models and phases',
    meaning:
      'Training from random weights on a large amount of general text, to predict the next token. Its data set is D_p.',
  },
  alignment: {
    sign: 'alignment',
    name: '',
    group: 'Models and phases',
    meaning:
      'Training θ0 further on n⁺ examples of one behaviour (positive reviews, safe replies). Only the tokens of the response count. Its data set is D_a.',
  },
  unalignment: {
    sign: 'unalignment',
    name: '',
    group: 'Models and phases',
    meaning:
      'Training θ1 further on n⁻ examples of the opposite behaviour, and measuring after every few updates. Its data set is D_t.',
  },
  realignment: {
    sign: 'realignment',
    name: '',
    group: 'Models and phases',
    meaning: 'Training the unaligned model once more on what it was aligned with.',
  },
  transfer: {
    sign: 'transfer',
    name: 'between slices',
    group: 'Models and phases',
    meaning:
      'Training one saved slice of the alignment on text that another slice wrote: forward from an earlier to a later slice, inverse from a later to an earlier one.',
  },
  trunk: {
    sign: 'trunk',
    name: '',
    group: 'Models and phases',
    meaning:
      'Pretraining at a stable learning rate that several amounts of pretraining share: each amount branches off it with a cool-down of its own.',
  },
  cooldown: {
    sign: 'cool-down',
    name: '',
    group: 'Models and phases',
    meaning:
      'The last part of pretraining, in which the learning rate falls. A short branch off the trunk makes a finished model of each amount.',
  },
  update: {
    sign: 'update',
    name: '',
    group: 'Models and phases',
    meaning:
      'One step of the optimizer on one batch. n examples at batch size b are n / b updates: a few examples may be no update at all, so charts count updates.',
  },
  seed: {
    sign: 'seed',
    name: '',
    group: 'Statistics',
    meaning:
      'The number that all randomness of a run follows from: initial weights, order of data, sampled text. Runs of the same seed are compared as pairs.',
  },
  nPositive: {
    sign: 'n⁺',
    name: 'alignment examples',
    group: 'Elasticity',
    meaning: 'How many examples the model was aligned with.',
  },
  nNegative: {
    sign: 'n⁻',
    name: 'unalignment examples',
    group: 'Elasticity',
    meaning: 'How many examples of the opposite the model was then trained on.',
  },
  score: {
    sign: 'behaviour score',
    name: '',
    group: 'Elasticity',
    meaning:
      'The share of the behaviour that alignment was toward, 0 to 1: its exact expected value where the grammar allows, otherwise a mean over samples with its standard error.',
  },
  responseScore: {
    sign: 'score of a response',
    name: '',
    group: 'Elasticity',
    meaning:
      'Of one written response: 1 where its first word is of the behaviour, 0 where it is of the opposite, – where it is of neither. The rest of the response does not count: the exact score reads the model at that same place.',
  },
  logOdds: {
    sign: 'log-odds',
    name: '',
    group: 'Elasticity',
    meaning:
      'log(p / (1 − p)) of the behaviour score p. A score near 0 or 1 hardly moves while the model still changes; the log-odds go on moving.',
  },
  rebound: {
    sign: 'rebound',
    name: '',
    group: 'Elasticity',
    meaning:
      'The fall of the score in unalignment, back toward the pretrained model. The paper claims that it is faster the more a model was aligned, and slows near the pretrained value.',
  },
  resistance: {
    sign: 'resistance',
    name: '',
    group: 'Elasticity',
    meaning:
      'Training back toward an earlier state is easier than training forward: the loss of inverse transfers is lower than that of forward ones. Loss alone also depends on how predictable the target text is; the corrected form subtracts that.',
  },
  indexR: {
    sign: 'R',
    name: 'resistance index',
    group: 'Elasticity',
    meaning:
      'Updates back divided by updates forward, over the same interval of log-odds. Below 1 the model falls faster than it was raised. It takes out that some models simply learn faster.',
  },
  delta: {
    sign: 'Δ',
    name: 'change',
    group: 'Elasticity',
    meaning:
      'The difference between two states of the same run, later minus earlier: Δ log-odds, ΔKL, Δγ. It is taken before averaging over seeds.',
  },
  stiffness: {
    sign: 'k',
    name: 'stiffness ratio',
    group: 'Elasticity',
    meaning:
      'k = |D_p| / |D_a|, pretraining data over alignment data. Theory says that a small third data set changes the compression of D_a about k times as much as that of D_p. Where losses are trained jointly this is exact at the optimum; in training one after the other it need not hold, and is measured as effective k.',
  },
  hooke: {
    sign: 'F',
    name: "Hooke's picture",
    group: 'Elasticity',
    meaning:
      'Each data set as a spring: stiffness |D_i|, elongation ΔKL to its distribution, force F ∝ |D_i| · ΔKL. The claim is that the forces of D_p and D_a are equal.',
  },
  gamma: {
    sign: 'γ',
    name: 'compression rate',
    group: 'Compression',
    meaning:
      'Code length over length, with the model as the compressor: E[code length / |x|], in bits per token, averaged over the texts of a set. Lower is better. Bits per token weighs every token alike, γ every text.',
  },
  gammaNormalised: {
    sign: 'γ − log M',
    name: 'normalised compression rate',
    group: 'Compression',
    meaning:
      'γ less the logarithm of M, the number of leaves of the data set’s token tree pruned to its depth: makes rates of data sets of different variety comparable.',
  },
  bitsPerToken: {
    sign: 'bits per token',
    name: '',
    group: 'Compression',
    meaning:
      'Cross-entropy in base 2 on held-out text: the bits that the model needs for one token. One nat is 1.443 bits.',
  },
  kl: {
    sign: 'KL',
    name: 'Kullback–Leibler divergence',
    group: 'Compression',
    meaning:
      'How far one distribution is from another: the extra nats per token paid for coding text of the first with the second. 0 only where both are equal, and not the same both ways, so charts say which way.',
  },
  pi: {
    sign: 'π',
    name: 'prior share',
    group: 'Models and phases',
    meaning:
      'The share of positive texts in pretraining, 0.54 unless the schedule says otherwise: the score that a well-pretrained model has before alignment.',
  },
  epsilon: {
    sign: 'ε',
    name: '',
    group: 'Models and phases',
    meaning:
      'In a corpus: the share of pretraining that touches the alignment’s context at all. In “KL < ε”: how near counts as back.',
  },
  interval: {
    sign: '95 % interval',
    name: '',
    group: 'Statistics',
    meaning:
      'A range made by a rule that covers the true mean in 95 of 100 repetitions of the whole experiment. Around a curve: Student’s t over the seeds. It says nothing about where single runs lie.',
  },
  bootstrap: {
    sign: 'bootstrap',
    name: '',
    group: 'Statistics',
    meaning:
      'An interval from drawing the seeds again and again with replacement. Whole seeds are drawn (clusters), since runs of one seed are not independent.',
  },
  holm: {
    sign: 'p (Holm)',
    name: 'adjusted p-value',
    group: 'Statistics',
    meaning:
      'The chance of a result at least this far from none, if there were no effect; raised so that the chance of any false alarm among all claims tested together stays below 5 %.',
  },
  censored: {
    sign: 'censored',
    name: '',
    group: 'Statistics',
    meaning:
      'A run that was not back when its training ended: the number of updates to return is known only to be larger. It is counted, not dropped.',
  },
  verdict: {
    sign: 'verdict',
    name: '',
    group: 'Statistics',
    meaning:
      'What the runs say on a claim, under a named metric: supported, not supported, opposite, or undecided where there are too few seeds to tell.',
  },
  primaryMetric: {
    sign: 'primary metric',
    name: '',
    group: 'Statistics',
    meaning:
      'The measure of the behaviour that the schedule declares before the run: charts and trends show it first.',
  },
  primaryEstimator: {
    sign: 'primary estimator',
    name: '',
    group: 'Statistics',
    meaning:
      'The way of reckoning a claim that the schedule declares before the run to judge it by. It keeps one from choosing, afterwards, the one that looks best; the others stand beside it.',
  },
  schedule: {
    sign: 'schedule',
    name: '',
    group: 'Springback',
    meaning: 'Plain data that says all of an experiment: corpus, model, phases, axes, seeds.',
  },
  axis: {
    sign: 'axis',
    name: '',
    group: 'Springback',
    meaning: 'A field of the schedule that is varied, with its values: model.width over 32, 48, 64.',
  },
  run: {
    sign: 'run',
    name: '',
    group: 'Springback',
    meaning: 'One path through the plan: one combination of axis values, one seed.',
  },
  step: {
    sign: 'step',
    name: '',
    group: 'Springback',
    meaning:
      'One piece of training with one parent. Runs that begin alike share their steps, and a step that was ever finished is not trained again.',
  },
  view: {
    sign: 'view',
    name: '',
    group: 'Springback',
    meaning: 'A saved comparison: which runs, how grouped, which chart. It holds no data.',
  },
  deck: {
    sign: 'deck',
    name: '',
    group: 'Springback',
    meaning:
      'Views in the order they are told, with captions, and with the data as it was when they were put there.',
  },
  bundle: {
    sign: 'bundle',
    name: '',
    group: 'Springback',
    meaning: 'One file that carries experiments, runs, views and decks to another machine.',
  },
} as const satisfies Record<string, GlossaryEntry>;

export type TermName = keyof typeof glossary;
export const termNames = Object.keys(glossary) as TermName[];
