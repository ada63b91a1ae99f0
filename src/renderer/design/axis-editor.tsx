// The values of an axis: chips that show them, and the editor behind the chips and behind every “Vary” button.

import { Button, NativeSelect, Popover, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { axisValue } from '../../charts/format.ts';
import { parseAmount, parseValues, range, showValues } from '../../core/design/amounts.ts';
import { valueOrDefault } from '../../core/design/defaults.ts';
import { counted } from '../../core/number-text.ts';
import { isFields, valueAt } from '../../core/schedule-shape.ts';
import { useCommands } from '../shell/actions.ts';
import { choiceGroups } from '../shell/palette-entries.ts';
import { useDesigner } from './designer-context.ts';
import type { Field } from './fields.ts';

interface Props {
  readonly path: string;
  readonly label: string;
  readonly field?: Field | undefined;
}

export const axisOf = (source: unknown, path: string): readonly unknown[] | null => {
  const values = valueAt(source, ['axes', path]);
  return Array.isArray(values) ? values : null;
};

/** The values as chips; those with an issue are marked, and say it. */
export function AxisValues({ path, label }: Props) {
  const { source, issues } = useDesigner();
  const values = axisOf(source, path) ?? [];
  const own = issues.axes.get(path) ?? [];
  const messages = values.flatMap((value, index) =>
    (issues.axes.get(`${path}[${index}]`) ?? []).map((message) => `${axisValue(value)}: ${message}`),
  );
  return (
    <div className="design-values" data-axis={path}>
      <ul aria-label={`Values of ${label}`}>
        {values.map((value, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: values may be equal while they are being written
            key={index}
            className="design-chip"
            data-wrong={issues.axes.has(`${path}[${index}]`)}
          >
            {axisValue(value)}
          </li>
        ))}
      </ul>
      {[...own, ...messages].map((message) => (
        <p key={message} className="design-error">
          {message}
        </p>
      ))}
    </div>
  );
}

/** Makes an axis of a field, or opens the editor of the one that it has. */
export function VaryButton({ path, label, field }: Props) {
  const { source, edit, frozen } = useDesigner();
  const [open, setOpen] = useState(false);
  const values = axisOf(source, path);
  const press = (): void => {
    if (values === null)
      edit([{ path: ['axes', path], value: firstValues(source, path, field) }], `axis ${path}`, 0);
    setOpen(!open);
  };
  const name = values === null ? `Vary ${label}` : `Edit the ${counted(values.length, 'value')} of ${label}`;
  useCommands(choiceGroups.axes, [
    { id: `design.vary.${path}.${label}`, label: name, disabled: frozen, run: press },
  ]);
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-end"
      width={320}
      trapFocus
      shadow="md"
      withinPortal
    >
      <Popover.Target>
        <button
          type="button"
          className="design-vary"
          data-on={values !== null}
          disabled={frozen}
          aria-label={name}
          title={
            values === null
              ? `Vary ${label}: make it an axis of the experiment`
              : 'Edit the values of this axis'
          }
          onClick={press}
        >
          {values === null ? 'Vary' : counted(values.length, 'value')}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={`Values of ${label}`}>
        <AxisForm path={path} label={label} field={field} close={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** An axis begins with what the field is, or with all that it can be. */
function firstValues(source: unknown, path: string, field: Field | undefined): unknown[] {
  // Choices that bring other fields with them do not all fit one schedule.
  if (field?.choices !== undefined && field.write === undefined)
    return field.choices.map(({ value }) => value);
  if (field?.kind === 'flag') return [true];
  const value = valueOrDefault(source, path) ?? field?.choices?.[0]?.value;
  return [value === undefined ? (field === undefined ? {} : 1) : value];
}

export function AxisForm({ path, label, field, close }: Props & { readonly close: () => void }) {
  const { source, edit, frozen } = useDesigner();
  const [typed, setTyped] = useState<string | null>(null);
  const values = axisOf(source, path) ?? [];
  const lines = values.some((value) => isFields(value) || Array.isArray(value));
  const holds = typed !== null && JSON.stringify(parseValues(typed)) === JSON.stringify(values);
  const set = (next: readonly unknown[]): void =>
    edit([{ path: ['axes', path], value: next }], `axis ${path}`);
  const remove = (): void => {
    edit([{ path: ['axes', path], value: undefined }], `remove ${path}`, 0);
    close();
  };
  return (
    <div className="design-axis-form">
      <Textarea
        data-autofocus
        size="xs"
        label={`Values of ${label}`}
        description={lines ? 'One a line, as JSON.' : 'Separated by commas; 1.5M and 160k are understood.'}
        disabled={frozen}
        autosize
        minRows={lines ? 3 : 1}
        maxRows={12}
        value={holds ? typed : showValues(values, lines ? '\n' : ', ')}
        spellCheck={false}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          set(parseValues(event.currentTarget.value));
        }}
      />
      <AxisValues path={path} label={label} />
      {(field === undefined || field.kind === 'number') && !lines && (
        <RangeHelper values={values} fill={set} />
      )}
      <div className="design-row">
        <Button size="compact-xs" variant="subtle" color="red" onClick={remove} disabled={frozen}>
          Stop varying
        </Button>
        <Button size="compact-xs" onClick={close}>
          Done
        </Button>
      </div>
    </div>
  );
}

/** Fills the list with a range. */
function RangeHelper({
  values,
  fill,
}: {
  values: readonly unknown[];
  fill: (values: readonly number[]) => void;
}) {
  const numbers = values.filter((value): value is number => typeof value === 'number');
  const [kind, setKind] = useState<'geometric' | 'arithmetic'>('geometric');
  const [from, setFrom] = useState(
    String(Math.min(...numbers, Number.POSITIVE_INFINITY)).replace('Infinity', '16'),
  );
  const [to, setTo] = useState(
    String(numbers.length > 0 ? Math.max(...numbers) * (numbers.length > 1 ? 1 : 4) : 256),
  );
  const [count, setCount] = useState('3');
  const [low, high, many] = [parseAmount(from), parseAmount(to), parseAmount(count)];
  const whole = low !== null && high !== null && Number.isInteger(low) && Number.isInteger(high) && high > 1;
  const made =
    low === null || high === null || many === null || many > 64
      ? []
      : range(kind, { from: low, to: high, count: many, whole });
  return (
    <fieldset className="design-range">
      <legend>Fill with a range</legend>
      <NativeSelect
        size="xs"
        aria-label="Kind of range"
        data={[
          { value: 'geometric', label: 'equal ratios' },
          { value: 'arithmetic', label: 'equal steps' },
        ]}
        value={kind}
        onChange={(event) => setKind(event.currentTarget.value as typeof kind)}
      />
      <TextInput
        size="xs"
        aria-label="From"
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        size="xs"
        aria-label="To"
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <TextInput
        size="xs"
        aria-label="How many"
        value={count}
        onChange={(event) => setCount(event.currentTarget.value)}
      />
      <Button size="compact-xs" variant="default" disabled={made.length === 0} onClick={() => fill(made)}>
        Fill
      </Button>
    </fieldset>
  );
}
