// One field of the form: its control, its unit, what it does, what is wrong with it, and the button that varies it. What
// is typed is written into the JSON as it is: a value that cannot be is told of here rather than lost.
import { NativeSelect, Switch, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { parseAmount, parseValues, showValues } from '../../core/design/amounts.ts';
import { defaultOf } from '../../core/design/defaults.ts';
import { valueAt } from '../../core/schedule-shape.ts';
import { useChoices, useCommands } from '../shell/actions.ts';
import { choiceGroups } from '../shell/palette-entries.ts';
import { AxisValues, VaryButton } from './axis-editor.tsx';
import { useDesigner } from './designer-context.ts';
import type { Field } from './fields.ts';

export function FormField({ field }: { field: Field }) {
  const { source, issues } = useDesigner();
  const errors = issues.fields.get(field.path);
  const varied = Array.isArray(valueAt(source, ['axes', field.path]));
  const wide =
    ['longText', 'paths', 'numbers', 'flag'].includes(field.kind) ||
    field.path === 'name' ||
    field.path === 'tags';
  return (
    <div className="design-field" data-field={field.path} data-wide={wide}>
      {varied && errors === undefined ? (
        <VariedField field={field} />
      ) : (
        <>
          <Control field={field} error={errors?.join('; ')} />
          {varied && <AxisValues path={field.path} label={field.label} />}
        </>
      )}
      {field.vary !== false && <VaryButton path={field.path} label={field.label} field={field} />}
    </div>
  );
}

/** In place of the control: runs have the values of the axis, not the schedule's own. */
function VariedField({ field }: { field: Field }) {
  return (
    <fieldset className="design-varied">
      <legend>{field.label}</legend>
      <AxisValues path={field.path} label={field.label} />
      <p className="design-help">Each value is a run of its own.</p>
    </fieldset>
  );
}

interface ControlProps {
  readonly field: Field;
  readonly error: string | undefined;
}

function Control(props: ControlProps) {
  switch (props.field.kind) {
    case 'choice':
      return <ChoiceControl {...props} />;
    case 'flag':
      return <FlagControl {...props} />;
    default:
      return <TypedControl {...props} />;
  }
}

const given = (source: unknown, field: Field): unknown => valueAt(source, field.path.split('.'));

function placeholderOf(field: Field, source: unknown): string {
  const standard = defaultOf(field.path, source);
  if (standard === undefined || standard === '') return field.empty ?? '';
  if (Array.isArray(standard)) return standard.length === 0 ? (field.empty ?? '') : showValues(standard);
  return String(standard);
}

/** What a typed text means; undefined for none: back to the default. */
function meaning(field: Field, text: string): unknown {
  if (text.trim() === '') return undefined;
  switch (field.kind) {
    case 'number':
      return parseAmount(text) ?? text;
    case 'numbers':
      return parseValues(text);
    case 'paths':
      return text
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
    case 'tags':
      return text
        .split(',')
        .map((tag) => tag.trim())
        .filter((tag) => tag !== '');
    default:
      return text;
  }
}

function shown(field: Field, value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return JSON.stringify(value);
  if (field.kind === 'paths') return value.map(String).join('\n');
  return field.kind === 'tags' ? value.map(String).join(', ') : showValues(value);
}

/** What is being typed stands as it was typed, while it means what the schedule says: `1.`, `16k`, a comma at the end. */
function useTyped(field: Field) {
  const { source, setField } = useDesigner();
  const [typed, setTyped] = useState<string | null>(null);
  const value = given(source, field);
  const holds = typed !== null && JSON.stringify(meaning(field, typed)) === JSON.stringify(value);
  return {
    value: holds ? typed : shown(field, value),
    onChange: (text: string): void => {
      setTyped(text);
      setField(field, meaning(field, text));
    },
    onBlur: (): void => setTyped(null),
  };
}

function TypedControl({ field, error }: ControlProps) {
  const { source, frozen } = useDesigner();
  const typed = useTyped(field);
  const common = {
    label: field.label,
    description: field.help,
    error,
    disabled: frozen,
    placeholder: placeholderOf(field, source),
    value: typed.value,
    onBlur: typed.onBlur,
    size: 'xs',
    inputWrapperOrder: ['label', 'input', 'error', 'description'] as (
      | 'label'
      | 'input'
      | 'error'
      | 'description'
    )[],
    spellCheck: field.kind === 'longText',
    autoComplete: 'off',
  };
  if (field.kind === 'longText' || field.kind === 'paths')
    return (
      <Textarea
        {...common}
        autosize
        minRows={2}
        maxRows={8}
        onChange={(event) => typed.onChange(event.currentTarget.value)}
      />
    );
  return (
    <TextInput
      {...common}
      inputMode={field.kind === 'number' ? 'decimal' : 'text'}
      rightSection={<Unit text={field.unit} />}
      rightSectionWidth={unitWidth(field.unit)}
      rightSectionPointerEvents="none"
      onChange={(event) => typed.onChange(event.currentTarget.value)}
    />
  );
}

const unitWidth = (unit: string | undefined): number => (unit === undefined ? 8 : 14 + unit.length * 6.6);
const Unit = ({ text }: { text: string | undefined }): ReactNode =>
  text === undefined ? null : <span className="design-unit">{text}</span>;

function ChoiceControl({ field, error }: ControlProps) {
  const { source, setField, frozen } = useDesigner();
  const value = given(source, field);
  const standard = defaultOf(field.path, source);
  const choices = field.choices ?? [];
  const labelOf = (one: unknown): string =>
    choices.find((choice) => choice.value === one)?.label ?? String(one);
  const text = value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  const unset = standard === undefined ? (field.empty ?? 'not chosen') : `${labelOf(standard)} (default)`;
  const options = [
    { value: '', label: unset },
    ...choices,
    ...(text === '' || choices.some((choice) => choice.value === text)
      ? []
      : [{ value: text, label: `${text} (unknown)` }]),
  ];
  const choose = (next: string): void => setField(field, next === '' ? undefined : next);
  const { label } = field;
  useChoices({ group: choiceGroups.axes, id: `design.${field.path}`, label, options, value: text, choose });
  return (
    <NativeSelect
      size="xs"
      label={label}
      description={field.help}
      error={error}
      disabled={frozen}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      data={options}
      value={text}
      onChange={(event) => choose(event.currentTarget.value)}
    />
  );
}

function FlagControl({ field, error }: ControlProps) {
  const { source, setField, frozen } = useDesigner();
  const on = given(source, field) === true;
  const turn = (next: boolean): void => setField(field, next ? true : undefined);
  useCommands(choiceGroups.axes, [
    {
      id: `design.${field.path}`,
      label: `${field.label}: ${on ? 'off' : 'on'}`,
      disabled: frozen,
      run: () => turn(!on),
    },
  ]);
  return (
    <Switch
      size="xs"
      label={field.label}
      description={field.help}
      error={error}
      disabled={frozen}
      checked={on}
      onChange={(event) => turn(event.currentTarget.checked)}
    />
  );
}
