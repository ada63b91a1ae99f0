// Buttons over the entries of a drawn legend: each shows or leaves out the runs of its series.
import type { SceneKey } from '../../charts/scene.ts';
import { useCommands } from '../shell/actions.ts';
import { choiceGroups } from '../shell/palette-entries.ts';

export function LegendButtons({
  keys,
  onToggle,
}: {
  keys: readonly SceneKey[];
  onToggle: (key: SceneKey) => void;
}) {
  useCommands(
    choiceGroups.drawn,
    keys.map((key) => ({
      id: `compare.series.${key.series}`,
      label: `${key.hidden ? 'Show' : 'Leave out'} ${key.label}`,
      keywords: 'legend series',
      run: () => onToggle(key),
    })),
  );
  return keys.map((key) => (
    <button
      key={key.series}
      type="button"
      className="compare-key"
      style={{ left: key.x, top: key.y, width: key.width, height: key.height }}
      aria-label={`Show ${key.label}`}
      aria-pressed={!key.hidden}
      title={key.hidden ? `Show ${key.label}` : `Leave out ${key.label}`}
      onClick={() => onToggle(key)}
    />
  ));
}
