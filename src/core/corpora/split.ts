// The held-out split of the user's text: by a hash of content, so that it does not depend on the order of lines or on
// what else is in the files, and so that a text given twice is on one side.
import { hashText } from '../hash-text.ts';
import type { TextDocument } from './documents.ts';

/** A response stays with its prompt: all responses to one prompt are on one side, in every file. */
export const splitText = ({ prompt, response }: TextDocument): string => (prompt === '' ? response : prompt);
/** In [0, 1), from 48 bits of the text's SHA-256. */
const placeOf = (document: TextDocument): number =>
  Number.parseInt(hashText(splitText(document)).slice(0, 12), 16) / 2 ** 48;

/**
 * The texts that are held out of all `groups`: those whose hash falls below `share`, and where a group would have
 * none, the one of its texts with the least hash.
 */
export function heldOutTexts(groups: readonly (readonly TextDocument[])[], share: number): Set<string> {
  const heldOut = new Set<string>();
  for (const group of groups) {
    let least: { readonly text: string; readonly place: number } | null = null;
    let found = false;
    for (const document of group) {
      const place = placeOf(document);
      if (place < share) {
        heldOut.add(splitText(document));
        found = true;
      }
      if (least === null || place < least.place) least = { text: splitText(document), place };
    }
    if (!found && least !== null) heldOut.add(least.text);
  }
  return heldOut;
}

/** Every document once, in the order of first appearance. */
export function distinct(documents: readonly TextDocument[]): TextDocument[] {
  const seen = new Map(
    documents.map((document) => [JSON.stringify([document.prompt, document.response]), document]),
  );
  return [...seen.values()];
}
