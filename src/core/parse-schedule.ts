// From a user's schedule to a `Schedule`, or to an error with one issue for each thing to mend.
import { axisIssues } from './check-axes.ts';
import { phaseIssues } from './check-phases.ts';
import { consistencyIssues } from './check-schedule.ts';
import { claimIssues } from './claims/check-claims.ts';
import { InputError, type InputIssue, inputError } from './errors.ts';
import { firstJsonError, lineAndColumn } from './json-position.ts';
import { type Schedule, scheduleSchema } from './schedule.ts';
import { scheduleIssues } from './schedule-issues.ts';

/** The most runs that one schedule may ask for. */
const mostRuns = 100_000;

/** Parses and checks a schedule. Throws an `InputError` whose issues name the path, the value, and what was expected. */
export function parseSchedule(value: unknown): Schedule {
  const parsed = scheduleSchema.safeParse(value);
  if (!parsed.success)
    throw new InputError(parsed.error.issues.flatMap((issue) => scheduleIssues(issue, value)));
  const schedule = parsed.data;
  const issues = [
    ...phaseIssues(schedule),
    ...seedIssues(schedule),
    ...axisIssues(schedule),
    ...claimIssues(schedule),
    ...sizeIssues(schedule),
  ];
  if (issues.length === 0) issues.push(...consistencyIssues(schedule, namesTokenizer(value)));
  if (issues.length > 0) throw new InputError(issues);
  return schedule;
}

/** Whether the user wrote which tokenizer, or left it to the default. */
const namesTokenizer = (value: unknown): boolean => {
  const { tokenizer, axes } = value as { tokenizer?: { kind?: unknown }; axes?: object };
  return (
    tokenizer?.kind !== undefined || Object.keys(axes ?? {}).some((path) => /^tokenizer(\.|$)/.test(path))
  );
};

/** Parses the text of a schedule file; issues begin with its name, syntax errors with `name:line:column`. */
export function parseScheduleText(text: string, fileName: string): Schedule {
  const json = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const error = firstJsonError(json);
  if (error !== null) {
    const { line, column } = lineAndColumn(json, error.offset);
    const message = `this is not JSON: expected ${error.expected}, got ${shown(json, error.offset)}`;
    throw inputError(`${fileName}:${line}:${column}`, message);
  }
  try {
    return parseSchedule(JSON.parse(json));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(issuesIn(fileName, error.issues));
  }
}

/** The same issues with the name of the file that they are in before their paths. */
export const issuesIn = (fileName: string, issues: readonly InputIssue[]): InputIssue[] =>
  issues.map(({ path, message }) => ({ path: path === '' ? fileName : `${fileName}: ${path}`, message }));

function shown(text: string, offset: number): string {
  if (offset >= text.length) return 'the end of the file';
  const character = String.fromCodePoint(text.codePointAt(offset)!);
  return character === '"'
    ? 'a string out of place, without its end or with a wrong "\\"'
    : JSON.stringify(character);
}

function seedIssues({ seeds }: Schedule): InputIssue[] {
  return seeds.flatMap((seed, index) => {
    const first = seeds.indexOf(seed);
    if (first === index) return [];
    return [
      {
        path: `seeds[${index}]`,
        message: `expected a new seed, got ${seed}, which is seeds[${first}] already`,
      },
    ];
  });
}

function sizeIssues({ axes, seeds }: Schedule): InputIssue[] {
  const runs = Object.values(axes).reduce((product, values) => product * values.length, seeds.length);
  return runs <= mostRuns
    ? []
    : [{ path: 'axes', message: `expected at most ${mostRuns} runs, got ${runs}` }];
}
