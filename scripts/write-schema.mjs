// Writes resources/schedules/schedule.schema.json, the JSON Schema that editors read, from the schedule's own schema.
// Needs Node 24: it imports TypeScript.
import { writeFileSync } from 'node:fs';
import { scheduleJsonSchema } from '../src/core/schedule-shape.ts';

const file = new URL('../resources/schedules/schedule.schema.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(scheduleJsonSchema(), null, 2)}\n`);
