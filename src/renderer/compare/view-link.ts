// A view as text for an address, and back: JSON with every default left out, in base64url. It holds no measurement.
import { type View, type ViewInput, viewSchema } from '../../core/view.ts';

type Json = null | boolean | number | string | Json[] | Fields;
type Fields = { [name: string]: Json };
const defaults = viewSchema.parse({}) as unknown as Fields;
/** Lists of ids, which are often long and full of neighbours. */
const idLists = ['experiments', 'runs', 'without'] as const;

/** Only letters, digits, `-` and `_`; '' for the view that is all defaults. */
export function encodeView(view: ViewInput): string {
  const rest = without(viewSchema.parse(view) as unknown as Fields, defaults);
  const { selection } = rest as { selection?: Record<string, Json> };
  if (selection)
    for (const list of idLists) if (selection[list]) selection[list] = shortIds(selection[list] as number[]);
  return Object.keys(rest).length === 0 ? '' : toBase64Url(JSON.stringify(rest));
}

/** null where the text is no view, whatever it holds. */
export function decodeView(text: string): View | null {
  try {
    const read: unknown = text === '' ? {} : JSON.parse(fromBase64Url(text));
    const { selection } = read as { selection?: Record<string, unknown> };
    if (selection)
      for (const list of idLists)
        if (typeof selection[list] === 'string') selection[list] = longIds(selection[list]);
    return viewSchema.safeParse(read).data ?? null;
  } catch (error) {
    // What a user pasted is no base64, no UTF-8 or no JSON; anything else is a bug.
    if (error instanceof Error) return null;
    throw error;
  }
}

/** The fields that differ from the defaults. Of the parts of a view only the selection may be given in part. */
function without(value: Fields, standard: Fields): Fields {
  const differing = Object.entries(value).filter(
    ([name, field]) => JSON.stringify(field) !== JSON.stringify(standard[name]),
  );
  return Object.fromEntries(
    differing.map(([name, field]) =>
      name === 'selection' ? [name, without(field as Fields, standard[name] as Fields)] : [name, field],
    ),
  );
}

/** [1, 2, 3, 7] -> "1-3,7"; order and repetitions are kept. */
function shortIds(ids: readonly number[]): string {
  const parts: [number, number][] = [];
  for (const id of ids) {
    const last = parts.at(-1);
    if (last !== undefined && id === last[1] + 1) last[1] = id;
    else parts.push([id, id]);
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

const mostIds = 100_000;
function longIds(text: string): number[] {
  const ids: number[] = [];
  for (const part of text.split(',')) {
    const [from, to = from] = part.split('-').map(Number) as [number, number?];
    if (!(to! - from < mostIds)) throw new Error(`ids of a view: expected a range, got ${part}`);
    for (let id = from; id <= to!; id++) ids.push(id);
  }
  return ids;
}

function toBase64Url(text: string): string {
  const letters = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte));
  return btoa(letters.join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(text: string): string {
  const letters = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}
