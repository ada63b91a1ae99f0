// Seeds as a count or as a list: both are the same numbers.
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { parseAmount, parseValues, showValues } from '../../core/design/amounts.ts';
import { seedsOf } from '../../core/design/seeds.ts';
import { valueAt } from '../../core/schedule-shape.ts';
import { useDesigner } from './designer-context.ts';

export function SeedsField() {
  const { source, edit, issues, frozen } = useDesigner();
  const [typed, setTyped] = useState<string | null>(null);
  const given = valueAt(source, ['seeds']);
  const seeds: readonly unknown[] = Array.isArray(given) ? given : [1];
  const holds = typed !== null && JSON.stringify(parseValues(typed)) === JSON.stringify(given ?? []);
  const numbers = seeds.filter((seed): seed is number => typeof seed === 'number');
  const setCount = (text: string): void => {
    const count = parseAmount(text);
    if (count === null || count < 1 || count > 1000 || !Number.isInteger(count)) return;
    edit([{ path: ['seeds'], value: seedsOf(count, numbers) }], 'seeds');
  };
  const setList = (text: string): void => {
    setTyped(text);
    const values = parseValues(text);
    edit([{ path: ['seeds'], value: values.length === 0 ? undefined : values }], 'seeds');
  };
  return (
    <div className="design-seeds" data-field="seeds">
      <TextInput
        size="xs"
        type="number"
        min={1}
        max={1000}
        label="Seeds"
        disabled={frozen}
        value={String(seeds.length)}
        onChange={(event) => setCount(event.currentTarget.value)}
      />
      <TextInput
        size="xs"
        label="Which"
        disabled={frozen}
        error={issues.fields.get('seeds')?.join('; ')}
        value={holds ? typed : given === undefined ? '' : showValues(seeds)}
        placeholder="1"
        onChange={(event) => setList(event.currentTarget.value)}
        onBlur={() => setTyped(null)}
      />
    </div>
  );
}
