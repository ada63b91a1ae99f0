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
  initialSlope: 'First decline of log-odds',
  scoreAt: 'Score after a few updates (the paper’s)',
  crossing: 'Updates to the pretrained level, where reached',
  crossingTimes: 'Times to the pretrained level, censored included',
  halfLife: 'Updates to lose half of the gain',
  n50: 'Examples to lose half of all that is lost',
  area: 'Mean score above the pretrained level',
  klReturn: 'Updates until KL to θ0 is small',
  order: 'Order of the first decline within each seed',
  index: 'R: updates back / forward',
};

export const estimatorTitles: Readonly<Record<ClaimName, Readonly<Record<string, string>>>> = {
  resistance: {
    loss: 'Training loss, mean over the epoch (the paper’s)',
    lossFinal: 'Training loss, last tenth',
    heldOut: 'Held-out cross-entropy at the end',
    corrected: 'Training loss less the generator’s own',
    heldOutCorrected: 'Held-out cross-entropy less the generator’s own',
    kl: 'KL left at the end',
    klChange: 'KL trained away',
  },
  rebound: {
    bandShare: 'Examples until back in the pretrained band, share of n⁺',
    'kl0.1': 'Examples until KL < 0.1, share of n⁺',
    'kl0.03': 'Examples until KL < 0.03, share of n⁺',
    'kl0.01': 'Examples until KL < 0.01, share of n⁺',
    index: 'R: updates back / forward',
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
  kLaw: { slope: 'Slope of log k̂ on log k', level: 'log(k̂ / k)', sequential: 'Effective k in fine-tuning' },
  anchor: {
    breakpoint: 'Where the decline breaks, against π',
    breakpointIsAnchor: 'The same slope is 1',
    breakpointIsFloor: 'The same slope is 0',
    finalLevel: 'Level at the end, against π',
  },
};
