// `springback doctor`: what this machine can train on, where the data is, and whether it is in order. The checks are the
// host's own.
import type { DoctorCheck } from '../contract/settings.ts';
import type { DeviceReport } from '../contract/trainer.ts';
import { examine, isSound } from '../host/doctor.ts';
import { startTrainerProcess } from '../host/trainer-process.ts';
import { probeDevices } from '../lab/trainer-pool.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import { result, resultJson } from './output.ts';

/** Fails where training on the processor, the data folder or the history does not work. */
export async function doctor(home: string, json: boolean): Promise<ExitCode> {
  const devices = await probe();
  const checks = await examine(home, devices);
  const ok = isSound(checks) && !(devices instanceof Error);
  if (json) resultJson({ ok, checks, devices: devices instanceof Error ? [] : devices });
  else {
    for (const check of checks) for (const line of linesOf(check)) result(line);
    result(ok ? 'Ready to train.' : 'Not ready: see the lines with ✗.');
  }
  return ok ? exitCodes.done : exitCodes.failed;
}

function probe(): Promise<DeviceReport[] | Error> {
  const after = (milliseconds: number, callback: () => void): (() => void) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  };
  return probeDevices({ startTrainer: (events) => startTrainerProcess(events), after }).catch(
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );
}

const signs: Readonly<Record<DoctorCheck['state'], string>> = { ok: '✓', warning: '–', problem: '✗' };

function linesOf({ name, state, detail, remedy }: DoctorCheck): string[] {
  const line = `${signs[state]} ${name}: ${detail}`;
  return remedy === '' ? [line] : [line, `    what to do: ${remedy}`];
}
