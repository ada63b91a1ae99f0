// What the data folder takes, as one bar of its parts, and what is free beside it.
import type { CommandOutput } from '../../contract/window.ts';
import { bytes } from '../words.ts';

const parts = [
  { name: 'database', color: 'var(--mantine-color-indigo-6)' },
  { name: 'checkpoints', color: 'var(--mantine-color-teal-6)' },
  { name: 'backups', color: 'var(--mantine-color-yellow-6)' },
  { name: 'leftovers', color: 'var(--mantine-color-red-6)' },
] as const;

export function UsageBar({ usage }: { usage: CommandOutput<'history.usage'> }) {
  const total = parts.reduce((sum, { name }) => sum + usage[name], 0);
  return (
    <section aria-label="Space of the data folder">
      <div className="history-usage" aria-hidden>
        {parts.map(({ name, color }) => (
          <span
            key={name}
            style={{ width: `${total === 0 ? 0 : (usage[name] / total) * 100}%`, background: color }}
          />
        ))}
      </div>
      <ul className="history-legend">
        {parts.map(({ name, color }) => (
          <li key={name}>
            <span aria-hidden style={{ background: color }} />
            {name} {bytes(usage[name])}
          </li>
        ))}
        <li className="quiet">
          {usage.points.toLocaleString('en')} points, {bytes(usage.free)} free on the disk
        </li>
      </ul>
    </section>
  );
}
