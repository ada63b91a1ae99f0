// The commands of `contract/settings.ts`: what a user set is kept in the history, the data folder's place outside of it.
import { type Settings, type settingsCommands, settingsSchema } from '../contract/settings.ts';
import type { HandlersOf, LabParts } from './handlers.ts';
import type { HostPorts } from './ports.ts';
import { probeDevices } from './trainer-pool.ts';

const keptSchema = settingsSchema.omit({ home: true }).partial();
const settingName = 'settings';

export function settingsHandlers({
  ports,
  scheduler,
  announcer,
}: LabParts): HandlersOf<typeof settingsCommands> {
  return {
    'settings.get': () => readSettings(ports),
    'settings.set': ({ home, ...change }) => {
      if (home !== undefined) ports.preferences.setHome(home); // first: it may refuse
      const kept = { ...keptSettings(ports), ...change };
      ports.history.setSetting(settingName, kept);
      if (change.workers !== undefined) {
        ports.workers = change.workers ?? ports.unset.workers;
        scheduler.resize();
      }
      if (change.checkpointSeconds !== undefined) ports.checkpointSeconds = change.checkpointSeconds;
      announcer.changed('settings');
      return readSettings(ports);
    },
    'workbench.doctor': async () => ports.machine.examine(await devicesOr(ports)),
  };
}

/** At the start of a session: what it was started with, else what was set, else what holds unset. */
export function applySettings(ports: HostPorts): void {
  const kept = keptSettings(ports);
  ports.workers = ports.session.workers ?? kept.workers ?? ports.unset.workers;
  ports.checkpointSeconds =
    ports.session.checkpointSeconds ?? kept.checkpointSeconds ?? ports.unset.checkpointSeconds;
}

function readSettings(ports: HostPorts): Settings {
  const { workers = null, device = 'cpu', checkpointSeconds } = keptSettings(ports);
  return {
    workers,
    device,
    checkpointSeconds: checkpointSeconds ?? ports.unset.checkpointSeconds,
    home: ports.preferences.home(),
  };
}

/** What another version may have written is left out where this one does not understand it. */
function keptSettings({ history }: HostPorts): Partial<Omit<Settings, 'home'>> {
  const parsed = keptSchema.safeParse(history.setting(settingName) ?? {});
  return parsed.success ? (parsed.data as Partial<Omit<Settings, 'home'>>) : {};
}

/** A host that only reads starts no trainer, so nobody can be asked. */
async function devicesOr(ports: HostPorts) {
  if (ports.about.readOnly)
    return new Error('this history is open for reading only, so no trainer is started');
  return probeDevices(ports).catch((error: unknown) =>
    error instanceof Error ? error : new Error(String(error)),
  );
}
