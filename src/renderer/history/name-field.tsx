// The name of an experiment, as a field.
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Markable, Marking } from './use-marks.ts';

/** Saved when it is left or Enter is pressed; an empty one is not. */
export function NameField({ row, marks }: { row: Markable & { readonly name: string }; marks: Marking }) {
  const [name, setName] = useState(row.name);
  const save = (): void => {
    const next = name.trim();
    if (next === '') setName(row.name);
    else if (next !== row.name) void marks.mark([row], { name: next });
  };
  return (
    <TextInput
      label="Name"
      maxLength={200}
      value={name}
      onChange={(event) => setName(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => event.key === 'Enter' && save()}
    />
  );
}
