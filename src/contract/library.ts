// What a user keeps beside runs: views, decks, drafts of schedules. Every save names the revision it was made from, so
// that two windows do not overwrite each other unseen: a stale one is a `conflict`.
import { z } from 'zod';
import { deckSchema } from '../core/deck.ts';
import { viewSchema } from '../core/view.ts';

const id = z.int().positive();
const nothing = z.strictObject({});
const name = z.string().trim().min(1).max(200);
const kept = {
  id,
  name: z.string(),
  revision: z.int(),
  /** ISO 8601, UTC. */
  changed: z.string(),
};
/** null for a new one; otherwise the revision that was read. */
const place = { id: id.nullable(), revision: z.int().default(0) };
const saved = z.strictObject({ id, revision: z.int() });

export const savedViewSchema = z.strictObject({ ...kept, view: viewSchema });
export type SavedView = z.infer<typeof savedViewSchema>;
export const deckSummarySchema = z.strictObject({ ...kept, slides: z.int() });
export const draftSchema = z.strictObject({
  ...kept,
  /** What stands in the editor, JSON or not. */
  text: z.string(),
  /** Folder that relative paths start from, '' for none. */
  folder: z.string(),
});
export type Draft = z.infer<typeof draftSchema>;

export const libraryCommands = {
  'view.list': { input: nothing, output: z.array(savedViewSchema) },
  'view.save': { input: z.strictObject({ ...place, name, view: viewSchema }), output: saved },
  'view.delete': { input: z.strictObject({ id }), output: nothing },
  'deck.list': { input: nothing, output: z.array(deckSummarySchema) },
  'deck.get': {
    input: z.strictObject({ id }),
    output: z.strictObject({ id, revision: z.int(), deck: deckSchema }),
  },
  'deck.save': { input: z.strictObject({ ...place, deck: deckSchema }), output: saved },
  'deck.delete': { input: z.strictObject({ id }), output: nothing },
  'draft.list': { input: nothing, output: z.array(draftSchema) },
  'draft.save': {
    input: z.strictObject({
      ...place,
      name,
      text: z.string().max(4_000_000),
      folder: z.string().default(''),
    }),
    output: saved,
  },
  'draft.delete': { input: z.strictObject({ id }), output: nothing },
} as const;
export const libraryChanges = [
  'view.save',
  'view.delete',
  'deck.save',
  'deck.delete',
  'draft.save',
  'draft.delete',
] as const;
