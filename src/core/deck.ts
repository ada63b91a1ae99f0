// A deck: views in the order they are told, each with a caption, and with the data as it was when it was put there, so
// that it shows the same tomorrow, and when its runs are gone.
import { z } from 'zod';
import { frozenDataSchema } from './frozen-data.ts';
import { viewSchema } from './view.ts';

export const slideSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('view'),
    id: z.string().min(1).max(64),
    title: z.string().max(500),
    caption: z.string().max(5000).default(''),
    /** For the speaker alone. */
    notes: z.string().max(20_000).default(''),
    view: viewSchema,
    data: frozenDataSchema,
    /** Whether series appear one after the other. */
    reveal: z.boolean().default(false),
    /** Whether the explanation layer for newcomers stands over the chart, and which of its parts. */
    explain: z.boolean().default(false),
  }),
  z.strictObject({
    kind: z.literal('text'),
    id: z.string().min(1).max(64),
    title: z.string().max(500),
    caption: z.string().max(5000).default(''),
    notes: z.string().max(20_000).default(''),
  }),
]);
export type Slide = z.infer<typeof slideSchema>;

export const deckSchema = z.strictObject({
  /** Version of this format. */
  deck: z.literal(1).default(1),
  name: z.string().min(1).max(200),
  slides: z.array(slideSchema).max(500).default([]),
});
export type Deck = z.infer<typeof deckSchema>;
