import { expect, it } from 'vitest';
import type { DoctorCheck } from '../../src/contract/settings.ts';
import { byWeight, reportText, summary } from '../../src/renderer/settings/doctor-report.ts';

const check = (name: string, state: DoctorCheck['state'], remedy = ''): DoctorCheck => ({
  name,
  state,
  detail: `${name} it is`,
  remedy,
});
const checks = [
  check('Node', 'ok'),
  check('cuda', 'warning', 'install it'),
  check('Disk', 'problem', 'make room'),
];

it('what is in the way comes first; groups without findings are left out', () => {
  expect(byWeight(checks).map(({ state }) => state)).toEqual(['problem', 'warning', 'ok']);
  expect(byWeight([checks[0]!]).map(({ state }) => state)).toEqual(['ok']);
});

it('one sentence says whether one can train', () => {
  expect(summary(checks)).toBe('One thing in the way, one thing worth knowing');
  expect(summary([checks[0]!, checks[1]!])).toBe('Ready to train; one thing worth knowing');
  expect(summary([checks[0]!])).toBe('Ready to train; all in order');
  const saved = 'Saved results are shown, so nothing is trained here';
  expect(summary([checks[0]!], true)).toBe(`${saved}; all in order`);
  expect(summary(checks, true)).toBe('One thing in the way, one thing worth knowing');
});

it('the report can be sent as text', () => {
  expect(reportText(checks, '2026-11-24T10:00:00Z')).toBe(
    [
      'springback doctor, 2026-11-24T10:00:00Z',
      '[ok] Node: Node it is',
      '[warning] cuda: cuda it is',
      '    what to do: install it',
      '[problem] Disk: Disk it is',
      '    what to do: make room',
      '',
    ].join('\n'),
  );
});
