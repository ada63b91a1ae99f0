// The three amounts that the paper says the rebound grows with.
import { vocabularyOf } from '../corpora/create-corpus.ts';
import { modelParameters } from '../model-shape.ts';
import { bySeed, summaryOf } from './estimate.ts';
import type { Amount } from './growth.ts';
import type { LedgerChart } from './ledger-schema.ts';
import { paperPretraining, paperRebound, paperReturn, paperSize } from './paper.ts';
import { type Arm, armsOf, type RunView } from './run-views.ts';

export const alignmentAmount: Amount = {
  title: 'Rebound grows with alignment',
  statement:
    'The more positive data a model was aligned with, the faster it first falls when it is trained on the opposite.',
  name: 'alignment examples',
  symbol: 'n⁺',
  axes: ['align', 'align.examples'],
  of: ({ schedule: { align } }) => align?.examples ?? null,
  minimumSeeds: 5,
  paper: [paperRebound, paperReturn],
};

export const sizeAmount: Amount = {
  title: 'Rebound grows with model size',
  statement:
    'The rebound grows with model size: larger models fall faster when they are trained on the opposite.',
  name: 'parameters N',
  symbol: 'N',
  axes: ['model', 'model.width', 'model.layers', 'model.hidden', 'model.heads'],
  of: ({ schedule: { model, corpus, tokenizer } }) => modelParameters(model, vocabularyOf(corpus, tokenizer)),
  minimumSeeds: 8,
  paper: [paperSize],
};

export const pretrainingAmount: Amount = {
  title: 'Rebound grows with pretraining',
  statement:
    'The rebound grows with the amount of pretraining: models that were pretrained on more fall faster when they are trained on the opposite.',
  name: 'pretraining tokens T',
  symbol: 'T',
  axes: ['pretrain', 'pretrain.tokens'],
  of: ({ schedule: { pretrain } }) =>
    pretrain.tokens > 0 && pretrain.shuffled === undefined ? pretrain.tokens : null,
  minimumSeeds: 8,
  paper: [paperPretraining],
};

/** n⁺ × n⁻ of each arm: the mean score over seeds. At most four, the first ones. */
export function scoreHeatmaps(views: readonly RunView[]): LedgerChart[] {
  return armsOf(views, alignmentAmount.axes)
    .slice(0, 4)
    .flatMap((arm) => {
      const chart = scoreHeatmap(arm);
      return chart === null ? [] : [chart];
    });
}

function scoreHeatmap({ name, runs }: Arm): LedgerChart | null {
  const cells = runs.flatMap((view) => {
    const curve = view.behaviour('unalign', 'score');
    return (curve?.update ?? []).map((_, i) => ({
      seed: view.seed,
      y: alignmentAmount.of(view)!,
      x: curve!.examples?.[i] ?? Number.NaN,
      value: curve!.value[i]!,
    }));
  });
  const distinct = (values: readonly number[]): number[] =>
    [...new Set(values)].filter(Number.isFinite).sort((a, b) => a - b);
  const [x, y] = [distinct(cells.map((cell) => cell.x)), distinct(cells.map((cell) => cell.y))];
  if (x.length < 2 || y.length < 2) return null;
  const values = y.map((row) =>
    x.map(
      (column) =>
        summaryOf(
          bySeed(
            cells.filter((cell) => cell.x === column && cell.y === row),
            ({ value }) => value,
          ),
        ).mean,
    ),
  );
  return {
    type: 'heatmap',
    title: `Score by examples of alignment and of unalignment${name === 'all runs' ? '' : `: ${name}`}`,
    xName: 'unalignment examples',
    yName: 'alignment examples',
    valueName: 'score',
    x,
    y,
    values,
    n: new Set(runs.map(({ seed }) => seed)).size,
  };
}
