// The claim ledger of an experiment: every claim that it bears on, each estimator judged after Holm's correction over the
// family that it is in. Two families: the primary estimators of all claims, and all others.
import { holm } from '../elasticity/holm.ts';
import type { Schedule } from '../schedule.ts';
import { alignmentAmount, pretrainingAmount, scoreHeatmaps, sizeAmount } from './amounts.ts';
import { applicableClaims } from './applicable.ts';
import { estimatorsFor } from './check-claims.ts';
import type { ClaimName } from './claim-names.ts';
import type { ClaimDraft, Draft } from './estimate.ts';
import { growth } from './growth.ts';
import { jointLaw, sequentialLaw } from './k-law.ts';
import type { ClaimEntry, Ledger, LedgerEstimator } from './ledger-schema.ts';
import { anchor } from './prior.ts';
import { isPlain, rebound } from './rebound.ts';
import { resistance } from './resistance.ts';
import { type ClaimInput, finishedRuns, type RunView, viewRuns } from './run-views.ts';
import { type FittedRun, fastThenSlow, fitRun } from './shape.ts';

/** Metrics that a ledger reads, for whoever collects the curves. */
export function ledgerMetrics(schedule: Schedule): string[] {
  if (schedule.transfer !== undefined) {
    return ['train.loss', 'generated.nats', 'generated.floor', 'generated.trainFloor', 'generated.kl'];
  }
  if (schedule.joint !== undefined) return ['joint.pretrainNats', 'joint.alignNats', 'joint.share'];
  return [
    'behaviour.score',
    'behaviour.logOdds',
    'kl.fromBase',
    'kl.toBase',
    'weights.toBase',
    'pretrain.gamma',
    'positive.gamma',
    'negative.gamma',
    'pretrain.bitsPerToken',
    'positive.bitsPerToken',
    'negative.bitsPerToken',
  ];
}

/** Fits by run; a finished run has the same for ever, so that a later ledger of the same experiment need not make them again. */
export type FitMemory = Map<number, FittedRun | null>;

/** Fits one run that has none yet, and says whether there was one: what is slow in small pieces. */
export function fitNext(input: ClaimInput, fits: FitMemory): boolean {
  if (!applicableClaims(input.schedule).includes('fastThenSlow')) return false;
  const next = finishedRuns(input.runs).find(({ run }) => !fits.has(run));
  if (next === undefined) return false;
  const [view] = viewRuns({ ...input, runs: [next] });
  fits.set(next.run, fitRun(view!));
  return true;
}

export function claimLedger(input: ClaimInput, fits: FitMemory = new Map()): Ledger {
  const { schedule, runs } = input;
  const views = viewRuns(input);
  const fitOf = remembered(fits);
  const drafts = applicableClaims(schedule).map((claim) => {
    const declared = schedule.claims?.find((one) => one.claim === claim)?.estimator ?? null;
    const primary = declared ?? defaultPrimary(schedule, claim);
    return { claim, primary, declared: declared !== null, draft: draftOf(claim, schedule, { views, fitOf }) };
  });
  const adjusted = correct(drafts);
  return {
    name: schedule.name,
    runs: runs.length,
    runsUsed: views.length,
    seeds: [...new Set(views.map(({ seed }) => seed))],
    notes: notesOf(input, views, drafts.length),
    entries: drafts.map(({ claim, primary, declared, draft }): ClaimEntry => {
      const estimators = draft.estimators.map((one) =>
        settle(one, one.id === primary, adjusted.get(one) ?? null),
      );
      return {
        claim,
        title: draft.title,
        statement: draft.statement,
        declared,
        estimators: [...estimators.filter((one) => one.primary), ...estimators.filter((one) => !one.primary)],
        tables: [...draft.tables],
        charts: [...draft.charts],
        notes: [...draft.notes],
        paper: [...draft.paper],
      };
    }),
  };
}

/** The first estimator of a claim, or the one on the schedule's own metric where the claim has one for each. */
function defaultPrimary(schedule: Schedule, claim: ClaimName): string {
  if (schedule.metric === 'behaviour.score') {
    if (claim === 'fastThenSlow') return 'slowdownScore';
    if (claim === 'reboundGrows' || claim === 'size' || claim === 'pretraining') return 'scoreAt';
  }
  return estimatorsFor(schedule, claim)[0]!;
}

interface Sources {
  readonly views: readonly RunView[];
  fitOf(view: RunView): FittedRun | null;
}

function draftOf(claim: ClaimName, schedule: Schedule, { views, fitOf }: Sources): ClaimDraft {
  switch (claim) {
    case 'resistance':
      return resistance(views);
    case 'rebound':
      return rebound(views);
    case 'reboundGrows': {
      const draft = growth(views, alignmentAmount);
      return { ...draft, charts: [...draft.charts, ...scoreHeatmaps(views.filter(isPlain))] };
    }
    case 'fastThenSlow':
      return fastThenSlow(views, fitOf);
    case 'size':
      return growth(views, sizeAmount);
    case 'pretraining':
      return growth(views, pretrainingAmount);
    case 'kLaw':
      return schedule.joint === undefined ? sequentialLaw(views) : jointLaw(views);
    case 'anchor':
      return anchor(views, fitOf);
  }
}

/** Fits are the slow part, and two claims want them. */
function remembered(known: FitMemory): Sources['fitOf'] {
  return (view) => {
    const before = known.get(view.run);
    if (before !== undefined) return before;
    const fitted = fitRun(view);
    known.set(view.run, fitted);
    return fitted;
  };
}

function correct(
  drafts: readonly { readonly primary: string; readonly draft: ClaimDraft }[],
): ReadonlyMap<Draft, number | null> {
  const adjusted = new Map<Draft, number | null>();
  for (const primary of [true, false]) {
    const family = drafts.flatMap((one) =>
      one.draft.estimators.filter(
        (estimator) => (estimator.id === one.primary) === primary && estimator.alone === undefined,
      ),
    );
    const values = holm(family.map(({ p }) => p));
    family.forEach((estimator, i) => {
      adjusted.set(estimator, values[i]!);
    });
  }
  return adjusted;
}

function settle(draft: Draft, primary: boolean, pHolm: number | null): LedgerEstimator {
  const { judge, alone: _alone, ...told } = draft;
  return { ...told, primary, pHolm, ...judge(pHolm) };
}

function notesOf({ runs }: ClaimInput, views: readonly RunView[], claims: number): string[] {
  const left = runs.length - views.length;
  return [
    ...(claims === 0
      ? [
          'This experiment bears on none of the claims: it has neither a way back nor slices nor a joint phase.',
        ]
      : []),
    ...(left > 0
      ? [
          views.length === 0
            ? 'No run is finished yet, so nothing can be judged.'
            : `${left} of ${runs.length} runs are not finished; all numbers are from the ${views.length} that are.`,
        ]
      : []),
    'p-values are corrected (Holm) over the primary estimators together, and over all others together.',
  ];
}
