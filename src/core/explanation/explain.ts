// The walk of a newcomer from "what is pretraining" to "what is elasticity" over the user's own curves: eight steps, each
// a sentence or three with the data's own numbers, and the place on the chart that it speaks of. Where the data
// contradict the textbook picture the sentences say what the data say.
import type { FrozenData } from '../frozen-data.ts';
import type { View } from '../view.ts';
import { type ChosenCurves, chooseCurves } from './chosen-curves.ts';
import { type CurveFacts, curveFacts } from './curve-facts.ts';
import * as say from './sentences.ts';

export type ExplainedPhase = 'align' | 'unalign';
/** Where to look, in updates and in the metric's own unit. */
export type Highlight =
  | { readonly kind: 'level'; readonly value: number }
  | { readonly kind: 'curve'; readonly phase: ExplainedPhase }
  | {
      readonly kind: 'point';
      readonly phase: ExplainedPhase;
      readonly update: number;
      readonly value: number;
    }
  | {
      readonly kind: 'slope';
      readonly phase: ExplainedPhase;
      readonly from: readonly [update: number, value: number];
      readonly to: readonly [update: number, value: number];
    }
  | {
      readonly kind: 'gap';
      readonly phase: ExplainedPhase;
      readonly update: number;
      readonly from: number;
      readonly to: number;
    }
  | { readonly kind: 'band' }
  | { readonly kind: 'stretch'; readonly near: number; readonly far: number };

export const explanationIds = [
  'pretrained',
  'alignment',
  'aligned',
  'unalignment',
  'return',
  'end',
  'seeds',
  'elasticity',
] as const;
export type ExplanationId = (typeof explanationIds)[number];

export interface ExplanationStep {
  readonly id: ExplanationId;
  readonly title: string;
  readonly text: string;
  /** A few words to stand at the mark itself. */
  readonly label: string;
  readonly highlight: Highlight;
  /** How much of the curves is drawn by now. */
  readonly shown: { readonly align: boolean; readonly unalign: boolean };
}

/** Empty where no run of the data has both alignment and unalignment of a behaviour: see `whyUnexplained`. */
export function explain(view: View, data: FrozenData): ExplanationStep[] {
  const chosen = chooseCurves(view, data);
  return chosen === null ? [] : stepsOf(chosen, curveFacts(chosen));
}

/** Why there is nothing to explain; null where there is. */
export function whyUnexplained(view: View, data: FrozenData): string | null {
  if (chooseCurves(view, data) !== null) return null;
  return 'The explanation needs curves of the behaviour (score or log-odds) over both alignment and unalignment, of the same runs.';
}

function stepsOf(chosen: ChosenCurves, facts: CurveFacts): ExplanationStep[] {
  const before = { align: false, unalign: false };
  const half = { align: true, unalign: false };
  const whole = { align: true, unalign: true };
  return [
    {
      id: 'pretrained',
      ...say.pretrained(chosen, facts),
      shown: before,
      highlight: { kind: 'level', value: facts.base.mean },
    },
    {
      id: 'alignment',
      ...say.alignment(chosen, facts),
      shown: half,
      highlight: { kind: 'curve', phase: 'align' },
    },
    {
      id: 'aligned',
      ...say.aligned(chosen, facts),
      shown: half,
      highlight: point('align', facts.alignUpdates, facts.aligned.mean),
    },
    { id: 'unalignment', ...say.unalignment(chosen, facts), shown: whole, highlight: slopeOf(facts) },
    { id: 'return', ...say.comingBack(chosen, facts), shown: whole, highlight: returnOf(facts) },
    { id: 'end', ...say.ending(chosen, facts), shown: whole, highlight: gapOf(facts) },
    { id: 'seeds', ...say.seeds(chosen, facts), shown: whole, highlight: { kind: 'band' } },
    { id: 'elasticity', ...say.elasticity(chosen, facts), shown: whole, highlight: stretchOf(facts) },
  ];
}

const point = (phase: ExplainedPhase, update: number, value: number): Highlight => ({
  kind: 'point',
  phase,
  update,
  value,
});

function slopeOf({ aligned, early }: CurveFacts): Highlight {
  const to = [early.updates, aligned.mean + early.change.mean] as const;
  return { kind: 'slope', phase: 'unalign', from: [0, aligned.mean], to };
}

function returnOf({ base, returnUpdate }: CurveFacts): Highlight {
  if (returnUpdate === null) return { kind: 'level', value: base.mean };
  return point('unalign', returnUpdate, base.mean);
}

function gapOf({ unalignUpdates, base, end }: CurveFacts): Highlight {
  return { kind: 'gap', phase: 'unalign', update: unalignUpdates, from: base.mean, to: end.mean };
}

/** The stretch that R is taken over; where the seeds tell of none, the level to come back to. */
function stretchOf({ index, base, aligned, moved }: CurveFacts): Highlight {
  if (moved === 'unclear') return { kind: 'level', value: base.mean };
  const known = Number.isFinite(index.near) && Number.isFinite(index.far);
  return known
    ? { kind: 'stretch', near: index.near, far: index.far }
    : { kind: 'stretch', near: base.mean, far: aligned.mean };
}
