// Numbers and schedule paths as people write them. Pure text, no locale: the same figure everywhere.

const prefixes = [
  { size: 1e12, sign: ' T' },
  { size: 1e9, sign: ' G' },
  { size: 1e6, sign: ' M' },
  { size: 1e3, sign: ' k' },
];

/** 512 -> "512", 131072 -> "131 k", 1500000 -> "1.5 M": at most three significant digits above a thousand. */
export function formatCount(value: number): string {
  if (!Number.isFinite(value)) return '–';
  for (const { size, sign } of prefixes) {
    // 999 600 rounds to 1 M, not to 1000 k.
    if (Math.abs(value) >= size * 0.9995) return trim((value / size).toPrecision(3)) + sign;
  }
  return trim(value.toPrecision(3));
}

/** A measured value with `digits` decimals and a true minus sign. */
export function formatValue(value: number, digits = 2): string {
  if (!Number.isFinite(value)) return '–';
  const text = value.toFixed(digits);
  return (Number(text) === 0 ? (0).toFixed(digits) : text).replace('-', '−');
}

/** Three significant digits (or `digits`) without trailing zeros: for numbers of any size, with a true minus sign. */
export function formatEstimate(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return '–';
  const rounded = Number(value.toPrecision(digits));
  const plain = rounded !== 0 && Math.abs(rounded) < 1e-4 ? rounded.toExponential() : String(rounded);
  return plain.replaceAll('-', '−');
}

/** Ticks with as many decimals as their step needs. */
export function formatTicks(ticks: readonly number[]): string[] {
  const step = ticks.length > 1 ? Math.abs(ticks[1]! - ticks[0]!) : 1;
  const large = Math.max(0, ...ticks.map(Math.abs)) >= 10_000;
  const digits = Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9)));
  return ticks.map((tick) => (large ? formatCount(tick) : formatValue(tick, digits)));
}

function trim(text: string): string {
  const plain = String(Number(text));
  return plain.replace('-', '−');
}

const names: Readonly<Record<string, string>> = {
  experiment: 'experiment',
  seed: 'seed',
  parameters: 'parameters',
  'model.width': 'width',
  'model.layers': 'layers',
  'model.heads': 'heads',
  'model.family': 'family',
  'model.context': 'context',
  'pretrain.tokens': 'pretraining tokens',
  'pretrain.rate': 'pretraining rate',
  'align.examples': 'alignment examples',
  'align.rate': 'alignment rate',
  'align.epochs': 'alignment epochs',
  'unalign.examples': 'unalignment examples',
  'unalign.rate': 'unalignment rate',
  'transfer.from': 'from slice',
  'transfer.onto': 'onto slice',
  'corpus.positive': 'prior π',
  'corpus.touch': 'touch ε',
};

/** What an axis is called on a chart; an unknown path is its own name. */
export function axisName(path: string): string {
  return names[path] ?? path;
}

/** One value of an axis: numbers short, text as it is, anything else as JSON. */
export function axisValue(value: unknown): string {
  if (typeof value === 'number') return Math.abs(value) >= 10_000 ? formatCount(value) : String(value);
  if (typeof value === 'string') return value;
  return isFields(value) ? Object.entries(value).map(fieldText).join(', ') : JSON.stringify(value);
}

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;

/** A kind and what is simply so need no name: `data replay`, `tokens 1.54 M, shuffled`. */
function fieldText([name, value]: [string, unknown]): string {
  if (value === true) return name;
  return name === 'kind' ? axisValue(value) : `${name} ${axisValue(value)}`;
}

/** An amount on an axis: in full below ten thousand, so that 1000 and 1024 differ. */
export const formatAmount = (value: number): string =>
  Math.abs(value) < 10_000 ? formatEstimate(value, 5) : formatCount(value);

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
  'weights.toBase': 'distance ‖θ − θ0‖',
  'weights.toAligned': 'distance ‖θ − θ1‖',
  'weights.cosine': 'cosine of θ − θ0 with θ1 − θ0',
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
  const [set = '', measure = ''] = metric.split('.');
  const of = setNames[set] && measureNames[measure];
  return metricNames[metric] ?? (of ? `${of}, ${setNames[set]}` : metric);
}
