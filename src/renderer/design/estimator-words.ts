// What claims and their estimators are called before anything was run; the ledger has their full names.
import type { ClaimName } from '../../core/claims/claim-names.ts';

export const claimTitles: Readonly<Record<ClaimName, string>> = {
  resistance: 'Resistance: back is easier than forward',
  rebound: 'Rebound: fewer examples back than forth',
  reboundGrows: 'Rebound grows with alignment',
  fastThenSlow: 'The fall is fast, then slow',
  size: 'Rebound grows with model size',
  pretraining: 'Rebound grows with pretraining',
  kLaw: 'The law of k',
  anchor: 'The prior is an anchor',
};

const growth = {
  initialSlope: 'First decline of log-odds, slope',
  scoreAt: 'Score after a few updates (the paper’s), slope',
  crossing: 'Log updates to the pretrained level, where reached, slope',
  crossingTimes: 'Times to the pretrained level, censored included',
  halfLife: 'Log updates to lose half of the gain, slope',
  n50: 'Log examples to lose half of all that is lost, slope',
  area: 'Mean score less the pretrained level, slope',
  klReturn: 'Log updates until KL to θ0 is small, slope',
  order: 'Order of the first decline within each seed',
  index: 'Logarithm of R = updates back / forward, slope',
};

export const estimatorTitles: Readonly<Record<ClaimName, Readonly<Record<string, string>>>> = {
  resistance: {
    loss: 'Training loss, mean over the epoch (the paper’s): forward − inverse',
    lossFinal: 'Training loss, last tenth: forward − inverse',
    heldOut: 'Held-out cross-entropy at the end: forward − inverse',
    corrected: 'Training loss less the generator’s own: forward − inverse',
    heldOutCorrected: 'Held-out cross-entropy less the generator’s own: forward − inverse',
    kl: 'KL left at the end: forward − inverse',
    klChange: 'KL trained away: forward − inverse',
  },
  rebound: {
    bandShare: 'Log of the median ratio of examples back to n⁺, until in the pretrained band',
    'kl0.1': 'Log of the median ratio of examples back to n⁺, until KL < 0.1',
    'kl0.03': 'Log of the median ratio of examples back to n⁺, until KL < 0.03',
    'kl0.01': 'Log of the median ratio of examples back to n⁺, until KL < 0.01',
    index: 'Logarithm of R = updates back / forward',
  },
  reboundGrows: growth,
  fastThenSlow: {
    slowdownLogOdds: 'Slow-down at the pretrained level, log-odds',
    slowdownScore: 'Slow-down at the pretrained level, score',
    breakpointAtBase: 'Where a broken stick breaks',
    stickBeatsLine: 'Broken stick against a straight line',
  },
  size: growth,
  pretraining: growth,
  kLaw: {
    slope: 'Slope of ln k̂ on ln k',
    level: 'Log ratio of k̂ to k',
    sequential: 'Ratio of the effective k in fine-tuning to k',
  },
  anchor: {
    breakpoint: 'Where the decline breaks, slope on the log-odds of π',
    breakpointIsAnchor: 'The same slope is 1',
    breakpointIsFloor: 'The same slope is 0',
    finalLevel: 'Level at the end, slope on the log-odds of π',
  },
};
