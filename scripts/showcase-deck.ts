// The deck and the views of the showcase: what is shown in which order, in words that hold for what was measured. Verdicts
// and estimates are taken from the claim ledgers, not written here.
import { estimateText } from '../src/charts/ledger-text.ts';
import type { Ledger } from '../src/core/claims/ledger-schema.ts';
import type { ViewInput } from '../src/core/view.ts';

/** The experiments by their number in the showcase. */
const resistance = 1;
const resistanceFiner = 2;
const rebound = 3;
const size = 5;
const sizeRates = 6;
const pretraining = 7;
const lawOfK = 10;
const noPretraining = 14;
/** Of the experiment that samples token by token, the model of seed 3 that was pretrained longest. */
const sampledRun = 1774;

const reviews = { corpus: JSON.stringify({ kind: 'reviews' }) };
const thousand = { 'align.examples': '1000' };

export const showcaseViews: readonly { readonly name: string; readonly view: ViewInput }[] = [
  {
    name: 'Curves: springing back, by examples of alignment',
    view: {
      selection: { experiments: [rebound], held: reviews },
      chart: 'curves',
      phases: ['unalign'],
      colour: 'align.examples',
    },
  },
  {
    name: 'Trend: first decline against model size',
    view: {
      selection: { experiments: [size] },
      chart: 'trend',
      reduction: 'early',
      at: 4,
      phases: ['unalign'],
      against: 'model.width',
      colour: 'align.examples',
    },
  },
  {
    name: 'Heatmap: first decline by pretraining and alignment',
    view: {
      selection: { experiments: [pretraining] },
      chart: 'heatmap',
      reduction: 'early',
      at: 4,
      phases: ['unalign'],
      against: 'pretrain.tokens',
      second: 'align.examples',
      // Not drawn by a heatmap; a view that names no side is given panels where it is opened.
      colour: 'pretrain.tokens',
    },
  },
  {
    name: 'Path: through weight space, by model size',
    view: { selection: { experiments: [size], held: thousand }, chart: 'path', colour: 'model.width' },
  },
  {
    name: 'Resistance: forward and inverse training',
    view: { selection: { experiments: [resistance] }, chart: 'resistance', claim: 'resistance' },
  },
  {
    name: 'Samples: what one model writes, token by token',
    view: { selection: { runs: [sampledRun] }, chart: 'samples', run: sampledRun, prompt: 6 },
  },
];

interface TextSlide {
  readonly kind: 'text';
  readonly title: string;
  readonly caption: string;
  readonly notes?: string;
}
interface ViewSlide {
  readonly kind: 'view';
  readonly title: string;
  readonly caption: string;
  readonly notes?: string;
  readonly view: ViewInput;
  readonly reveal?: boolean;
  readonly explain?: boolean;
}
export type ShowcaseSlide = TextSlide | ViewSlide;

export const deckName = 'Language models resist alignment: what eight seeds say';

/** `Rebound grows with model size: supported. First decline: 0.08 [0.04, 0.14] log-odds per update, n = 8.` */
export function verdictText(ledger: Ledger, claim: string): string {
  const entry = ledger.entries.find((one) => one.claim === claim);
  const primary = entry?.estimators.find((one) => one.primary);
  if (entry === undefined || primary === undefined) throw new Error(`no claim ${claim} in “${ledger.name}”`);
  const declared = entry.declared ? '' : ' (by default)';
  return `${entry.title}: ${primary.verdict}. ${primary.name}${declared}: ${estimateText(primary)} ${primary.units}, n = ${primary.n}.`;
}

type ReadLedger = (experiment: number) => Promise<Ledger>;

export async function showcaseSlides(ledgerOf: ReadLedger, runs: number): Promise<ShowcaseSlide[]> {
  const verdict = async (experiment: number, claim: string): Promise<string> =>
    verdictText(await ledgerOf(experiment), claim);
  return [
    {
      kind: 'text',
      title: deckName,
      caption: `${runs.toLocaleString('en')} runs of 16 experiments, eight seeds in all but one, trained from nothing on two processor cores.\n\nAfter “Language Models Resist Alignment” (Ji et al., arXiv 2406.06144).`,
      notes:
        'The models have 900 to 110,000 parameters. What follows is about whether the claims follow from training itself, at this scale; it is not about the models of the paper.',
    },
    {
      kind: 'text',
      title: 'Does a language model spring back?',
      caption: [
        '- Pretraining: a model learns to go on as its text does. We call it θ0.',
        '- Alignment: a little training on examples of one behaviour. We call it θ1.',
        '- Unalignment: a little training on examples of the opposite.',
        '- The claim: the way back is easier than the way there, the more so the larger the model and the more it was pretrained.',
      ].join('\n'),
      notes: 'Four words that the rest needs. The next slide walks along one measured curve, step by step.',
    },
    {
      kind: 'view',
      title: 'How to read a curve',
      caption: 'Eight models that differ in their seed alone.',
      view: {
        selection: { experiments: [rebound], held: { ...reviews, ...thousand } },
        chart: 'curves',
        phases: ['align', 'unalign'],
      },
      explain: true,
      notes: 'Press on: each step of the explanation points at its place on the curve.',
    },
    {
      kind: 'view',
      title: 'What one model writes on the way',
      caption:
        'One prompt and one model of three seeds: an illustration. What is measured is the mean over prompts and seeds.',
      view: { ...showcaseViews[5]!.view },
      notes:
        'The words of praise become likely, then unlikely again. Open it in Compare for the other prompts, and for what else could have stood at each place.',
    },
    {
      kind: 'view',
      title: 'Every aligned model comes back to the pretrained log-odds',
      caption: await verdict(rebound, 'rebound'),
      // All that the verdict is of: both corpora.
      view: { ...showcaseViews[0]!.view, selection: { experiments: [rebound] }, column: 'corpus' },
      reveal: true,
      notes:
        'What comes back is the behaviour, not the model: the lines fall through the pretrained level without stopping there. See “What this cannot say”.',
    },
    {
      kind: 'view',
      title: 'Larger models fall faster, at one rate for all',
      caption: await verdict(size, 'size'),
      view: {
        selection: { experiments: [size] },
        chart: 'curves',
        phases: ['unalign'],
        colour: 'model.width',
        column: 'align.examples',
      },
      reveal: true,
    },
    {
      kind: 'view',
      title: 'With a rate for each width the trend is not decided',
      caption: await verdict(sizeRates, 'size'),
      view: {
        selection: { experiments: [sizeRates] },
        chart: 'trend',
        reduction: 'early',
        at: 4,
        phases: ['unalign'],
        against: 'model.width',
      },
      notes: 'Learning rates that fall as 1 / width. The same question, one choice apart.',
    },
    {
      kind: 'view',
      title: 'Pretraining decides nothing by its primary estimator',
      caption: await verdict(pretraining, 'pretraining'),
      view: {
        selection: { experiments: [pretraining] },
        chart: 'trend',
        reduction: 'early',
        at: 4,
        phases: ['unalign'],
        against: 'pretrain.tokens',
        colour: 'align.examples',
      },
    },
    {
      kind: 'view',
      title: 'Without pretraining the log-odds fall too',
      caption: `Three starts: none, 1.5 M tokens, and as many of shuffled text. ${await verdict(noPretraining, 'rebound')}`,
      view: {
        selection: { experiments: [noPretraining] },
        chart: 'curves',
        phases: ['unalign'],
        colour: 'pretrain',
      },
      reveal: true,
      notes: 'So what rebounds here is less a pretrained state than a change that lies shallow.',
    },
    {
      kind: 'view',
      title: 'Resistance, measured as in the paper',
      caption: await verdict(resistance, 'resistance'),
      view: { selection: { experiments: [resistance] }, chart: 'ledger', claim: 'resistance' },
    },
    {
      kind: 'view',
      title: 'Resistance with whole distributions turns round',
      caption: await verdict(resistanceFiner, 'resistance'),
      view: { selection: { experiments: [resistanceFiner] }, chart: 'ledger', claim: 'resistance' },
      notes: 'Six slices, sampled at temperature 1 instead of .05. The choice of estimator decides the sign.',
    },
    {
      kind: 'view',
      title: 'The law of k holds in joint training',
      caption: await verdict(lawOfK, 'kLaw'),
      view: { selection: { experiments: [lawOfK] }, chart: 'ledger', claim: 'kLaw' },
      notes: 'It does not hold one phase after another, which is how the other experiments train.',
    },
    {
      kind: 'text',
      title: 'What this cannot say',
      caption: [
        '- These are models of 900 to 110,000 parameters on grammars, and eight seeds: an interval that holds “no effect” decides nothing.',
        '- Updates alone and updates normalised by the way there can point in opposite directions. Look at both.',
        '- Passing through the pretrained level is not the same as returning to the pretrained model.',
        '- Primaries marked “by default” were taken where the schedule declared none before the run.',
      ].join('\n'),
    },
  ];
}
