// Tokens of one update of a run's phase: batch · context, from its axis values or else the schedule or its defaults.
import type { ChartSeries } from '../charts/series.ts';
import { modelSchema, pretrainSchema } from '../core/schedule.ts';

const batch = pretrainSchema.shape.batch.parse(undefined);
const context = modelSchema.shape.context.parse(undefined);

/** `schedule` as the user wrote it. */
export function tokensPerUpdate(schedule: unknown, { values }: Pick<ChartSeries, 'values'>): number {
  const read = (path: 'pretrain.batch' | 'model.context', otherwise: number): number => {
    const [section, field] = path.split('.') as [string, string];
    const written = (schedule as Record<string, Record<string, unknown>> | null)?.[section]?.[field];
    const value = values[path] ?? written;
    return typeof value === 'number' ? value : otherwise;
  };
  return read('pretrain.batch', batch) * read('model.context', context);
}
