// The claims of the paper that a ledger may hold, and the estimators that each can be judged by. Names only: a schedule
// declares its primary estimators with them; what they compute is in the files beside this one.

export const claimNames = [
  'resistance',
  'rebound',
  'reboundGrows',
  'fastThenSlow',
  'size',
  'pretraining',
  'kLaw',
  'anchor',
] as const;
export type ClaimName = (typeof claimNames)[number];

/** Of a trend of the rebound over amounts of alignment, sizes, or amounts of pretraining. */
const growth = [
  'initialSlope',
  'scoreAt',
  'crossing',
  'crossingTimes',
  'halfLife',
  'n50',
  'area',
  'klReturn',
  'order',
  'index',
] as const;

/** The first is what a claim is judged by where a schedule declares nothing else. */
export const estimatorIds = {
  resistance: ['loss', 'lossFinal', 'heldOut', 'corrected', 'heldOutCorrected', 'kl', 'klChange'],
  rebound: ['bandShare', 'kl0.1', 'kl0.03', 'kl0.01', 'index'],
  reboundGrows: growth,
  fastThenSlow: ['slowdownLogOdds', 'slowdownScore', 'breakpointAtBase', 'stickBeatsLine'],
  size: growth,
  pretraining: growth,
  kLaw: ['slope', 'level', 'sequential'],
  anchor: ['breakpoint', 'breakpointIsAnchor', 'breakpointIsFloor', 'finalLevel'],
} as const satisfies Record<ClaimName, readonly string[]>;
