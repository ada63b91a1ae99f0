// What a user may set on the host, and its examination of itself.
import { z } from 'zod';
import { scheduleSchema } from '../core/schedule.ts';

const nothing = z.strictObject({});
const device = scheduleSchema.shape.device.unwrap();

export const settingsSchema = z.strictObject({
  /** Trainers at once; null for one per core. Holds at once. */
  workers: z.int().min(1).max(256).nullable(),
  /** The device that new schedules are made for. */
  device,
  /** Seconds between checkpoints inside a step. Holds for steps that begin from now on. */
  checkpointSeconds: z.number().min(1).max(86_400),
  /** The data folder from the next start on where none is named; null for the operating system's place. */
  home: z.string().nullable(),
});
export type Settings = z.infer<typeof settingsSchema>;

export const doctorCheckSchema = z.strictObject({
  name: z.string(),
  state: z.enum(['ok', 'warning', 'problem']),
  detail: z.string(),
  /** What to do or to install; '' where nothing is to be done. */
  remedy: z.string(),
});
export type DoctorCheck = z.infer<typeof doctorCheckSchema>;

export const settingsCommands = {
  'settings.get': { input: nothing, output: settingsSchema },
  'settings.set': { input: settingsSchema.partial(), output: settingsSchema },
  /** Versions, devices, disk, the database's full check, backups. Takes seconds. */
  'workbench.doctor': { input: nothing, output: z.array(doctorCheckSchema) },
} as const;
export const settingsChanges = ['settings.set'] as const;
