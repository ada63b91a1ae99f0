// A deck of four slides over made-up curves: two widths, two seeds each.
import { experimentDeck } from '../../../src/charts/deck/experiment-deck.ts';
import { type Deck, deckSchema } from '../../../src/core/deck.ts';
import { viewSchema } from '../../../src/core/view.ts';
import { type ExampleRun, frozen } from '../../core/explanation/curves-example.ts';

export const exampleRuns: ExampleRun[] = [16, 32].flatMap((width) =>
  [1, 2].map((seed) => ({
    seed,
    values: { 'model.width': width },
    align: [
      [0, 0.1 * seed],
      [8, 3 + width / 32],
    ],
    unalign: [
      [0, 3 + width / 32],
      [4, 1],
      [16, -2 - 0.1 * seed],
    ],
  })),
);

export const exampleDeck = (change: { title?: string; caption?: string; notes?: string } = {}): Deck => {
  const words = { title: 'Curves', caption: 'What is seen', notes: 'Say it slowly', ...change };
  const view = viewSchema.parse({ selection: { experiments: [1] }, colour: 'model.width' });
  const data = frozen(exampleRuns);
  return deckSchema.parse({
    name: 'An example',
    slides: [
      { kind: 'text', id: 's1', title: 'An example', caption: 'One.\n\n- first\n- second' },
      { kind: 'view', id: 's2', ...words, view, data, reveal: true },
      { kind: 'view', id: 's3', title: 'Explained', view, data, explain: true },
      { kind: 'text', id: 's4', title: 'The end' },
    ],
  });
};

export const experimentExample = () =>
  experimentDeck({
    id: 1,
    name: 'sizes',
    notes: 'A note.',
    axes: ['model.width'],
    data: frozen(exampleRuns),
  });
