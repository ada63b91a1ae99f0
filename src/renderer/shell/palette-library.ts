// The kept things that the palette finds by name, read when it opens.
import type { HostLink } from '../../contract/window.ts';

export interface Library {
  readonly views: readonly { readonly id: number; readonly name: string }[];
  readonly decks: readonly { readonly id: number; readonly name: string }[];
  readonly templates: readonly { readonly id: string; readonly name: string; readonly notes: string }[];
}

/** What does not answer is left out: the palette works without it. */
export async function readLibrary(link: HostLink): Promise<Library> {
  const [views, decks, templates] = await Promise.all([
    link.call('view.list', {}).catch(() => []),
    link.call('deck.list', {}).catch(() => []),
    link.call('schedule.templates', {}).catch(() => []),
  ]);
  return { views, decks, templates };
}
