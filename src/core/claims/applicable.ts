// Which claims an experiment bears on: decided by its phases and axes alone, so that a schedule can be checked before it
// runs.
import type { Schedule } from '../schedule.ts';
import { type ClaimName, claimNames } from './claim-names.ts';

const varies = (schedule: Schedule, pattern: RegExp): boolean =>
  Object.entries(schedule.axes).some(([path, values]) => pattern.test(path) && values.length > 1);

/** Whether some value of an axis of a whole section sets the field. */
const sets = (schedule: Schedule, section: string, field: string): boolean =>
  (schedule.axes[section] ?? []).some(
    (value) => typeof value === 'object' && value !== null && Object.hasOwn(value, field),
  );

const walksBack = ({ align, unalign }: Schedule): boolean => align !== undefined && unalign !== undefined;
const needsBack = 'the phases "align" and "unalign"';

/** What a claim needs, and whether a schedule has it. */
const needs: Readonly<Record<ClaimName, readonly [what: string, has: (schedule: Schedule) => boolean]>> = {
  resistance: ['the phase "transfer"', ({ transfer }) => transfer !== undefined],
  rebound: [needsBack, walksBack],
  fastThenSlow: [needsBack, walksBack],
  reboundGrows: [
    `${needsBack} and the axis "align.examples"`,
    (schedule) =>
      walksBack(schedule) && (varies(schedule, /^align\.examples$/) || sets(schedule, 'align', 'examples')),
  ],
  size: [
    `${needsBack} and an axis of the model's size, such as "model.width"`,
    (schedule) =>
      walksBack(schedule) &&
      (varies(schedule, /^model\.(width|layers|hidden)$/) ||
        ['width', 'layers', 'hidden'].some((field) => sets(schedule, 'model', field))),
  ],
  pretraining: [
    `${needsBack} and the axis "pretrain.tokens"`,
    (schedule) =>
      walksBack(schedule) && (varies(schedule, /^pretrain\.tokens$/) || sets(schedule, 'pretrain', 'tokens')),
  ],
  kLaw: [
    `the phase "joint", or ${needsBack}`,
    (schedule) => schedule.joint !== undefined || walksBack(schedule),
  ],
  anchor: [
    `${needsBack} and the axis "corpus.positive"`,
    (schedule) =>
      walksBack(schedule) && (varies(schedule, /^corpus\.positive$/) || sets(schedule, 'corpus', 'positive')),
  ],
};

export const applicableClaims = (schedule: Schedule): ClaimName[] =>
  claimNames.filter((claim) => needs[claim][1](schedule));

/** What this schedule lacks for the claim, in words; null where it applies. */
export const lackingFor = (schedule: Schedule, claim: ClaimName): string | null =>
  needs[claim][1](schedule) ? null : needs[claim][0];
