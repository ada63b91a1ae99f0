// The commands of `contract/library.ts`: views, decks and drafts, each as one document of the history's library.
import type { libraryCommands } from '../contract/library.ts';
import type { CommandOutput } from '../contract/window.ts';
import { deckSchema } from '../core/deck.ts';
import { isolated } from '../core/isolated.ts';
import { viewSchema } from '../core/view.ts';
import type { DocumentKind, DocumentRow } from './archive-ports.ts';
import { LabError } from './failure.ts';
import type { HandlersOf, LabParts } from './handlers.ts';

type Saved = CommandOutput<'view.save'>;
interface Place {
  readonly id: number | null;
  readonly revision: number;
}
interface Schema<Content> {
  safeParse(value: unknown): { success: true; data: Content } | { success: false };
}
const events = { view: 'views', deck: 'decks', draft: 'drafts' } as const;

export function libraryHandlers(parts: LabParts): HandlersOf<typeof libraryCommands> {
  const { library } = parts.ports.history;
  const shelf = new Shelf(parts);
  return {
    'view.list': () =>
      library.list('view').flatMap((row) => {
        const view = shelf.read('view', row, viewSchema);
        return view === null ? [] : [{ ...headingOf(row), view }];
      }),
    'view.save': ({ view, name, ...place }) =>
      shelf.save('view', place, { name, content: JSON.stringify(view), parts: 0 }),
    'view.delete': ({ id }) => shelf.delete('view', id),
    'deck.list': () =>
      library.headings('deck').map(({ parts: slides, ...row }) => ({ ...headingOf(row), slides })),
    'deck.get': ({ id }) => {
      const row = library.get('deck', id);
      if (row === null) throw new LabError('missing', `there is no deck ${id}`);
      const deck = shelf.read('deck', row, deckSchema);
      if (deck !== null) return { id, revision: row.revision, deck };
      throw new LabError('conflict', `${shelf.unreadable('deck', row)}; it is kept as it is`);
    },
    'deck.save': ({ deck, ...place }) =>
      shelf.save('deck', place, {
        name: deck.name,
        content: JSON.stringify(deck),
        parts: deck.slides.length,
      }),
    'deck.delete': ({ id }) => shelf.delete('deck', id),
    'draft.list': () =>
      library.list('draft').flatMap((row) => {
        const draft = readDraft(row);
        if (draft === null) shelf.warn('draft', row);
        return draft === null ? [] : [{ ...headingOf(row), ...draft }];
      }),
    'draft.save': ({ name, text, folder, ...place }) =>
      shelf.save('draft', place, { name, content: JSON.stringify({ text, folder }), parts: 0 }),
    'draft.delete': ({ id }) => shelf.delete('draft', id),
  };
}

const headingOf = ({ id, name, revision, changed }: Omit<DocumentRow, 'content' | 'parts'>) => ({
  id,
  name,
  revision,
  changed,
});

class Shelf {
  private readonly parts: LabParts;
  /** Documents that were warned of, with their revision: once is enough. */
  private readonly warned = new Set<string>();

  constructor(parts: LabParts) {
    this.parts = parts;
  }

  save(
    kind: DocumentKind,
    { id, revision }: Place,
    document: { name: string; content: string; parts: number },
  ): Saved {
    const { ports, announcer } = this.parts;
    const dated = { ...document, changed: new Date(ports.now()).toISOString() };
    const result =
      id === null
        ? ({ kind: 'saved', ...ports.history.library.create(kind, dated) } as const)
        : ports.history.library.replace(kind, { id, revision }, dated);
    if (result.kind === 'missing')
      throw new LabError('missing', `there is no ${kind} ${id} any more: save it as a new one`);
    if (result.kind === 'stale') {
      throw new LabError(
        'conflict',
        `${kind} “${isolated(result.name)}” was changed in another window (it is at revision ${result.revision}, this is from ` +
          `revision ${revision}); what is saved there stays: open it again, or save this as a new one`,
      );
    }
    announcer.changed(events[kind]);
    return { id: result.id, revision: result.revision };
  }

  delete(kind: DocumentKind, id: number): Record<string, never> {
    if (!this.parts.ports.history.library.delete(kind, id))
      throw new LabError('missing', `there is no ${kind} ${id}`);
    this.parts.announcer.changed(events[kind]);
    return {};
  }

  /** Null, after a warning, for what is damaged or of a newer version; its row stays. */
  read<Content>(kind: DocumentKind, row: DocumentRow, schema: Schema<Content>): Content | null {
    const parsed = schema.safeParse(jsonOf(row.content));
    if (parsed.success) return parsed.data;
    this.warn(kind, row);
    return null;
  }

  warn(kind: DocumentKind, row: DocumentRow): void {
    const name = `${kind} ${row.id} ${row.revision}`;
    if (this.warned.has(name)) return;
    this.warned.add(name);
    this.parts.announcer.log('warning', `${this.unreadable(kind, row)}; it is left out and kept as it is`);
  }

  unreadable(kind: DocumentKind, { id, name }: DocumentRow): string {
    return `${kind} ${id} “${isolated(name)}” cannot be read by this version`;
  }
}

/** undefined where it is none: no schema takes that. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // Damaged; who asked says so, with the document's name.
  }
}

function readDraft({ content }: DocumentRow): { text: string; folder: string } | null {
  const { text, folder } = (jsonOf(content) ?? {}) as { text?: unknown; folder?: unknown };
  return typeof text === 'string' && typeof folder === 'string' ? { text, folder } : null;
}
