// Slides that are text rather than a chart, as a table: the claims with their verdicts, responses before and after.
import type { verdicts } from '../../core/claims/ledger-schema.ts';
import type { Slide } from '../../core/deck.ts';
import { withoutFigures } from '../../core/elasticity/verdict.ts';
import type { ComparedRun, ComparedSample, FrozenData } from '../../core/frozen-data.ts';
import { phaseTitle } from '../../core/names.ts';
import type { View } from '../../core/view.ts';
import { formatCount, formatValue } from '../format.ts';
import { estimateText, estimateWithUnits } from '../ledger-text.ts';
import { shownRuns } from '../view/arrange-runs.ts';
import { runLabel } from '../view/run-values.ts';
import { runSamples, surpriseShare, visible } from '../view/sample-moments.ts';

export interface SlideCell {
  readonly text: string;
  readonly verdict?: (typeof verdicts)[number];
  /** Stands out: a claim's name, a stage. */
  readonly strong?: boolean;
  /** The beginning of the text, where it stays on one line: a number and its interval, with its unit below. */
  readonly unbroken?: string;
  /** The text token by token, each with how surprising it was to the model: 0 … 1. */
  readonly tokens?: readonly { readonly text: string; readonly surprise: number }[];
}
export interface SlideTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SlideCell[])[];
  /** Above the table: the prompt. */
  readonly lead: string;
  /** Below: what was left out. */
  readonly note: string;
}
const mostRows = 9;

/** How much of the colour stands behind a token: all but a little of it would drown the text. */
export const shade = (surprise: number): string => `${Math.round(surprise * 70)}%`;

export function slideTable(slide: Slide): SlideTable | null {
  if (slide.kind !== 'view') return null;
  if (slide.view.chart === 'ledger') return claimTable(slide.view, slide.data);
  return slide.view.chart === 'samples' ? sampleTable(slide.view, slide.data) : null;
}

function claimTable({ claim }: View, { ledger }: FrozenData): SlideTable {
  const entries = ledger?.entries ?? [];
  const opened = entries.find((entry) => entry.claim === claim);
  const judged: [string, Judged | undefined][] =
    opened === undefined
      ? entries.map(({ title, estimators }) => [
          title,
          estimators.find(({ primary }) => primary) ?? estimators[0],
        ])
      : opened.estimators.map((estimator) => [estimator.name, estimator]);
  const units = new Set(judged.flatMap(([, one]) => (one === undefined ? [] : one.units)));
  // Units that all share stand above the column once.
  const [unit = ''] = units.size === 1 ? units : [];
  const estimate = unit === '' ? 'estimate' : `estimate (${unit})`;
  const rows = judged.map(([name, one]) =>
    claimRow(name, one, unit === '' ? estimateWithUnits : estimateText),
  );
  return {
    columns: [opened === undefined ? 'claim' : 'estimator', 'verdict', estimate, 'n', 'why'],
    rows: rows.slice(0, mostRows),
    lead: opened === undefined ? '' : `${opened.title}: ${opened.statement}`,
    note: cut(rows.length, entries.length === 0 ? 'There are no claims in these data.' : ''),
  };
}

type Judged = NonNullable<FrozenData['ledger']>['entries'][number]['estimators'][number];
function claimRow(
  name: string,
  judged: Judged | undefined,
  estimate: (judged: Judged) => string,
): SlideCell[] {
  if (judged === undefined)
    return [{ text: name, strong: true }, ...['–', '–', '–', ''].map((text) => ({ text }))];
  return [
    { text: name, strong: true },
    { text: judged.verdict, verdict: judged.verdict },
    { text: estimate(judged), unbroken: estimateText(judged) },
    { text: String(judged.n) },
    { text: withoutFigures(judged.reason) },
  ];
}

/** The run whose samples are shown: the one that the view names, else the first that was sampled. */
export function sampledRun(view: View, data: FrozenData): ComparedRun | undefined {
  const sampled = new Set(data.samples.map(({ run }) => run));
  const runs = shownRuns(view, data).filter(({ id }) => sampled.has(id));
  return runs.find(({ id }) => id === view.run) ?? runs[0];
}

/** What one run wrote to one prompt, as Compare shows it. */
function sampleTable(view: View, data: FrozenData): SlideTable {
  const run = sampledRun(view, data);
  const columns = ['model', 'response', 'score'];
  if (run === undefined) return { columns, rows: [], lead: '', note: 'There are no samples in these data.' };
  const found = runSamples(data.samples, run.id);
  const prompt = found.prompts.find(({ index }) => index === view.prompt) ?? found.prompts[0]!;
  const along = found.along.filter(({ update }) => view.update === null || update === view.update);
  const stages = [
    { name: 'θ0, pretrained', moment: found.base },
    { name: 'θ1, aligned', moment: found.aligned },
    ...along.map((moment) => ({
      name: `${phaseTitle(moment.phase)}, update ${formatCount(moment.update)}`,
      moment,
    })),
  ];
  const rows = stages.flatMap(({ name, moment }) => {
    const sample = moment === null ? undefined : found.at(moment, prompt.index);
    return sample === undefined ? [] : [sampleRow(name, sample)];
  });
  const shaded = rows.some(([, response]) => response?.tokens !== undefined);
  return {
    columns,
    rows: rows.slice(0, mostRows),
    lead: `Prompt: ${plainText(prompt.text)} …  (run ${run.id}: ${runLabel(run)})`,
    note: [
      shaded ? 'The stronger its colour, the less likely a token was to the model.' : '',
      cut(rows.length, ''),
    ]
      .filter(Boolean)
      .join(' '),
  };
}

function sampleRow(name: string, { response, score, tokens }: ComparedSample): SlideCell[] {
  const text = plainText(response) || '(nothing)';
  const last = tokens?.findLastIndex((token) => token.text !== end) ?? -1;
  const shades = tokens?.slice(0, last + 1).map((token) => ({
    text: visible(token.text),
    surprise: surpriseShare(token.probability),
  }));
  return [
    { text: name, strong: true },
    shades === undefined || shades.length === 0 ? { text } : { text, tokens: shades },
    { text: score === null ? '–' : formatValue(score) },
  ];
}

const end = '<end>';
/** Without the marks that begin and end a document. */
const plainText = (text: string): string => text.replace(/^(\s*<end>)+|(<end>\s*)+$/g, '').trim();

const cut = (rows: number, otherwise: string): string =>
  rows > mostRows ? `${rows - mostRows} more are in the deck's data.` : otherwise;
