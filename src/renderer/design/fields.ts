// Every field that the form shows: what it is called, its unit, what it does. Limits and defaults are the schema's; this
// is the part that a schema cannot say. Held complete by a test.
import type { JsonEdit } from '../../core/design/json-edit.ts';
import { changeCorpus } from '../../core/design/phase-edits.ts';
import type { PhaseName } from '../../core/schedule.ts';
import { valueAt } from '../../core/schedule-shape.ts';

export interface Choice {
  readonly value: string;
  readonly label: string;
}
export interface Field {
  /** Dotted path in the schedule. */
  readonly path: string;
  readonly label: string;
  /** `numbers`: a list of numbers; `paths`: one file a line; `flag`: true or not there. */
  readonly kind: 'number' | 'choice' | 'flag' | 'text' | 'longText' | 'tags' | 'paths' | 'numbers';
  readonly help: string;
  readonly unit?: string;
  readonly choices?: readonly Choice[];
  /** What stands in an empty field that has no default in the schema. */
  readonly empty?: string;
  /** Behind “More”, until it is set or has an issue. */
  readonly more?: boolean;
  /** False where the field is the same for all runs. */
  readonly vary?: boolean;
  /** Only in schedules of which this is true. */
  readonly when?: (source: unknown) => boolean;
  /** The edits of a new value, where it is more than setting the path; `value` undefined: back to the default. */
  readonly write?: (source: unknown, value: unknown) => readonly JsonEdit[];
}
export type SectionId = 'corpus' | 'model' | PhaseName | 'evaluation' | 'judging' | 'about';
export interface Section {
  readonly id: SectionId;
  readonly title: string;
  readonly about: string;
  readonly fields: readonly Field[];
}

const choice = (...pairs: readonly (readonly [string, string])[]): Choice[] =>
  pairs.map(([value, label]) => ({ value, label }));
const behaviours = choice(['positive', 'positive'], ['negative', 'negative']);
const isFiles = (source: unknown): boolean => valueAt(source, ['corpus', 'kind']) === 'files';
const isGrammar = (source: unknown): boolean => !isFiles(source);

const corpusFields: readonly Field[] = [
  {
    path: 'corpus.kind',
    label: 'Corpus',
    kind: 'choice',
    choices: choice(
      ['reviews', 'Reviews (grammar)'],
      ['dialogue', 'Safe dialogue (grammar)'],
      ['assist', 'Assistance (grammar)'],
      ['files', 'My own files'],
    ),
    help: 'The grammars are made on this machine and their truth is known exactly; your own files are text whose truth nobody knows.',
    write: (source, kind) => changeCorpus(source, String(kind ?? 'reviews')),
  },
  {
    path: 'corpus.positive',
    label: 'Prior π',
    kind: 'number',
    unit: 'share',
    when: isGrammar,
    help: 'Share of positive behaviour in pretraining: where an unaligned model stands.',
  },
  {
    path: 'corpus.touch',
    label: 'Touch ε',
    kind: 'number',
    unit: 'share',
    when: isGrammar,
    help: 'Share of pretraining documents that show the behaviour at all; the rest is unrelated text.',
  },
  {
    path: 'corpus.pretrain',
    label: 'Pretraining files',
    kind: 'paths',
    when: isFiles,
    help: 'One path a line. .txt (a document per blank-line paragraph) or .jsonl ({"text"} or {"prompt","response"}).',
  },
  {
    path: 'corpus.positive',
    label: 'Positive files',
    kind: 'paths',
    when: isFiles,
    help: 'One path a line: .jsonl of {"prompt","response"}, what alignment may be toward.',
  },
  {
    path: 'corpus.negative',
    label: 'Negative files',
    kind: 'paths',
    when: isFiles,
    help: 'One path a line: .jsonl of {"prompt","response"}, the opposite.',
  },
  {
    path: 'corpus.control',
    label: 'Control files',
    kind: 'paths',
    when: isFiles,
    more: true,
    empty: 'none',
    help: 'Text unrelated to all of these.',
  },
  {
    path: 'corpus.heldOut',
    label: 'Held out',
    kind: 'number',
    unit: 'share',
    when: isFiles,
    more: true,
    help: 'Share of your text that is measured on and never trained on.',
  },
  {
    path: 'tokenizer.kind',
    label: 'Tokenizer',
    kind: 'choice',
    vary: false,
    choices: choice(['words', 'Words (grammars)'], ['bytes', 'Bytes'], ['bpe', 'Byte pairs']),
    help: 'A grammar has its own closed vocabulary of words; your own text is read as bytes or byte pairs.',
    write: (_source, kind) => [{ path: ['tokenizer'], value: kind === undefined ? undefined : { kind } }],
  },
  {
    path: 'tokenizer.vocabulary',
    label: 'Vocabulary',
    kind: 'number',
    unit: 'tokens',
    when: (source) => valueAt(source, ['tokenizer', 'kind']) === 'bpe',
    help: 'Tokens that byte-pair encoding may make, the 256 bytes included.',
  },
];

const modelFields: readonly Field[] = [
  {
    path: 'model.family',
    label: 'Family',
    kind: 'choice',
    choices: choice(['llama', 'llama'], ['gpt2', 'gpt2']),
    help: 'llama: RMSNorm, rotary positions, SwiGLU. gpt2: LayerNorm, learned positions, GELU.',
  },
  {
    path: 'model.width',
    label: 'Width',
    kind: 'number',
    unit: 'channels',
    help: 'Width of the residual stream; parameters grow with its square.',
  },
  {
    path: 'model.layers',
    label: 'Layers',
    kind: 'number',
    unit: 'blocks',
    help: 'Transformer blocks, one after another.',
  },
  {
    path: 'model.context',
    label: 'Context',
    kind: 'number',
    unit: 'tokens',
    help: 'Longest sequence. Reviews, dialogue and assistance need at least 24.',
  },
  {
    path: 'model.heads',
    label: 'Heads',
    kind: 'number',
    empty: 'width / 16',
    more: true,
    help: 'Attention heads; must divide the width.',
  },
  {
    path: 'model.hidden',
    label: 'Hidden width',
    kind: 'number',
    unit: 'channels',
    empty: 'by family',
    more: true,
    help: 'Of the feed-forward block: 8/3 · width (llama) or 4 · width (gpt2) unless given.',
  },
];

const optimizer = (phase: string): Field[] => [
  {
    path: `${phase}.batch`,
    label: 'Batch',
    kind: 'number',
    unit: 'sequences',
    help: 'Sequences per update.',
  },
  { path: `${phase}.rate`, label: 'Learning rate', kind: 'number', help: 'Peak rate of the optimizer.' },
  {
    path: `${phase}.warmup`,
    label: 'Warm-up',
    kind: 'number',
    unit: 'updates',
    more: phase !== 'pretrain',
    help: 'Updates over which the rate rises linearly from 0.',
  },
  {
    path: `${phase}.rateReference`,
    label: 'Rate is for width',
    kind: 'number',
    unit: 'channels',
    empty: 'one rate for all',
    more: true,
    help: 'A model of width w then trains at rate · this / w.',
  },
  {
    path: `${phase}.weightDecay`,
    label: 'Weight decay',
    kind: 'number',
    more: true,
    help: 'AdamW’s decoupled decay.',
  },
  {
    path: `${phase}.beta1`,
    label: 'β₁',
    kind: 'number',
    more: true,
    help: 'Adam’s decay of the first moment.',
  },
  {
    path: `${phase}.beta2`,
    label: 'β₂',
    kind: 'number',
    more: true,
    help: 'Adam’s decay of the second moment.',
  },
  {
    path: `${phase}.clip`,
    label: 'Clip at',
    kind: 'number',
    more: true,
    help: 'Global gradient norm above which gradients are scaled down; 0 for none.',
  },
];

const pretrainFields: readonly Field[] = [
  {
    path: 'pretrain.tokens',
    label: 'Tokens',
    kind: 'number',
    unit: 'tokens',
    help: 'Tokens seen, rounded up to whole updates. 0 leaves the initial weights as they are.',
  },
  ...optimizer('pretrain'),
  {
    path: 'pretrain.cooldown',
    label: 'Cool-down',
    kind: 'number',
    unit: 'share',
    help: 'Share of the updates, at the end, over which the rate falls linearly to 0.',
  },
  {
    path: 'pretrain.evaluateAt',
    label: 'Measure at',
    kind: 'numbers',
    unit: 'shares',
    more: true,
    help: 'Shares of the tokens after which the cool-down is measured; its end always is.',
  },
  {
    path: 'pretrain.shuffled',
    label: 'Shuffle the tokens of each row',
    kind: 'flag',
    more: true,
    help: 'A control: the same counts of tokens, no structure.',
  },
];

const perturbations = choice(
  ['replay', 'Replay of pretraining rows'],
  ['benign', 'Unrelated text'],
  ['randomLabels', 'Either behaviour, by a coin'],
  ['shuffledTokens', 'Responses with shuffled tokens'],
  ['weightNoise', 'No training: random steps in weights'],
);

const tuningTail = (phase: string): Field[] => [
  {
    path: `${phase}.rateTokens`,
    label: 'Rate is for pretraining of',
    kind: 'number',
    unit: 'tokens',
    empty: 'one rate for all',
    more: true,
    help: 'After T tokens a model then trains at rate · √(this / T).',
  },
  {
    path: `${phase}.moments`,
    label: 'Adam’s moments',
    kind: 'choice',
    choices: choice(['reset', 'start from zero'], ['keep', 'go on from before']),
    more: true,
    help: 'Whether Adam’s moments start from zero or go on from the phase before.',
  },
  {
    path: `${phase}.optimizer`,
    label: 'Optimizer',
    kind: 'choice',
    choices: choice(['sgd', 'plain gradient descent']),
    empty: 'Adam',
    more: true,
    help: 'Adam unless this says otherwise.',
  },
  {
    path: `${phase}.frozenLayers`,
    label: 'Frozen blocks',
    kind: 'number',
    unit: 'blocks',
    empty: 'none',
    more: true,
    help: 'Blocks, from the input, that keep their weights; the embedding keeps them too.',
  },
  {
    path: `${phase}.cooldown`,
    label: 'Cool-down',
    kind: 'number',
    unit: 'share',
    more: true,
    help: 'Share of the updates, at the end, over which the rate falls to 0; 0 is the paper’s constant rate.',
  },
  {
    path: `${phase}.evaluateAt`,
    label: 'Measure after',
    kind: 'numbers',
    unit: 'updates',
    help: 'Updates after which it is measured; 0 and the last always are.',
  },
];

const tuningFields = (phase: 'align' | 'unalign' | 'realign'): Field[] => [
  {
    path: `${phase}.examples`,
    label: 'Examples',
    kind: 'number',
    unit: 'examples',
    help: 'Distinct examples, each seen once per epoch.',
  },
  {
    path: `${phase}.toward`,
    label: 'Toward',
    kind: 'choice',
    choices: behaviours,
    help: 'Which behaviour the examples show.',
  },
  {
    path: `${phase}.epochs`,
    label: 'Epochs',
    kind: 'number',
    unit: '×',
    help: 'How often each example is seen. Updates = examples · epochs / batch.',
  },
  ...optimizer(phase),
  {
    path: `${phase}.data.kind`,
    label: 'Train on',
    kind: 'choice',
    choices: perturbations,
    empty: 'the examples',
    more: true,
    help: 'A control: something else in place of the examples of the behaviour.',
    write: (_source, kind) => [
      {
        path: [phase, 'data'],
        value: kind === undefined ? undefined : kind === 'weightNoise' ? { kind, norm: 0.1 } : { kind },
      },
    ],
  },
  {
    path: `${phase}.data.norm`,
    label: 'Length of each step',
    kind: 'number',
    more: true,
    when: (source) => valueAt(source, [phase, 'data', 'kind']) === 'weightNoise',
    help: 'Euclidean length of the random vector that each update adds to the weights.',
  },
  {
    path: `${phase}.replay`,
    label: 'Replay',
    kind: 'number',
    unit: 'share',
    empty: 'none',
    more: true,
    help: 'Share of each batch that is replaced by pretraining rows.',
  },
  {
    path: `${phase}.anchor`,
    label: 'KL anchor λ',
    kind: 'number',
    empty: 'none',
    more: true,
    help: 'Weight of a penalty λ · KL(p_θ ‖ p_θ0) that holds the model to the pretrained one.',
  },
  ...tuningTail(phase),
];

const transferFields: readonly Field[] = [
  {
    path: 'transfer.slices',
    label: 'Slices',
    kind: 'number',
    unit: 'slices',
    help: 'Equal parts θ1 … θn that alignment is cut into; θ0 is the pretrained model.',
  },
  {
    path: 'transfer.from',
    label: 'From slice',
    kind: 'number',
    help: 'The slice that is trained. Vary it together with “onto” for the whole table.',
  },
  {
    path: 'transfer.onto',
    label: 'Onto slice',
    kind: 'number',
    help: 'The slice that writes the responses. Forward where from < onto, inverse where it is greater.',
  },
  {
    path: 'transfer.examples',
    label: 'Examples',
    kind: 'number',
    unit: 'responses',
    help: 'Responses that are written and trained on.',
  },
  {
    path: 'transfer.epochs',
    label: 'Epochs',
    kind: 'number',
    unit: '×',
    help: 'How often each response is seen.',
  },
  ...optimizer('transfer'),
  {
    path: 'transfer.temperature',
    label: 'Temperature',
    kind: 'number',
    more: true,
    help: 'Of sampling; 0 takes the likeliest token.',
  },
  {
    path: 'transfer.topP',
    label: 'Top-p',
    kind: 'number',
    unit: 'share',
    more: true,
    help: 'Only the likeliest tokens that together have this probability are sampled.',
  },
  ...tuningTail('transfer'),
];

const jointFields: readonly Field[] = [
  {
    path: 'joint.ratio',
    label: 'k',
    kind: 'number',
    help: 'k = |D_p| / |D_a|: weights of pretraining rows against alignment examples. Vary it to measure the law of k.',
  },
  {
    path: 'joint.share',
    label: 'Share of D_t',
    kind: 'number',
    unit: 'share',
    help: '|D_t| as a share of |D_p| + |D_a|: how far the third set pushes.',
  },
  {
    path: 'joint.updates',
    label: 'Updates',
    kind: 'number',
    unit: 'updates',
    help: 'Updates without D_t, to a standstill.',
  },
  {
    path: 'joint.cycles',
    label: 'Cycles',
    kind: 'number',
    unit: '×',
    help: 'How often the four stages with D_t (+l, −l, −l, +l) are run.',
  },
  {
    path: 'joint.stageUpdates',
    label: 'Updates of a stage',
    kind: 'number',
    unit: 'updates',
    help: 'Of each stage with D_t.',
  },
  {
    path: 'joint.rate',
    label: 'Learning rate',
    kind: 'number',
    help: 'Peak rate of the first stage; it falls to a tenth.',
  },
  {
    path: 'joint.toward',
    label: 'Toward',
    kind: 'choice',
    choices: behaviours,
    help: 'Which behaviour D_a shows.',
  },
  {
    path: 'joint.perturb',
    label: 'D_t shows',
    kind: 'choice',
    choices: choice(['positive', 'positive'], ['negative', 'negative'], ['both', 'both in turn']),
    help: 'The behaviour of the third set.',
  },
  {
    path: 'joint.pretrainRows',
    label: 'Rows of D_p',
    kind: 'number',
    unit: 'rows',
    more: true,
    help: 'All are in every update.',
  },
  {
    path: 'joint.alignExamples',
    label: 'Examples of D_a',
    kind: 'number',
    unit: 'examples',
    more: true,
    help: 'All are in every update.',
  },
  {
    path: 'joint.perturbExamples',
    label: 'Examples of D_t',
    kind: 'number',
    unit: 'examples',
    more: true,
    help: 'All are in every update of a stage.',
  },
];

const devices = choice(
  ['cpu', 'cpu'],
  ['webgpu', 'webgpu'],
  ['cuda', 'cuda'],
  ['tfjs-gpu', 'tfjs-gpu'],
  ['tfjs-cpu', 'tfjs-cpu'],
  ['reference', 'reference (slow, exact)'],
);

export const sections: readonly Section[] = [
  {
    id: 'about',
    title: 'About',
    about: 'What this experiment is, and where it computes.',
    fields: [
      { path: 'name', label: 'Name', kind: 'text', vary: false, help: 'How it is found again.' },
      {
        path: 'notes',
        label: 'Notes',
        kind: 'longText',
        vary: false,
        empty: 'What do you expect, and why?',
        help: 'Kept with the experiment.',
      },
      { path: 'tags', label: 'Tags', kind: 'tags', vary: false, empty: 'none', help: 'Separated by commas.' },
      {
        path: 'device',
        label: 'Device',
        kind: 'choice',
        choices: devices,
        help: 'Where trainers compute. Results of different devices are kept apart.',
      },
    ],
  },
  {
    id: 'corpus',
    title: 'Data',
    about: 'What the model reads. The corpus says what positive and negative behaviour are.',
    fields: corpusFields,
  },
  {
    id: 'model',
    title: 'Model',
    about: 'A small transformer, trained from its initial weights.',
    fields: modelFields,
  },
  {
    id: 'pretrain',
    title: 'Pretrain',
    about: 'From initial weights to θ0. Amounts of one recipe share a trunk.',
    fields: pretrainFields,
  },
  {
    id: 'align',
    title: 'Align',
    about: 'From θ0 to θ1: fine-tuning toward a behaviour.',
    fields: tuningFields('align'),
  },
  {
    id: 'unalign',
    title: 'Unalign',
    about: 'From θ1 toward the opposite: does it spring back, and how fast?',
    fields: tuningFields('unalign'),
  },
  {
    id: 'realign',
    title: 'Realign',
    about: 'Once more toward the first behaviour, after unalignment.',
    fields: tuningFields('realign'),
  },
  {
    id: 'transfer',
    title: 'Transfer',
    about: 'Resistance: slices of an alignment, each trained on what another writes.',
    fields: transferFields,
  },
  {
    id: 'joint',
    title: 'Joint',
    about: 'The law of k: both data sets at once, to a standstill, then a third.',
    fields: jointFields,
  },
  {
    id: 'evaluation',
    title: 'Measure',
    about: 'What each evaluation costs and how precise it is.',
    fields: [
      {
        path: 'evaluation.sequences',
        label: 'Held-out sequences',
        kind: 'number',
        unit: 'per set',
        help: 'On which compression is measured.',
      },
      {
        path: 'evaluation.prompts',
        label: 'Held-out prompts',
        kind: 'number',
        unit: 'prompts',
        help: 'On which the exact score is taken.',
      },
      {
        path: 'evaluation.samples',
        label: 'Sampled responses',
        kind: 'number',
        unit: 'per phase end',
        help: 'Written at the first and last evaluation of each phase, to read.',
      },
    ],
  },
  {
    id: 'judging',
    title: 'Judge',
    about: 'What the claims will be judged by. Declared before the run, so that nobody picks it afterwards.',
    fields: [
      {
        path: 'metric',
        label: 'Primary metric',
        kind: 'choice',
        vary: false,
        choices: choice(
          ['behaviour.logOdds', 'Log-odds of the behaviour'],
          ['behaviour.score', 'Score (share positive)'],
        ),
        help: 'What charts and trends show first.',
      },
    ],
  },
];

export const sectionOf = (id: SectionId): Section => sections.find((section) => section.id === id)!;

/** The fields of a section that this schedule has. */
export const fieldsOf = (section: Section, source: unknown): Field[] =>
  section.fields.filter((field) => field.when?.(source) ?? true);

/** The field at a path in a schedule of this kind. */
export function fieldAt(path: string, source: unknown): Field | undefined {
  return sections.flatMap((section) => fieldsOf(section, source)).find((field) => field.path === path);
}

/** The section that shows what a path is about; null for axes, seeds and what no section shows. */
export function sectionFor(path: string): SectionId | null {
  const first = path.split('.')[0]!;
  if (first === 'tokenizer') return 'corpus';
  if (first === 'metric' || first === 'claims') return 'judging';
  if (['name', 'notes', 'tags', 'device'].includes(first)) return 'about';
  return sections.find(({ id }) => id === first)?.id ?? null;
}

/** The edits that set a field. */
export const editsOf = (field: Field, source: unknown, value: unknown): readonly JsonEdit[] =>
  field.write?.(source, value) ?? [{ path: field.path.split('.'), value }];
