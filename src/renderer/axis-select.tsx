// Picks an axis of the schedule, or one value of it.
import { NativeSelect } from '@mantine/core';
import { axisValue } from '../charts/format.ts';
import { axisName } from '../core/names.ts';

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
  return (
    <NativeSelect
      {...small}
      aria-label={props.label}
      title={props.label}
      data={data}
      value={props.value ?? ''}
      onChange={(event) => props.onChange(event.currentTarget.value || null)}
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
  return (
    <NativeSelect
      {...small}
      aria-label={label}
      title={label}
      data={data}
      value={String(index)}
      onChange={(event) => props.onChange(props.values[Number(event.currentTarget.value)])}
    />
  );
}
