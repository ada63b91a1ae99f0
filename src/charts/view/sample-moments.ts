// Samples of a run put in the order they were taken: at θ0, at θ1, along unalignment. Pure.
import type { ComparedSample } from '../../core/frozen-data.ts';

export interface Moment {
  readonly key: string;
  readonly phase: ComparedSample['phase'];
  readonly update: number;
}
export interface RunSamples {
  readonly prompts: readonly { readonly index: number; readonly text: string }[];
  readonly base: Moment | null;
  readonly aligned: Moment | null;
  readonly along: readonly Moment[];
  at(moment: Moment, prompt: number): ComparedSample | undefined;
}

const order = ['pretrain', 'align', 'unalign', 'realign', 'transfer', 'joint'];
const keyOf = ({ phase, update }: Pick<Moment, 'phase' | 'update'>): string => `${phase} ${update}`;

export function runSamples(samples: readonly ComparedSample[], run: number): RunSamples {
  const own = samples.filter((sample) => sample.run === run);
  const moments = [
    ...new Map(own.map((s) => [keyOf(s), { key: keyOf(s), phase: s.phase, update: s.update }])).values(),
  ];
  moments.sort((a, b) => order.indexOf(a.phase) - order.indexOf(b.phase) || a.update - b.update);
  const of = (phase: string): Moment[] => moments.filter((moment) => moment.phase === phase);
  const [align, unalign] = [of('align'), of('unalign')];
  const base = align.find(({ update }) => update === 0) ?? of('pretrain').at(-1) ?? null;
  const aligned =
    unalign.find(({ update }) => update === 0) ?? align.findLast(({ update }) => update > 0) ?? null;
  const places = new Map(own.map((sample) => [`${keyOf(sample)} ${sample.index}`, sample]));
  return {
    // Prompts of pretraining may be others: what is compared are those of tuning.
    prompts: promptsOf(
      own.filter(({ phase }) => phase !== 'pretrain').length > 0
        ? own.filter(({ phase }) => phase !== 'pretrain')
        : own,
    ),
    base,
    aligned,
    along: [...unalign.filter(({ update }) => update > 0), ...of('realign')],
    at: (moment, prompt) => places.get(`${moment.key} ${prompt}`),
  };
}

function promptsOf(samples: readonly ComparedSample[]): RunSamples['prompts'] {
  const texts = new Map(samples.map(({ index, prompt }) => [index, prompt]));
  return [...texts].sort(([a], [b]) => a - b).map(([index, text]) => ({ index, text }));
}

/** Bits that a token of this probability takes, as a share of the darkest shade: 1 at 8 bits and more. */
export const surpriseShare = (probability: number): number =>
  Math.min(1, Math.log2(1 / Math.max(probability, 2 ** -8)) / 8);

/** A token as it can be seen: a space or a line break has a sign. */
export const visible = (text: string): string => text.replaceAll('\n', '↵').replaceAll('\t', '⇥') || '∅';
