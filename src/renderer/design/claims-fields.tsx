// The primary estimator of each claim that the schedule bears on, declared before the run.
import { NativeSelect } from '@mantine/core';
import { applicableClaims } from '../../core/claims/applicable.ts';
import { estimatorsFor } from '../../core/claims/check-claims.ts';
import { type ClaimName, claimNames } from '../../core/claims/claim-names.ts';
import type { JsonEdit } from '../../core/design/json-edit.ts';
import { type Schedule, scheduleSchema } from '../../core/schedule.ts';
import { valueAt } from '../../core/schedule-shape.ts';
import { useChoices } from '../shell/actions.ts';
import { choiceGroups } from '../shell/palette-entries.ts';
import { useDesigner } from './designer-context.ts';
import { claimTitles, estimatorTitles } from './estimator-words.ts';

/** What the schedule is apart from its claims: they may be what is wrong. */
function scheduleOf(source: unknown): Schedule | null {
  const bare = typeof source === 'object' && source !== null ? { ...source, claims: undefined } : source;
  const parsed = scheduleSchema.safeParse(bare);
  return parsed.success ? parsed.data : null;
}

const declared = (source: unknown): readonly unknown[] => {
  const claims = valueAt(source, ['claims']);
  return Array.isArray(claims) ? claims : [];
};

export function ClaimsFields() {
  const { source, issues } = useDesigner();
  const schedule = scheduleOf(source);
  const claims = declared(source);
  const applicable = schedule === null ? [] : applicableClaims(schedule);
  const stray = claims
    .map((claim) => valueAt(claim, ['claim']))
    .filter((claim) => !applicable.includes(claim as ClaimName));
  const errors = issues.fields.get('claims') ?? [];
  return (
    <div data-field="claims" className="design-claims">
      <h3>Claims that this schedule bears on</h3>
      {errors.map((message) => (
        <p key={message} className="design-error">
          {message}
        </p>
      ))}
      {schedule === null && (
        <p className="design-help">They are named once the schedule has no other mistakes.</p>
      )}
      {applicable.map((claim) => (
        <ClaimField key={claim} claim={claim} known={estimatorsFor(schedule!, claim)} />
      ))}
      {schedule !== null && <Strays claims={stray} />}
      {schedule !== null && applicable.length < claimNames.length && (
        <p className="design-help">
          Others need other phases or axes: vary the alignment examples, the model’s width, the pretraining
          tokens or the prior π, or add a transfer or a joint phase.
        </p>
      )}
    </div>
  );
}

function ClaimField({ claim, known }: { claim: ClaimName; known: readonly string[] }) {
  const { source, edit, frozen } = useDesigner();
  const index = declared(source).findIndex((one) => valueAt(one, ['claim']) === claim);
  const estimator = index < 0 ? '' : String(valueAt(source, ['claims', index, 'estimator']) ?? '');
  const title = (id: string): string => estimatorTitles[claim][id] ?? id;
  const options = [
    { value: '', label: `not declared: ${title(known[0] ?? '')}` },
    ...known.map((id) => ({ value: id, label: title(id) })),
    ...(estimator === '' || known.includes(estimator)
      ? []
      : [{ value: estimator, label: `${estimator} (unknown)` }]),
  ];
  const label = claimTitles[claim];
  const choose = (next: string): void => edit(declare(source, index, claim, next), `claim ${claim}`, 0);
  useChoices({
    group: choiceGroups.axes,
    id: `design.claim.${claim}`,
    label,
    options,
    value: estimator,
    choose,
  });
  return (
    <NativeSelect
      size="xs"
      label={label}
      data={options}
      value={estimator}
      disabled={frozen}
      onChange={(event) => choose(event.currentTarget.value)}
    />
  );
}

function declare(source: unknown, index: number, claim: ClaimName, estimator: string): JsonEdit[] {
  if (index >= 0 && estimator !== '') return [{ path: ['claims', index, 'estimator'], value: estimator }];
  if (estimator !== '') return [{ path: ['claims'], value: [...declared(source), { claim, estimator }] }];
  const rest = declared(source).filter((_, i) => i !== index);
  return [{ path: ['claims'], value: rest.length === 0 ? undefined : rest }];
}

function Strays({ claims }: { claims: readonly unknown[] }) {
  const { source, edit } = useDesigner();
  return claims.map((claim) => (
    <p key={String(claim)} className="design-error">
      “{claimTitles[claim as ClaimName] ?? String(claim)}” is declared, but this schedule does not bear on it.{' '}
      <button
        type="button"
        className="design-link"
        onClick={() =>
          edit(
            [
              {
                path: ['claims'],
                value: declared(source).filter((one) => valueAt(one, ['claim']) !== claim),
              },
            ],
            'claims',
            0,
          )
        }
      >
        Take it out
      </button>
    </p>
  ));
}
