// The smallest schedule that has everything: 2 sizes × 2 pretraining amounts × 2 seeds, all phases, a second or two of
// training in all.
export function tinySchedule(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    springback: 1,
    name: 'tiny',
    corpus: { kind: 'reviews' },
    model: { width: 8, layers: 1, heads: 1, context: 24 },
    pretrain: { tokens: 7680, batch: 8, warmup: 4 },
    align: { examples: 64, batch: 8, evaluateAt: [0, 2, 4] },
    unalign: { examples: 64, batch: 8, evaluateAt: [0, 1, 2, 4] },
    evaluation: { sequences: 4, prompts: 4, samples: 2 },
    axes: { 'model.width': [8, 16], 'pretrain.tokens': [3840, 7680] },
    seeds: [1, 2],
    ...change,
  };
}
