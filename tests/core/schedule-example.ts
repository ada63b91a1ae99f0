// A small schedule for tests, as a user would write it.
export const example = {
  springback: 1,
  name: 'example',
  corpus: { kind: 'reviews' },
  model: { width: 16, context: 32 },
  pretrain: { tokens: 102_400, batch: 32 },
  align: { examples: 64 },
  unalign: { examples: 256 },
};
