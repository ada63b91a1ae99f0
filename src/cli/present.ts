// `springback deck`: lists the decks of a data folder or a bundle, and writes one as a file that needs nothing else.
import { writeFileSync } from 'node:fs';
import { deckHtml } from '../charts/deck/deck-html.ts';
import { slideFacts } from '../charts/deck/slide-facts.ts';
import { inputError } from '../core/errors.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import { reading } from './look.ts';
import { result, resultJson } from './output.ts';
import { bytes } from './text.ts';

interface Common {
  readonly home: string;
  readonly json: boolean;
}
export interface DeckOptions extends Common {
  readonly html: string | null;
  readonly force: boolean;
}

export function listDecks({ home, json }: Common): Promise<ExitCode> {
  return reading(home, async (lab) => {
    const decks = await lab.dispatch('deck.list', {});
    if (json) resultJson(decks);
    else if (decks.length === 0) result('There is no deck yet: make one in the window, under Present.');
    else
      for (const { id, name, slides, changed } of decks)
        result(`${id}  ${name}  (${slides} slides, ${changed})`);
    return exitCodes.done;
  });
}

export function showDeck(id: number, { home, json, html, force }: DeckOptions): Promise<ExitCode> {
  return reading(home, async (lab) => {
    const { deck } = await lab.dispatch('deck.get', { id });
    if (html !== null) {
      const page = deckHtml(deck);
      write(html, page, force);
      result(`Wrote ${html} (${deck.slides.length} slides, ${bytes(Buffer.byteLength(page))})`);
    } else if (json) resultJson(deck);
    else for (const slide of deck.slides) result(`${slide.title}  ${slideFacts(slide)}`.trimEnd());
    return exitCodes.done;
  });
}

function write(file: string, page: string, force: boolean): void {
  try {
    writeFileSync(file, page, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'EEXIST' ? 'is there already; --force replaces it' : `cannot be written: ${message}`;
    throw inputError('--html', `${file} ${why}`);
  }
}
