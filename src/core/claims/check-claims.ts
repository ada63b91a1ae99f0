// Whether the primary estimators that a schedule declares are ones that its claims have.
import type { InputIssue } from '../errors.ts';
import type { Schedule } from '../schedule.ts';
import { lackingFor } from './applicable.ts';
import { type ClaimName, estimatorIds } from './claim-names.ts';

/** The estimators of a claim that this schedule can have: the law of k differs by its phases. */
export function estimatorsFor(schedule: Schedule, claim: ClaimName): readonly string[] {
  if (claim !== 'kLaw') return estimatorIds[claim];
  return estimatorIds.kLaw.filter((id) => (id === 'sequential') === (schedule.joint === undefined));
}

export function claimIssues(schedule: Schedule): InputIssue[] {
  const claims = schedule.claims ?? [];
  return claims.flatMap(({ claim, estimator }, i): InputIssue[] => {
    const first = claims.findIndex((other) => other.claim === claim);
    if (first < i) {
      const message = `expected a claim once, got "${claim}", which is claims[${first}] already`;
      return [{ path: `claims[${i}].claim`, message }];
    }
    const lacking = lackingFor(schedule, claim);
    if (lacking !== null) {
      const message = `this schedule does not bear on "${claim}", which needs ${lacking}`;
      return [{ path: `claims[${i}].claim`, message }];
    }
    const known = estimatorsFor(schedule, claim);
    if (known.includes(estimator)) return [];
    const message = `expected one of ${known.map((id) => `"${id}"`).join(', ')}, got ${JSON.stringify(estimator)}`;
    return [{ path: `claims[${i}].estimator`, message }];
  });
}
