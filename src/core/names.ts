// What charts, tables and sentences call the parts of a schedule and what is measured. A test holds that everything a
// schedule may vary and every metric has a name.
import { isolated } from './isolated.ts';
import { type PhaseName, phaseNames } from './schedule.ts';

export const phaseTitles: Readonly<Record<PhaseName, string>> = {
  pretrain: 'pretraining',
  align: 'alignment',
  unalign: 'unalignment',
  realign: 'realignment',
  transfer: 'transfer',
  joint: 'joint training',
};
const isPhase = (name: string): name is PhaseName => (phaseNames as readonly string[]).includes(name);
/** Of a name that may be of another version: then as it is. */
export const phaseTitle = (name: string): string => (isPhase(name) ? phaseTitles[name] : name);

const ownNames: Readonly<Record<string, string>> = {
  'model.hidden': 'hidden width',
  'corpus.kind': 'kind of corpus',
  'corpus.positive': 'prior π',
  'corpus.touch': 'touch ε',
  'corpus.pretrain': 'pretraining files',
  'corpus.negative': 'negative files',
  'corpus.control': 'control files',
  'corpus.heldOut': 'held-out share',
  'tokenizer.kind': 'kind of tokenizer',
  'tokenizer.vocabulary': 'vocabulary',
  'transfer.from': 'slice trained (from)',
  'transfer.onto': 'slice that wrote (onto)',
  'transfer.slices': 'slices of alignment',
  'joint.ratio': 'ratio k',
  'joint.share': 'share of D_t',
  'joint.pretrainRows': 'rows of D_p',
  'joint.alignExamples': 'examples of D_a',
  'joint.perturbExamples': 'examples of D_t',
  'joint.perturb': 'behaviour of D_t',
  'joint.updates': 'updates without D_t',
  'joint.cycles': 'cycles of stages',
  'joint.stageUpdates': 'updates of a stage',
  'evaluation.sequences': 'evaluated sequences',
  'evaluation.prompts': 'evaluated prompts',
  'evaluation.samples': 'sampled responses',
};
/** A field wherever it stands: after its phase, or inside a value. */
export const fieldNames: Readonly<Record<string, string>> = {
  weightDecay: 'weight decay',
  warmup: 'warm-up updates',
  beta1: 'β1',
  beta2: 'β2',
  clip: 'gradient clip',
  rateReference: 'reference width of the rate',
  rateTokens: 'reference tokens of the rate',
  cooldown: 'cool-down share',
  evaluateAt: 'evaluations',
  frozenLayers: 'frozen layers',
  replay: 'replay share',
  anchor: 'KL anchor λ',
  toward: 'toward',
  topP: 'top-p',
  positive: 'π',
  touch: 'ε',
  heldOut: 'held-out share',
  stageUpdates: 'updates of a stage',
  pretrainRows: 'rows of D_p',
  alignExamples: 'examples of D_a',
  perturbExamples: 'examples of D_t',
  perturb: 'behaviour of D_t',
};
/** What an axis is called on a chart; a path that no schedule has is its own name. */
export function axisName(path: string): string {
  const own = ownNames[path];
  if (own !== undefined) return own;
  const [section = '', ...fields] = path.split('.');
  const title = isPhase(section) ? phaseTitle(section) : '';
  if (fields.length === 0) return title || path;
  const words = fields.map((field) => fieldNames[field] ?? field).join(' ');
  if (title !== '') return `${title} ${words}`;
  return section === 'model' ? words : path;
}

/** What a schedule calls a control, in words. */
const valueNames: Readonly<Record<string, string>> = {
  randomLabels: 'random labels',
  shuffledTokens: 'shuffled tokens',
  weightNoise: 'weight noise',
  bpe: 'BPE',
  sgd: 'SGD',
};

/** One value of an axis: numbers as `amount` writes them, text as it is, fields by their names, anything else as JSON. */
export function valueText(value: unknown, amount: (value: number) => string): string {
  if (typeof value === 'number') return amount(value);
  if (typeof value === 'string') return valueNames[value] ?? isolated(value);
  if (!isFields(value)) return JSON.stringify(value);
  return Object.entries(value)
    .map(([name, own]) => fieldText(name, own, amount))
    .join(', ');
}

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;

/** A kind and what is simply so need no name: `data replay`, `tokens 1.54 M, shuffled`. */
function fieldText(name: string, value: unknown, amount: (value: number) => string): string {
  const words = fieldNames[name] ?? name;
  if (value === true) return words;
  return name === 'kind' ? valueText(value, amount) : `${words} ${valueText(value, amount)}`;
}

const metricNames: Readonly<Record<string, string>> = {
  'behaviour.score': 'behaviour score (share positive)',
  'behaviour.logOdds': 'behaviour log-odds (nats)',
  'behaviour.cost': 'expected cost of a response (0 to 1)',
  'behaviour.sampled': 'share positive of sampled responses',
  'behaviour.sampledError': 'standard error of the sampled share',
  'train.loss': 'training loss (nats per token)',
  'train.divergence': 'KL anchor’s divergence (nats per token)',
  'kl.fromBase': 'KL(θ ‖ θ0) (nats per token)',
  'kl.toBase': 'KL(θ0 ‖ θ) (nats per token)',
  'train.rate': 'learning rate',
  'train.gradientNorm': 'norm of the gradient before clipping',
  'weights.toBase': 'distance ‖θ − θ0‖ (norm of the weights)',
  'weights.toAligned': 'distance ‖θ − θ1‖ (norm of the weights)',
  'weights.cosine': 'cosine of θ − θ0 with θ1 − θ0',
  'generated.nats': 'cross-entropy on generated responses (nats per token)',
  'generated.floor': 'generator’s own cross-entropy (nats per token)',
  'generated.trainFloor': 'generator’s own cross-entropy on its training set (nats per token)',
  'generated.kl': 'KL(generator ‖ model) (nats per token)',
  'joint.pretrainNats': 'loss on D_p (nats per token)',
  'joint.alignNats': 'loss on D_a (nats per token)',
  'joint.perturbNats': 'loss on D_t (nats per token)',
  'joint.share': 'weight l of D_t, with its sign',
};
const setNames: Readonly<Record<string, string>> = {
  pretrain: 'D_p',
  positive: 'positive responses',
  negative: 'negative responses',
  control: 'unrelated text',
};
const measureNames: Readonly<Record<string, string>> = {
  bitsPerToken: 'bits per token',
  bitsPerByte: 'bits per byte',
  gamma: 'γ (bits per token)',
  gammaNormalised: 'γ − log M (bits per token)',
  klGrammar: 'KL of the grammar (nats per token)',
};
export function metricName(metric: string): string {
  const [set = '', measure = '', position] = metric.split('.');
  if (set === 'kl' && measure === 'position' && position !== undefined)
    return `KL(θ ‖ θ0) at response token ${position} (nats per token)`;
  const of = setNames[set] && measureNames[measure];
  return metricNames[metric] ?? (of ? `${of}, ${setNames[set]}` : metric);
}

/** A metric inside a sentence: without its unit. */
export const metricWords = (metric: string): string => metricName(metric).replace(/ \([^()]*\)$/, '');
