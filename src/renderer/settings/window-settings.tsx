// What is set for this window alone, kept in this browser.
import { Button, Switch, useMantineColorScheme } from '@mantine/core';
import { useCommands } from '../shell/actions.ts';
import { setPreferences, usePreferences } from '../shell/preferences.ts';
import { Segmented } from '../shell/segmented.tsx';
import { startTour } from '../shell/tour.ts';
import { SettingRow } from './setting-row.tsx';

export function WindowSettings() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { motion, textSize, letterKeys } = usePreferences();
  useCommands('Settings', [
    {
      id: 'settings.letters',
      label: letterKeys ? 'Single keys as shortcuts: off' : 'Single keys as shortcuts: on',
      run: () => setPreferences({ letterKeys: !letterKeys }),
    },
  ]);
  return (
    <>
      <SettingRow name="Colours" about="Charts have a palette for each.">
        <Choice
          label="Colours"
          value={colorScheme}
          choices={{ auto: 'As the system', light: 'Light', dark: 'Dark' }}
          choose={setColorScheme}
        />
      </SettingRow>
      <SettingRow
        name="Motion"
        about="Whether things slide and fade. Curves grow as they are measured either way."
      >
        <Choice
          label="Motion"
          value={motion}
          choices={{ system: 'As the system', reduced: 'Reduced', full: 'Full' }}
          choose={(next) => setPreferences({ motion: next })}
        />
      </SettingRow>
      <SettingRow name="Size of text" about="Of everything but charts, beside the browser’s own zoom.">
        <Choice
          label="Size of text"
          value={`${textSize}`}
          choices={{ '100': 'Normal', '115': 'Large', '130': 'Larger' }}
          choose={(next) => setPreferences({ textSize: Number(next) as 100 | 115 | 130 })}
        />
      </SettingRow>
      <SettingRow
        name="Single keys as shortcuts"
        about="Off where speech input or a stray touch would press them. Those with Ctrl or ⌘ stay."
      >
        <Switch
          aria-label="Single keys as shortcuts"
          checked={letterKeys}
          onChange={(event) => setPreferences({ letterKeys: event.currentTarget.checked })}
        />
      </SettingRow>
      <SettingRow name="Tour" about="The first steps, once more.">
        <Button size="xs" variant="default" onClick={startTour}>
          Show me around
        </Button>
      </SettingRow>
    </>
  );
}

function Choice<V extends string>(props: {
  label: string;
  value: V;
  choices: Readonly<Record<V, string>>;
  choose: (value: V) => void;
}) {
  return (
    <Segmented
      group="Settings"
      id={`settings.${props.label}`}
      label={props.label}
      value={props.value}
      options={Object.entries<string>(props.choices).map(([value, label]) => ({ value, label }))}
      choose={(next) => props.choose(next as V)}
    />
  );
}
