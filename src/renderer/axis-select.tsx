// Picks an axis of the schedule, or one value of it.
import { NativeSelect } from '@mantine/core';
import { axisValue } from '../charts/format.ts';
import { axisName } from '../core/names.ts';
import { useChoices } from './shell/actions.ts';
import { choiceGroups } from './shell/palette-entries.ts';

const small = { size: 'xs' } as const;

export function AxisSelect(props: {
  label: string;
  none: string;
  axes: readonly string[];
  value: string | null;
  onChange: (axis: string | null) => void;
}) {
  const data = [
    { value: '', label: props.none },
    ...props.axes.map((axis) => ({ value: axis, label: axisName(axis) })),
  ];
  const choose = (axis: string): void => props.onChange(axis || null);
  const { label } = props;
  useChoices({
    group: choiceGroups.drawn,
    id: label,
    label,
    options: data,
    value: props.value ?? '',
    choose,
  });
  return (
    <NativeSelect
      {...small}
      aria-label={props.label}
      title={props.label}
      data={data}
      value={props.value ?? ''}
      onChange={(event) => choose(event.currentTarget.value)}
    />
  );
}

export function ValueSelect(props: {
  axis: string;
  values: readonly unknown[];
  value: unknown;
  onChange: (value: unknown) => void;
}) {
  const label = `Only ${axisName(props.axis)}`;
  const data = props.values.map((value, index) => ({
    value: String(index),
    label: `${axisName(props.axis)} ${axisValue(value)}`,
  }));
  const index = props.values.findIndex((value) => JSON.stringify(value) === JSON.stringify(props.value));
  const choose = (next: string): void => props.onChange(props.values[Number(next)]);
  useChoices({ group: choiceGroups.drawn, id: label, label, options: data, value: String(index), choose });
  return (
    <NativeSelect
      {...small}
      aria-label={label}
      title={label}
      data={data}
      value={String(index)}
      onChange={(event) => choose(event.currentTarget.value)}
    />
  );
}
