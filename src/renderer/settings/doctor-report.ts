// The doctor's findings in the order of their weight, and as text for a message to whoever can help. Pure.
import type { DoctorCheck } from '../../contract/settings.ts';

export const stateNames: Readonly<Record<DoctorCheck['state'], string>> = {
  problem: 'In the way',
  warning: 'Worth knowing',
  ok: 'In order',
};

/** Groups that have findings, the worst first. */
export function byWeight(checks: readonly DoctorCheck[]) {
  return (['problem', 'warning', 'ok'] as const)
    .map((state) => ({ state, checks: checks.filter((check) => check.state === state) }))
    .filter(({ checks: found }) => found.length > 0);
}

/** One sentence: whether one can train here. Where only saved results are shown, nothing can. */
export function summary(checks: readonly DoctorCheck[], readOnly = false): string {
  const count = (state: DoctorCheck['state']): number =>
    checks.filter((check) => check.state === state).length;
  const [problems, warnings] = [count('problem'), count('warning')];
  const thing = (n: number): string => (n === 1 ? 'one thing' : `${n} things`);
  if (problems > 0)
    return `${thing(problems)} in the way, ${thing(warnings)} worth knowing`.replace(/^o/, 'O');
  const ready = readOnly ? 'Saved results are shown, so nothing is trained here' : 'Ready to train';
  return warnings > 0 ? `${ready}; ${thing(warnings)} worth knowing` : `${ready}; all in order`;
}

export function reportText(checks: readonly DoctorCheck[], at: string): string {
  const lines = checks.flatMap(({ name, state, detail, remedy }) => [
    `[${state}] ${name}: ${detail}`,
    ...(remedy === '' ? [] : [`    what to do: ${remedy}`]),
  ]);
  return [`springback doctor, ${at}`, ...lines, ''].join('\n');
}
