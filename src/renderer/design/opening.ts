// From an address to a document: what text it begins with, and what this browser kept of it.
import { writeJson } from '../../core/design/json-write.ts';
import { valueAt } from '../../core/schedule-shape.ts';
import type { Route } from '../router.ts';
import type { WindowLink } from '../window-link.ts';
import { type Mirror, type MirrorStorage, readMirror } from './draft-mirror.ts';

export interface Opened {
  /** Of this document in this window; a new one is a new document. */
  readonly key: string;
  /** Under which name the browser keeps it until it is a draft. */
  readonly mirrorKey: string;
  /** What it was made from, and that text: what “Changes” compares with. */
  readonly origin: { readonly title: string; readonly text: string };
  readonly text: string;
  readonly folder: string;
  readonly draft: { readonly id: number; readonly revision: number } | null;
  /** What the host has, or a new document begins with. */
  readonly start: { readonly text: string; readonly folder: string };
  /** No address brings it back: it is saved as a draft at once. */
  readonly fresh: boolean;
  /** The text is what this browser kept, newer than the host's. */
  readonly restored: boolean;
}
type DesignRoute = Extract<Route, { page: 'design' }>;

export const blankSchedule = `{
  "springback": 1,
  "name": "Untitled",
  "corpus": { "kind": "reviews" },
  "model": { "width": 32 },
  "pretrain": { "tokens": 160000 },
  "align": { "examples": 512 },
  "unalign": { "examples": 1024 },
  "axes": {},
  "seeds": [1, 2, 3]
}
`;

/** The name in a text that may be no JSON. */
export function nameOfText(text: string): string {
  try {
    const name = valueAt(JSON.parse(text), ['name']);
    if (typeof name === 'string' && name.trim() !== '') return name.trim().slice(0, 200);
  } catch {
    // Not JSON at the moment: its name may still be read.
  }
  const found = /"name"\s*:\s*"([^"\\\n]+)"/.exec(text)?.[1]?.trim().slice(0, 200) ?? '';
  return found === '' ? 'Untitled' : found;
}

/** null for an address that names nothing to open. Throws what the host answers. */
export async function openRoute(
  link: WindowLink,
  route: DesignRoute,
  storage: MirrorStorage,
): Promise<Opened | null> {
  if (route.draft !== undefined) return openDraft(link, route.draft, storage);
  if (route.template !== undefined) {
    const templates = await link.call('schedule.templates', {});
    const template = templates.find(({ id }) => id === route.template);
    if (template === undefined) throw new Error(`There is no template “${route.template}”.`);
    return openNew(`new-template-${template.id}`, template.name, template.text, storage);
  }
  if (route.from === undefined) return null;
  const { schedule, summary } = await link.call('experiment.get', { id: route.from });
  return openNew(`new-from-${route.from}`, summary.name, `${writeJson(schedule, '  ', '')}\n`, storage);
}

function openNew(mirrorKey: string, title: string, text: string, storage: MirrorStorage): Opened {
  const kept = readMirror(storage, mirrorKey);
  const start = { text, folder: '' };
  const now = kept ?? start;
  return {
    key: crypto.randomUUID(),
    mirrorKey,
    origin: { title, text },
    text: now.text,
    folder: now.folder,
    draft: null,
    start,
    fresh: false,
    restored: kept !== null,
  };
}

/** A text that is given here and now. */
export function openText(text: string, title: string, kept?: { key: string; folder: string }): Opened {
  const plain = text.replace(/^\uFEFF/, '');
  const start = { text: plain, folder: kept?.folder ?? '' };
  const key = crypto.randomUUID();
  return {
    key,
    mirrorKey: kept?.key ?? `new-text-${key}`,
    origin: { title, text: plain },
    ...start,
    draft: null,
    start,
    fresh: true,
    restored: false,
  };
}

async function openDraft(link: WindowLink, id: number, storage: MirrorStorage): Promise<Opened> {
  const mirrorKey = `draft-${id}`;
  const kept = readMirror(storage, mirrorKey);
  const found = await link.call('draft.list', {}).then(
    (list) => list.find((draft) => draft.id === id) ?? null,
    (error) => {
      if (kept === null) throw error;
      return undefined; // The host is gone, but this browser has it.
    },
  );
  if (found === null && kept === null)
    throw new Error('This draft is not there any more: it was submitted or deleted.');
  const start = found ?? { text: kept?.text ?? '', folder: kept?.folder ?? '' };
  const now = kept ?? start;
  return {
    key: crypto.randomUUID(),
    mirrorKey,
    origin: { title: 'the draft when it was opened', text: start.text },
    text: now.text,
    folder: now.folder,
    draft: { id, revision: revisionOf(kept, found) },
    start: { text: start.text, folder: start.folder },
    fresh: false,
    restored: kept !== null && kept.text !== start.text,
  };
}

/** What this browser kept was made from its own revision: a newer one at the host is a conflict, told by saving. */
const revisionOf = (kept: Mirror | null, found: { revision: number } | null | undefined): number =>
  kept?.revision ?? found?.revision ?? 0;
