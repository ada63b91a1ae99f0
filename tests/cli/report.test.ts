// `springback claims` and `springback report` on real runs, and the report page on names meant to break it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { escapeHtml } from '../../src/charts/deck/escape-html.ts';
import { type ReportInput, reportPage } from '../../src/cli/report-page.ts';
import { claimLedger } from '../../src/core/claims/ledger.ts';
import { ledgerSchema } from '../../src/core/claims/ledger-schema.ts';
import { experiment, reboundCurves } from '../core/claims/synthetic.ts';
import { temporaryHome } from '../lab/temporary-host.ts';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { cli, scheduleFile } from './run-cli.ts';

/** What a browser would load from elsewhere, or run. Addresses in text are fine. */
function loads(html: string): string[] {
  const found = html.match(
    /<(script|link|iframe|object|embed|base|img|form)\b|\s(src|srcset|href|action|xlink:href)="(?!#)[^"]*"|@import|url\(|\son\w+="/gi,
  );
  return found ?? [];
}
const noNumber = /NaN|Infinity|undefined|\[object/;

function inputOf(name: string, value = 'a'): ReportInput {
  const input = experiment({ name, axes: { 'align.examples': [128, 2048] } }, ({ wobble }) =>
    reboundCurves({ forward: 64, back: 20 + wobble }),
  );
  return {
    experiment: {
      summary: {
        id: 1,
        name,
        notes: name,
        tags: [],
        starred: false,
        archived: false,
        state: 'finished',
        priority: 0,
        created: '2026-01-02T03:04:05Z',
        axes: ['align.examples'],
        seeds: 8,
        progress: {
          steps: 1,
          stepsFinished: 1,
          stepsFailed: 0,
          runs: 16,
          runsFinished: 16,
          tokens: 1,
          tokensDone: 1,
          tokensPerSecond: 0,
          etaSeconds: null,
        },
        error: '',
      },
      schedule: { name, [name]: value },
      runs: input.runs.map(({ run, seed }) => ({
        id: run,
        experiment: 1,
        seed,
        values: { 'align.examples': name },
        state: 'finished' as const,
        steps: [],
      })),
    },
    ledger: claimLedger(input),
    behaviour: [],
    losses: [],
    metric: 'behaviour.logOdds',
    about: [[name, name]],
    date: '2026-01-02T03:04:05.000Z',
  };
}

describe('the report page', () => {
  it('is whole in itself: nothing is loaded, no script, every claim and table there', () => {
    const input = inputOf('plain');
    const html = reportPage(input);
    expect(loads(html)).toEqual([]);
    expect(html).not.toMatch(noNumber);
    for (const { title, statement, tables, paper } of input.ledger.entries) {
      expect(html).toContain(escapeHtml(title));
      expect(html).toContain(escapeHtml(statement));
      for (const table of [...tables, ...paper]) expect(html).toContain(escapeHtml(table.title));
    }
    const charts = input.ledger.entries.reduce((sum, { charts }) => sum + charts.length, 0);
    expect(html.match(/<svg /g)).toHaveLength(2 * charts);
    expect(html).toContain('2026-01-02T03:04:05.000Z');
    expect(html).toContain('@media print');
  });

  it.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '</title></pre></style><svg/onload=alert(1)>',
    "' onmouseover='x",
    'a & b &lt; c',
    'שלום \u202e ☃ 𝛑 \u{1F9EA}',
    'nul \u0000 bell \u0007 lone \ud800',
  ])('keeps the name %j text', (name) => {
    const html = reportPage(inputOf(name));
    expect(loads(html)).toEqual([]);
    expect(html).toContain(`<h1>${escapeHtml(name)}</h1>`);
    expect(html).not.toContain(name.includes('<') ? name : '<script');
    expect(html.isWellFormed()).toBe(true);
    expect(html.replace(/[\t\n\r]/g, '')).not.toMatch(/\p{Cc}/u);
  });
});

describe('springback claims and report', () => {
  it('tell an experiment from its finished runs, as text, JSON, CSV and a file', async () => {
    const home = temporaryHome();
    const schedule = tinySchedule({
      name: 'tiny <b>',
      axes: { 'align.examples': [16, 64] },
      seeds: [1, 2],
      claims: [{ claim: 'reboundGrows', estimator: 'index' }],
    });
    const run = await cli('run', scheduleFile(home, schedule), '--home', home);
    expect(run.code, run.stderr).toBe(0);
    const out = join(home, 'report.html');
    const [plain, json, csv, report] = await Promise.all([
      cli('claims', '1', '--home', home),
      cli('claims', '1', '--json', '--home', home),
      cli('claims', '1', '--csv', '--home', home),
      cli('report', '1', '--out', out, '--home', home),
    ]);
    expect(plain.code, plain.stderr).toBe(0);
    expect(plain.stdout).toMatch(/^tiny <b>: 4 of 4 runs, 2 seeds\n/);
    expect(plain.stdout).toContain('REBOUND GROWS WITH ALIGNMENT: undecided');
    expect(plain.stdout).toContain('* index');
    expect(plain.stdout).toContain('primary, declared in the schedule');
    const ledger = ledgerSchema.parse(JSON.parse(json.stdout));
    expect(ledger.entries.map(({ claim }) => claim)).toEqual([
      'rebound',
      'reboundGrows',
      'fastThenSlow',
      'kLaw',
    ]);
    expect(ledger.entries[1]!.estimators[0]).toMatchObject({ id: 'index', primary: true, n: 2 });
    const lines = csv.stdout.trim().split('\n');
    const all = ledger.entries.reduce((sum, { estimators }) => sum + estimators.length, 0);
    expect(lines).toHaveLength(1 + all);
    expect(lines[0]).toMatch(/^claim,estimator,primary,declared,estimate,/);
    expect(report.stdout).toMatch(/^Wrote .*report\.html \(/);
    const html = readFileSync(out, 'utf8');
    expect(loads(html)).toEqual([]);
    expect(html).not.toMatch(noNumber);
    expect(html).toContain('tiny &lt;b&gt;');
    expect(html).toContain('Training loss of unalignment');
    for (const output of [plain, json, csv]) expect(output.stdout).not.toMatch(noNumber);
  });

  it('refuse what is not there, by name', async () => {
    const home = temporaryHome();
    const run = await cli('run', scheduleFile(home, tinySchedule({ axes: {}, seeds: [1] })), '--home', home);
    expect(run.code, run.stderr).toBe(0);
    const [missing, unwritable, nameless, bad] = await Promise.all([
      cli('claims', '7', '--home', home),
      cli('report', '1', '--out', join(home, 'no', 'such', 'folder.html'), '--home', home),
      cli('report', '1', '--home', home),
      cli(
        'run',
        scheduleFile(temporaryHome(), tinySchedule({ claims: [{ claim: 'rebound', estimator: 'guess' }] })),
        '--home',
        home,
      ),
    ]);
    expect(missing).toMatchObject({ code: 2, stderr: 'springback: there is no experiment 7\n' });
    expect(unwritable.code).toBe(2);
    expect(unwritable.stderr).toMatch(/--out: .*folder\.html cannot be written/);
    expect(nameless).toMatchObject({ code: 2, stderr: expect.stringContaining('--out') });
    expect(bad.code).toBe(2);
    expect(bad.stderr).toContain('claims[0].estimator: expected one of "bandShare", "kl0.1"');
  });
});
