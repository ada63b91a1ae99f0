// The commands of `contract/monitor.ts`.
import type { monitorCommands } from '../contract/monitor.ts';
import { inputError } from '../core/errors.ts';
import { LabError } from './failure.ts';
import type { HandlersOf, LabParts } from './handlers.ts';
import { planOfExperiment, planOfSchedule } from './plan-nodes.ts';
import type { Records } from './records.ts';
import { prepareSubmission } from './submission.ts';

export function monitorHandlers(parts: LabParts): HandlersOf<typeof monitorCommands> {
  const { ports, records, announcer, scheduler } = parts;
  return {
    'workbench.meters': () => ports.machine.meters(scheduler.pool.all().map(({ link }) => link.pid)),
    'workbench.log': ({ after }) => announcer.messages(after),
    'queue.reorder': ({ ids }) => {
      for (const id of reorder(records, ids)) announcer.state(id);
      scheduler.pump();
      return {};
    },
    'experiment.plan': ({ id }) => planOfExperiment(records.experiment(id), (key) => records.step(key)),
    'schedule.plan': ({ schedule, folder, most }) =>
      planOfSchedule(prepareSubmission(schedule, folder, ports).plan, most, ports.history),
    'schedule.templates': () => ports.templates(),
  };
}

/**
 * Gives experiments that are not over priorities that put them in this order: the last has 0, so what is submitted
 * later comes after it. Returns those whose priority changed.
 */
function reorder(records: Records, ids: readonly number[]): number[] {
  const named = new Set(ids);
  if (named.size < ids.length) throw inputError('ids', `an experiment is named twice: ${ids.join(', ')}`);
  const open = records.open();
  const place = new Map(open.map(({ row }) => [row.id, row]));
  for (const id of ids) {
    const { row } = records.experiment(id);
    if (!place.has(id))
      throw new LabError('conflict', `experiment ${id} is ${row.state}, it waits in no queue`);
  }
  const order = [...ids, ...open.map(({ row }) => row.id).filter((id) => !named.has(id))];
  const changed = order.filter((id, index) => place.get(id)!.priority !== order.length - 1 - index);
  for (const id of changed) records.setExperiment(id, { priority: order.length - 1 - order.indexOf(id) });
  return changed;
}
