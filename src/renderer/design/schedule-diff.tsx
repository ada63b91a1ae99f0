// What differs between two schedules, as a table: fields with both values, axes and seeds by what came and went.
import { Table } from '@mantine/core';
import { axisValue } from '../../charts/format.ts';
import { type Difference, diffSchedules } from '../../core/design/schedule-diff.ts';
import { axisName } from '../../core/names.ts';
import './schedule-diff.css';

interface Props {
  readonly a: unknown;
  readonly b: unknown;
  readonly names: readonly [string, string];
}

/** `a` and `b` are schedules as they were submitted, parsed or not; `names` head their columns. */
export function ScheduleDiff({ a, b, names }: Props) {
  const differences = diffSchedules(a, b);
  if (differences.length === 0) return <p className="schedule-diff-none">The two schedules say the same.</p>;
  return (
    <Table fz="sm" verticalSpacing={5} className="schedule-diff">
      <caption className="only-heard">
        {differences.length} differences between {names[0]} and {names[1]}
      </caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Field</Table.Th>
          <Table.Th scope="col">{names[0]}</Table.Th>
          <Table.Th scope="col">{names[1]}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {differences.map((difference) => (
          <Row key={difference.path} difference={difference} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Row({ difference }: { difference: Difference }) {
  const { path, sets } = difference;
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <code>{path}</code>
        <span className="schedule-diff-name">{nameOf(path)}</span>
      </Table.Th>
      <Table.Td>
        {sets === undefined ? (
          <Value value={difference.before} sign="−" />
        ) : (
          <SetValues {...sets} side="before" />
        )}
      </Table.Td>
      <Table.Td>
        {sets === undefined ? (
          <Value value={difference.after} sign="+" />
        ) : (
          <SetValues {...sets} side="after" />
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function nameOf(path: string): string {
  if (path.startsWith('axes.')) return `axis ${axisName(path.slice('axes.'.length))}`;
  const name = axisName(path);
  return name === path ? '' : name;
}

function Value({ value, sign }: { value: unknown; sign: '+' | '−' }) {
  if (value === undefined) return <span className="schedule-diff-nothing">not there</span>;
  return (
    <span className="schedule-diff-value" data-sign={sign}>
      {Array.isArray(value)
        ? value.map(axisValue).join(', ')
        : typeof value === 'boolean'
          ? String(value)
          : axisValue(value)}
    </span>
  );
}

interface SetProps extends NonNullable<Difference['sets']> {
  readonly side: 'before' | 'after';
}
function SetValues({ removed, added, kept, side }: SetProps) {
  const own = side === 'before' ? removed : added;
  const sign = side === 'before' ? '−' : '+';
  return (
    <>
      {kept.length > 0 && <span className="schedule-diff-kept">{kept.map(axisValue).join(', ')} </span>}
      {own.map((value) => (
        <span key={JSON.stringify(value)} className="schedule-diff-value" data-sign={sign}>
          {sign}
          {axisValue(value)}
        </span>
      ))}
      {kept.length === 0 && own.length === 0 && <span className="schedule-diff-nothing">not there</span>}
    </>
  );
}
