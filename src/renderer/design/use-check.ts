// Asks the host what a schedule would cost and what is wrong with it, a moment after the last key; and for its plan, once
// nothing is wrong.
import { useEffect, useState } from 'react';
import type { CommandInput, CommandOutput, Cost, Issue } from '../../contract/window.ts';
import { asFailure } from '../host-failure.ts';
import type { WindowLink } from '../window-link.ts';

type Plan = CommandOutput<'schedule.plan'>;
export type ScheduleJson = CommandInput<'schedule.check'>['schedule'];
export interface Checked {
  /** The answer is of an older text. */
  readonly stale: boolean;
  readonly issues: readonly Issue[];
  readonly cost: Cost | null;
  /** Why there is no answer, '' otherwise. */
  readonly failure: string;
}
const nothing: Checked = { stale: true, issues: [], cost: null, failure: '' };
const pause = 250; // milliseconds

/** `epoch` asks again: something was trained, or the host came back. */
export function useCheck(
  link: WindowLink,
  question: { schedule: unknown; folder: string; key: string },
  epoch: number,
): Checked {
  const [answer, setAnswer] = useState<Checked & { key: string }>({ ...nothing, key: '' });
  const { schedule, folder, key } = question;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the schedule, whose identity changes with every key
  useEffect(() => {
    if (key === '') return;
    let left = false;
    const ask = async (): Promise<void> => {
      const result = await link.call('schedule.check', { schedule: schedule as ScheduleJson, folder }).then(
        (found) => ({ ...found, failure: '' }),
        (error) => ({ issues: [], cost: null, failure: asFailure(error).message }),
      );
      if (!left) setAnswer({ ...result, stale: false, key });
    };
    const timer = setTimeout(ask, pause);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [link, key, folder, epoch]);
  return answer.key === key ? answer : { ...answer, stale: true };
}

/** null until there is one; kept while the next is made. `ready`: nothing is wrong with the schedule. */
export function usePlan(
  link: WindowLink,
  question: { schedule: unknown; folder: string; key: string },
  { ready, epoch }: { ready: boolean; epoch: number },
): Plan | null {
  const [plan, setPlan] = useState<Plan | null>(null);
  const { schedule, folder, key } = question;
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  useEffect(() => {
    if (!ready) return;
    let left = false;
    const ask = (): void => {
      link.call('schedule.plan', { schedule: schedule as ScheduleJson, folder, most: 3000 }).then(
        (found) => {
          if (!left) setPlan(found);
        },
        () => {
          // What is wrong with a schedule is said by its check.
          if (!left) setPlan(null);
        },
      );
    };
    const timer = setTimeout(ask, pause);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [link, key, folder, ready, epoch]);
  return plan;
}

/** Bytes free on the disk of the data folder, null while unknown. Asked again when `epoch` changes. */
export function useFreeDisk(link: WindowLink, epoch: number): number | null {
  const [free, setFree] = useState<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the epoch asks again
  useEffect(() => {
    let left = false;
    link.call('workbench.meters', {}).then(
      ({ diskFreeBytes }) => {
        if (!left) setFree(diskFreeBytes);
      },
      () => setFree(null), // Not known: the cost is shown without it.
    );
    return () => {
      left = true;
    };
  }, [link, epoch]);
  return free;
}
