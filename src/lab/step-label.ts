// What a step is, in a few words: for a plan's graph and for a trainer's line.
import { batchOf } from '../core/planned-step.ts';
import type { StepSpec } from '../core/step.ts';

/** `width 32 · to 1.5 M tokens`, `512 examples`, `256 responses`, `k = 100`. */
export function stepLabel(spec: StepSpec): string {
  switch (spec.kind) {
    case 'trunk':
      return `width ${spec.model.width} · ${spec.to === 0 ? 'untrained' : `to ${amount(tokensTo(spec))} tokens`}`;
    case 'cooldown':
      return `cool-down to ${amount(tokensTo(spec))} tokens`;
    case 'tune':
      return tuneLabel(spec);
    case 'transfer':
      return `${amount(spec.transfer.examples)} responses`;
    case 'joint':
      return `k = ${amount(spec.joint.ratio)}`;
  }
}

type TuneSpec = Extract<StepSpec, { kind: 'tune' }>;

const perturbations: Readonly<Record<NonNullable<TuneSpec['tuning']['data']>['kind'], string>> = {
  replay: 'replayed rows',
  benign: 'benign texts',
  randomLabels: 'examples, random labels',
  shuffledTokens: 'examples, shuffled',
  weightNoise: 'times noise',
};

function tuneLabel({ tuning, from, to }: TuneSpec): string {
  const what = tuning.data === undefined ? 'examples' : perturbations[tuning.data.kind];
  const slice = from === undefined ? '' : ` · updates ${from + 1} to ${to}`;
  return `${amount(tuning.examples)} ${what}${slice}`;
}

const tokensTo = (spec: StepSpec): number => spec.to * batchOf(spec) * spec.model.context;

/** Three significant digits from ten thousand on; in full below, so that 1000 and 1024 differ. */
function amount(value: number): string {
  if (value < 10_000) return String(Number(value.toPrecision(5)));
  const [size, sign] = value < 999_500 ? [1e3, 'k'] : value < 999_500_000 ? [1e6, 'M'] : [1e9, 'G'];
  return `${Number((value / Number(size)).toPrecision(3))} ${sign}`;
}
