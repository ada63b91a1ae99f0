// What the help of `springback deck` teaches. What it does is `present.ts`.
import { homeOf, wholeNumber } from './options.ts';
import type { Add, Does } from './program.ts';

interface DeckFlags {
  readonly html?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

export function addDecks(add: Add, does: Does): void {
  const command = add('deck', 'the decks for presenting; or one of them as a file')
    .argument('[id]', 'number of a deck; without it all are listed', wholeNumber(1))
    .option(
      '--html <file>',
      'write the deck as one HTML file: slides, charts, keys, and nothing from outside',
    )
    .option('--force', 'replace the file if it is there')
    .option('--json', 'the list, or the deck, as JSON')
    .addHelpText('after', '\nThe file prints one slide a page: "Save as PDF" in any browser.');
  does<DeckFlags>(command, async ([id], flags, command) => {
    const { listDecks, showDeck } = await import('./present.ts');
    const common = { home: homeOf(command), json: flags.json ?? false };
    if (id === undefined) return listDecks(common);
    return showDeck(id as number, { ...common, html: flags.html ?? null, force: flags.force ?? false });
  });
}
