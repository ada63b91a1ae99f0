// Slides that are text rather than a chart, as a table: the claims with their verdicts, responses before and after.
import type { verdicts } from '../../core/claims/ledger-schema.ts';
import type { Slide } from '../../core/deck.ts';
import type { ComparedSample, FrozenData } from '../../core/frozen-data.ts';
import { phaseTitle } from '../../core/names.ts';
import type { View } from '../../core/view.ts';
import { formatValue } from '../format.ts';
import { estimateWithUnits } from '../ledger-text.ts';

export interface SlideCell {
  readonly text: string;
  readonly verdict?: (typeof verdicts)[number];
  /** Stands out: a claim's name, a stage. */
  readonly strong?: boolean;
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

export function slideTable(slide: Slide): SlideTable | null {
  if (slide.kind !== 'view') return null;
  if (slide.view.chart === 'ledger') return claimTable(slide.view, slide.data);
  return slide.view.chart === 'samples' ? sampleTable(slide.view, slide.data) : null;
}

function claimTable({ claim }: View, { ledger }: FrozenData): SlideTable {
  const entries = ledger?.entries ?? [];
  const opened = entries.find((entry) => entry.claim === claim);
  const rows =
    opened === undefined
      ? entries.map((entry) => {
          const judged = entry.estimators.find(({ primary }) => primary) ?? entry.estimators[0];
          return claimRow(entry.title, judged);
        })
      : opened.estimators.map((estimator) => claimRow(estimator.name, estimator));
  return {
    columns: [opened === undefined ? 'claim' : 'estimator', 'verdict', 'estimate', 'n', 'why'],
    rows: rows.slice(0, mostRows),
    lead: opened === undefined ? '' : `${opened.title}: ${opened.statement}`,
    note: cut(rows.length, entries.length === 0 ? 'There are no claims in these data.' : ''),
  };
}

type Judged = NonNullable<FrozenData['ledger']>['entries'][number]['estimators'][number];
function claimRow(name: string, judged: Judged | undefined): SlideCell[] {
  if (judged === undefined)
    return [{ text: name, strong: true }, ...['–', '–', '–', ''].map((text) => ({ text }))];
  return [
    { text: name, strong: true },
    { text: judged.verdict, verdict: judged.verdict },
    { text: estimateWithUnits(judged) },
    { text: String(judged.n) },
    { text: judged.reason },
  ];
}

const stageOf = ({ phase, update }: ComparedSample): string => {
  if (phase === 'pretrain' || (phase === 'align' && update === 0)) return 'θ0, pretrained';
  if (phase === 'unalign' && update === 0) return 'θ1, aligned';
  return `${phaseTitle(phase)}, update ${update}`;
};

function sampleTable({ prompt, update }: View, { samples, runs }: FrozenData): SlideTable {
  const run = runs.find(({ id }) => samples.some((sample) => sample.run === id))?.id;
  const own = samples.filter((sample) => sample.run === run);
  const prompts = [...new Set(own.map((sample) => sample.prompt))];
  const asked = prompts[Math.min(prompt, prompts.length - 1)];
  const told = oncePerModel(own.filter((sample) => sample.prompt === asked));
  const shown = update === null ? told : told.filter((sample) => isStage(sample) || sample.update === update);
  const rows = shown.map((sample): SlideCell[] => [
    { text: stageOf(sample), strong: true },
    { text: plainText(sample.response) || '(nothing)' },
    { text: sample.score === null ? '–' : formatValue(sample.score) },
  ]);
  return {
    columns: ['model', 'response', 'score'],
    rows: rows.slice(0, mostRows),
    lead: asked === undefined ? '' : `Prompt: ${plainText(asked)}`,
    note: cut(rows.length, rows.length === 0 ? 'There are no samples in these data.' : ''),
  };
}

/** Without the marks that begin and end a document. */
const plainText = (text: string): string => text.replace(/^(\s*<end>)+|(<end>\s*)+$/g, '').trim();

/** θ0 is sampled as pretraining ends and as alignment begins, θ1 as alignment ends and as unalignment begins. */
function oncePerModel(samples: readonly ComparedSample[]): ComparedSample[] {
  const begins = (phase: string): boolean => samples.some((one) => one.phase === phase && one.update === 0);
  const ended = Math.max(...samples.filter(({ phase }) => phase === 'align').map(({ update }) => update));
  return samples.filter(({ phase, update }) => {
    if (phase === 'pretrain') return !begins('align');
    return !(phase === 'align' && update === ended && update > 0 && begins('unalign'));
  });
}

const isStage = ({ phase, update }: ComparedSample): boolean =>
  update === 0 && (phase === 'align' || phase === 'unalign');

const cut = (rows: number, otherwise: string): string =>
  rows > mostRows ? `${rows - mostRows} more are in the deck's data.` : otherwise;
