// The report of an experiment as one HTML document: verdicts, estimators, tables, charts, and all that is needed to run it
// again. It loads nothing and runs no script. Pure: machine and date are passed in.

import type { Theme } from '../charts/color.ts';
import { escapeHtml } from '../charts/deck/escape-html.ts';
import { elasticityChart } from '../charts/elasticity-chart.ts';
import { axisValue } from '../charts/format.ts';
import { ledgerChart, ledgerChartHeight } from '../charts/ledger-chart.ts';
import { cellText, estimateText, pText, smallPrint } from '../charts/ledger-text.ts';
import { lossChart } from '../charts/loss-chart.ts';
import { stageOf } from '../charts/nothing-measured.ts';
import type { Scene } from '../charts/scene.ts';
import { toSvg } from '../charts/svg.ts';
import type { CommandOutput, Series } from '../contract/window.ts';
import type { ClaimEntry, Ledger, LedgerEstimator, LedgerTable } from '../core/claims/ledger-schema.ts';
import { axisName, phaseTitle } from '../core/names.ts';
import { htmlTable, list, paragraph } from './html.ts';
import { reportStyle } from './report-style.ts';

export interface ReportInput {
  readonly experiment: CommandOutput<'experiment.get'>;
  readonly ledger: Ledger;
  /** Behaviour of alignment and unalignment, on the schedule's metric; may be empty. */
  readonly behaviour: readonly Series[];
  /** Training losses, by phase. */
  readonly losses: readonly { readonly phase: Series['phase']; readonly series: readonly Series[] }[];
  readonly metric: string;
  /** Name and value: versions, machine, device. */
  readonly about: readonly (readonly [string, string])[];
  /** ISO 8601. */
  readonly date: string;
}

export function reportPage(input: ReportInput): string {
  const { summary } = input.experiment;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${escapeHtml(summary.name)}: Springback report</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
${header(input)}
${verdicts(input.ledger)}
${behaviourSection(input)}
${input.ledger.entries.map(claimSection).join('\n')}
${lossSection(input)}
${appendix(input)}
</main>
</body>
</html>
`;
}

function header({ experiment: { summary }, ledger, date }: ReportInput): string {
  const seeds = ledger.seeds.length === 0 ? 'none' : ledger.seeds.join(', ');
  return `<header>
<h1>${escapeHtml(summary.name)}</h1>
${summary.notes === '' ? '' : paragraph(summary.notes)}
<p class="quiet">Experiment ${summary.id}, ${escapeHtml(summary.state)}; ${ledger.runsUsed} of ${ledger.runs} runs finished; seeds ${escapeHtml(seeds)}; report of ${escapeHtml(date)}.</p>
${list(ledger.notes)}
</header>`;
}

const slug = (verdict: LedgerEstimator['verdict']): string => verdict.replace(' ', '-');
const badge = (verdict: LedgerEstimator['verdict']): string =>
  `<span class="badge ${slug(verdict)}">${escapeHtml(verdict)}</span>`;

/** The number, its interval and what it is in, each on its own line. */
function estimateHtml(one: LedgerEstimator): string {
  const number = `<span class="number">${escapeHtml(estimateText(one)).replace(' [', '<br>[')}</span>`;
  return one.estimate === null ? number : `${number}<br><span class="quiet">${escapeHtml(one.units)}</span>`;
}

function verdicts({ entries }: Ledger): string {
  if (entries.length === 0) return '';
  const rows = entries.map((entry) => {
    const primary = entry.estimators[0]!;
    return [
      `<a href="#${entry.claim}">${escapeHtml(entry.title)}</a>`,
      badge(primary.verdict),
      escapeHtml(primary.name),
      estimateHtml(primary),
      String(primary.n),
      escapeHtml(primary.reason),
    ];
  });
  return `<section><h2>Verdicts</h2>
${htmlTable(['claim', 'verdict', 'under', 'estimate', 'n', 'reason'], rows)}
<p class="quiet">Each under its primary estimator. Supported, not supported, opposite or undecided: a claim is never built in, and what would change a verdict is said beside it.</p></section>`;
}

function claimSection(entry: ClaimEntry): string {
  const primary = entry.estimators[0]!;
  const charts = entry.charts.map((chart) =>
    chartHtml(
      (theme) => ledgerChart(chart, { width: 920, height: ledgerChartHeight(chart), theme }),
      chart.title,
    ),
  );
  return `<section id="${entry.claim}">
<h2>${escapeHtml(entry.title)} ${badge(primary.verdict)}</h2>
<p class="claim">“${escapeHtml(entry.statement)}”</p>
<p><strong>${escapeHtml(primary.name)}</strong> (primary, ${entry.declared ? 'declared in the schedule before the run' : 'not declared in the schedule: the default'}): ${escapeHtml(primary.reason)} <span class="quiet">What would change it: ${escapeHtml(primary.whatWouldChange)}</span></p>
${estimatorTable(entry.estimators)}
${list(entry.notes)}
${charts.join('\n')}
${entry.tables.map(tableHtml).join('\n')}
${entry.paper.map(tableHtml).join('\n')}
</section>`;
}

function estimatorTable(estimators: readonly LedgerEstimator[]): string {
  const rows = estimators.map((one) => [
    `${escapeHtml(one.name)}${one.primary ? ' <strong>(primary)</strong>' : ''}<br><span class="quiet">${escapeHtml(smallPrint(one))}</span>`,
    badge(one.verdict),
    estimateHtml(one),
    String(one.n),
    `<span class="number">${escapeHtml(pText(one.pHolm))}</span>`,
    `${escapeHtml(one.reason)} <span class="quiet">${escapeHtml(one.whatWouldChange)}</span>`,
  ]);
  const head = ['estimator', 'verdict', 'estimate', 'n', 'p (Holm)', 'reason, and what would change it'];
  return htmlTable(head, rows);
}

function tableHtml({ title, columns, rows, note }: LedgerTable): string {
  const cells = rows.map((row) => row.map((cell) => escapeHtml(cellText(cell)).replaceAll('\n', '<br>')));
  const open = rows.length <= 24 ? ' open' : '';
  return `<details${open}><summary>${escapeHtml(title)} (${rows.length} rows)</summary>
${htmlTable(columns.map(escapeHtml), cells)}
${note === '' ? '' : `<p class="quiet">${escapeHtml(note)}</p>`}</details>`;
}

/** The chart in both themes; the page's style shows one of them. */
function chartHtml(draw: (theme: Theme) => Scene, caption: string): string {
  const svg = (theme: Theme): string => `<div class="only-${theme}">${toSvg(draw(theme))}</div>`;
  return `<figure><figcaption>${escapeHtml(caption)}</figcaption>${svg('light')}${svg('dark')}</figure>`;
}

/** The last axis as lines, the one before it as panels: as the window draws it at first. */
function behaviourSection({ behaviour, metric, experiment: { summary, runs } }: ReportInput): string {
  if (behaviour.length === 0) return '';
  const group = summary.axes.at(-1) ?? null;
  const facet = summary.axes.find((axis) => axis !== group) ?? null;
  const draw = (theme: Theme): Scene =>
    elasticityChart(behaviour, {
      ...{ width: 920, height: facet === null ? 400 : 560, theme, metric, group, facet },
      x: 'log',
      expectedRuns: runs.length,
      stage: stageOf(behaviour, summary.state),
    });
  return `<section><h2>Behaviour over unalignment</h2>${chartHtml(draw, 'Means over seeds with their 95 % Student intervals; seeds as faint lines.')}</section>`;
}

function lossSection({ losses, experiment: { summary } }: ReportInput): string {
  const drawn = losses.filter(({ series }) => series.length > 0);
  if (drawn.length === 0) return '';
  const group = summary.axes[0] ?? null;
  const charts = drawn.map(({ phase, series }) =>
    chartHtml(
      (theme) =>
        lossChart(series, {
          ...{ width: 920, height: 320, theme, metric: 'train.loss', phase, group },
          stage: stageOf(series, summary.state),
          x: 'linear',
          tokensPerUpdate: null,
        }),
      `Training loss of ${phaseTitle(phase)}.`,
    ),
  );
  return `<section><h2>Training</h2>${charts.join('\n')}</section>`;
}

function appendix({ experiment, about }: ReportInput): string {
  const { schedule, runs, summary } = experiment;
  const rows = runs.map((run) => [
    String(run.id),
    escapeHtml(run.state),
    String(run.seed),
    ...summary.axes.map((axis) => escapeHtml(axis in run.values ? axisValue(run.values[axis]) : '–')),
  ]);
  return `<section><h2>To run it again</h2>
${htmlTable(
  ['what', 'value'],
  about.map(([name, value]) => [escapeHtml(name), escapeHtml(value)]),
)}
<h3>Schedule</h3><pre>${escapeHtml(JSON.stringify(schedule, null, 2))}</pre>
<details><summary>Runs (${runs.length})</summary>${htmlTable(['run', 'state', 'seed', ...summary.axes.map((axis) => escapeHtml(axisName(axis)))], rows)}</details></section>`;
}
