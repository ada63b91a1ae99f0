// What is set on the host: it holds for every window and every start.
import { Button, Group, NativeSelect, NumberInput, Text, TextInput } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useState } from 'react';
import type { Settings } from '../../contract/settings.ts';
import type { DeviceReport } from '../../contract/trainer.ts';
import { useChoices, useCommands } from '../shell/actions.ts';
import { useLive } from '../use-live.ts';
import type { Workbench, WorkbenchStore } from '../workbench-store.ts';
import { SettingRow } from './setting-row.tsx';
import { type Field, type HostSettings, wholeNumber } from './use-settings.ts';

interface Props {
  readonly host: HostSettings & { readonly settings: Settings };
  readonly info: NonNullable<Workbench['info']>;
}
const noteOf = ({ note, undo }: HostSettings, field: Field) => ({
  note: note?.field === field ? note : null,
  undo,
});

export function HomeSetting({ host, info }: Props) {
  const { home } = host.settings;
  const [text, setText] = useState<string | null>(null);
  const clipboard = useClipboard();
  const copy = (): void => clipboard.copy(info.home);
  useCommands('Settings', [
    { id: 'settings.copyHome', label: 'Copy the path of the data folder', run: copy },
  ]);
  const shown = text ?? home ?? '';
  const save = (value: string | null): void => {
    host.save('home', value);
    setText(null);
  };
  return (
    <>
      <SettingRow
        name="Data folder"
        about="Every run, checkpoint, view and deck of this workbench is in this folder, and nowhere else."
      >
        <Group gap="xs" wrap="nowrap">
          <code className="setting-path">{info.home}</code>
          <Button size="xs" variant="default" onClick={copy} style={{ flexShrink: 0 }}>
            {clipboard.copied ? 'Copied' : 'Copy'}
          </Button>
        </Group>
      </SettingRow>
      <SettingRow
        name="Data folder from the next start on"
        about={
          <>
            The present one stays as it is: copy it there first to take its history along. For one start only:{' '}
            <code>springback serve --home FOLDER</code>, or the environment’s <code>SPRINGBACK_HOME</code>.
            Both overrule this.
          </>
        }
        {...noteOf(host, 'home')}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            save(shown.trim() === '' ? null : shown.trim());
          }}
        >
          <Group gap="xs" wrap="nowrap" align="flex-end">
            <TextInput
              size="xs"
              style={{ flex: 1 }}
              aria-label="Data folder from the next start on"
              placeholder="where the operating system keeps such data"
              value={shown}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <Button size="xs" variant="default" type="submit" disabled={shown.trim() === (home ?? '')}>
              Save
            </Button>
          </Group>
        </form>
      </SettingRow>
    </>
  );
}

/** A number that is saved when the field is left or Enter is pressed; what is wrong with it stands at the field. */
function NumberSetting(props: {
  label: string;
  value: number | '';
  placeholder?: string;
  most: number;
  /** Where an empty field means something. */
  emptyIs?: null;
  save: (value: number | null) => void;
}) {
  const { label, value, most, save } = props;
  const [typed, setTyped] = useState<string | number | null>(null);
  const [problem, setProblem] = useState('');
  const take = (): void => {
    if (typed === null) return;
    if (typed === '' && props.emptyIs === null) {
      setProblem('');
      setTyped(null);
      save(null);
      return;
    }
    const read = wholeNumber(typed, 1, most);
    setProblem('problem' in read ? read.problem : '');
    if ('problem' in read) return;
    setTyped(null);
    save(read.value);
  };
  return (
    <NumberInput
      size="xs"
      w={200}
      aria-label={label}
      placeholder={props.placeholder ?? ''}
      allowDecimal={false}
      value={typed ?? value}
      error={problem === '' ? undefined : problem}
      hideControls
      onChange={setTyped}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
    />
  );
}

export function WorkersSetting({ host, info }: Props) {
  return (
    <SettingRow
      name="Workers"
      about={`Trainers at once. Small models train fastest with one on each core. At work now: at most ${info.workers}.`}
      {...noteOf(host, 'workers')}
    >
      <NumberSetting
        label="Workers"
        value={host.settings.workers ?? ''}
        placeholder="one per core"
        most={256}
        emptyIs={null}
        save={(value) => host.save('workers', value)}
      />
    </SettingRow>
  );
}

export function CheckpointSetting({ host }: Props) {
  return (
    <SettingRow
      name="Seconds between checkpoints"
      about="What a power cut can cost at most. Holds for steps that begin from now on."
      {...noteOf(host, 'checkpointSeconds')}
    >
      <NumberSetting
        label="Seconds between checkpoints"
        value={host.settings.checkpointSeconds}
        most={86_400}
        save={(value) => host.save('checkpointSeconds', value ?? 1)}
      />
    </SettingRow>
  );
}

/** `store` is asked what this machine has: that starts a trainer for a moment. */
export function DeviceSetting({ host, store }: Props & { store: WorkbenchStore }) {
  const { value: devices, failure } = useLive('devices', 0, 1000, () =>
    store.link.call('workbench.devices', {}),
  );
  const { device } = host.settings;
  const known: readonly DeviceReport[] = devices ?? [{ device, available: true, detail: '', remedy: '' }];
  const chosen = known.find((one) => one.device === device);
  const options = known.map((one) => ({
    value: one.device,
    label: one.available ? one.device : `${one.device} (not here)`,
  }));
  const choose = (next: string): void => host.save('device', next as Settings['device']);
  const label = 'Device of new schedules';
  useChoices({ group: 'Settings', id: 'settings.device', label, options, value: device, choose });
  return (
    <SettingRow
      name={label}
      about="A schedule that names a device of its own keeps it. Runs on different devices do not share steps."
      {...noteOf(host, 'device')}
    >
      <NativeSelect
        size="xs"
        w={200}
        aria-label={label}
        value={device}
        data={options}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      <Text size="xs" className="quiet" mt={4}>
        {devices === null && failure === null && 'Asking the machine …'}
        {failure !== null && `The machine could not be asked: ${failure.message}`}
        {devices !== null && chosen?.detail}
        {devices !== null && chosen?.available === false && ` ${chosen.remedy}`}
      </Text>
    </SettingRow>
  );
}
