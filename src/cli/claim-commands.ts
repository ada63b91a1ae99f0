// What the help of `springback claims` and `report` teaches. What they do is `claims.ts` and `report.ts`.
import { homeOf, wholeNumber } from './options.ts';
import type { Add, Does } from './program.ts';

const about = `
Verdicts are supported, not supported, opposite, or undecided (too few seeds, nothing measured, both signs possible). The
primary estimator of a claim is declared in the schedule before the run:
  "claims": [{ "claim": "reboundGrows", "estimator": "index" }]
Only finished runs count. p-values are corrected by Holm, over the primary estimators and over all others.`;

interface ClaimsFlags {
  readonly json?: boolean;
  readonly csv?: boolean;
}

export function addClaims(add: Add, does: Does): void {
  const claims = add(
    'claims <id>',
    "what an experiment says to each of the paper's claims, with n and intervals",
  )
    .option('--csv', 'every estimator as CSV')
    .option('--json', 'the whole ledger as JSON, with tables and charts')
    .addHelpText('after', about);
  does<ClaimsFlags>(claims, async ([id], { json = false, csv = false }, command) => {
    const { claims } = await import('./claims.ts');
    return claims(experiment(id), { home: homeOf(command), json, csv });
  });
  const report = add('report <id>', 'an experiment as one HTML file: verdicts, tables, charts, the schedule')
    .requiredOption('--out <file>', 'the file to write, such as report.html')
    .addHelpText('after', '\nThe file needs no network and no script; print it for paper.');
  does<{ readonly out: string }>(report, async ([id], { out }, command) => {
    const { report } = await import('./report.ts');
    return report(experiment(id), { home: homeOf(command), out });
  });
}

const experiment = (text: unknown): number => wholeNumber(1)(text as string);
