// `springback claims EXPERIMENT`: the claim ledger, as a table, JSON or CSV.
import { estimateText, pText } from '../charts/ledger-text.ts';
import type { ClaimEntry, Ledger } from '../core/claims/ledger-schema.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import { reading } from './look.ts';
import { note, result, resultJson } from './output.ts';
import { csvLine, table } from './text.ts';

export interface ClaimsOptions {
  readonly home: string;
  readonly json: boolean;
  readonly csv: boolean;
}

export function claims(id: number, { home, json, csv }: ClaimsOptions): Promise<ExitCode> {
  return reading(home, async (lab) => {
    const ledger = await lab.dispatch('experiment.claims', { id });
    if (json) resultJson(ledger);
    else if (csv) for (const line of csvLines(ledger)) result(line);
    else for (const line of textLines(ledger)) result(line);
    if (json || csv) for (const line of ledger.notes) note(line);
    return exitCodes.done;
  });
}

const header = [
  'claim',
  'estimator',
  'primary',
  'declared',
  'estimate',
  'low',
  'high',
  'level',
  'interval of',
  'n',
  'units',
  'test',
  'p',
  'p (Holm)',
  'verdict',
  'reason',
  'what would change it',
];

function csvLines({ entries }: Ledger): string[] {
  const rows = entries.flatMap(({ claim, declared, estimators }) =>
    estimators.map((one) =>
      csvLine([
        claim,
        one.id,
        String(one.primary),
        String(declared && one.primary),
        one.estimate,
        one.interval?.low ?? null,
        one.interval?.high ?? null,
        one.interval?.level ?? null,
        one.interval?.of ?? null,
        one.n,
        one.units,
        one.test,
        one.p,
        one.pHolm,
        one.verdict,
        one.reason,
        one.whatWouldChange,
      ]),
    ),
  );
  return [csvLine(header), ...rows];
}

function textLines(ledger: Ledger): string[] {
  const { name, runs, runsUsed, seeds, notes, entries } = ledger;
  return [
    `${name}: ${runsUsed} of ${runs} runs, ${seeds.length} ${seeds.length === 1 ? 'seed' : 'seeds'}`,
    ...notes,
    ...entries.flatMap(entryLines),
  ];
}

function entryLines({ title, statement, declared, estimators, notes }: ClaimEntry): string[] {
  const primary = estimators.find((one) => one.primary);
  const rows = estimators.map((one) => [
    `${one.primary ? '*' : ' '} ${one.id}`,
    one.verdict,
    estimateText(one),
    String(one.n),
    pText(one.pHolm),
    `${one.name}, in ${one.units}`,
  ]);
  return [
    '',
    `${title.toUpperCase()}: ${primary?.verdict ?? 'undecided'}`,
    statement,
    ...(primary === undefined
      ? []
      : [
          `${primary.reason} ${primary.whatWouldChange}`,
          `* primary, ${declared ? 'declared in the schedule' : 'not declared: the default'}; ${primary.units}`,
        ]),
    table(['  estimator', 'verdict', 'estimate', 'n', 'p (Holm)', 'what it is'], rows),
    ...notes.map((line) => `- ${line}`),
  ];
}
