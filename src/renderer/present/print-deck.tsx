// A deck laid out for paper, one slide a page, while it is printed or saved as PDF; on the screen it is not seen.
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import { deckPaper } from '../../charts/deck/deck-html.ts';
import { paperStyle, slideStyle } from '../../charts/deck/deck-style.ts';
import type { Deck } from '../../core/deck.ts';
import type { WorkbenchStore } from '../workbench-store.ts';

const around = `
.paper { display: none; }
@media print { body > *:not(.paper) { display: none !important; } body, html { background: #fff !important; } .paper { display: block; } }
`;

interface Props {
  readonly deck: Deck;
  readonly store: WorkbenchStore;
  onDone(): void;
}

/** Opens the print dialog once, or asks once where the PDF goes; `onDone` when that is through. */
export function PrintDeck({ deck, store, onDone }: Props) {
  const { name } = deck;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a deck that is renamed meanwhile is not printed again
  useEffect(() => {
    const { savePdf } = store.link;
    if (savePdf === undefined) addEventListener('afterprint', onDone);
    // After the slides are in the page.
    const timer = setTimeout(() => {
      if (savePdf === undefined) print();
      else savePdf(name).then(saySaved, store.notify).finally(onDone);
    }, 50);
    return () => {
      clearTimeout(timer);
      removeEventListener('afterprint', onDone);
    };
  }, [store, onDone]);
  return createPortal(
    <div className="paper">
      <style>{slideStyle + paperStyle + around}</style>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: written by deckPaper, which escapes all that a user wrote */}
      <div dangerouslySetInnerHTML={{ __html: deckPaper(deck) }} />
    </div>,
    document.body,
  );
}

function saySaved(file: string | null): void {
  if (file === null) return;
  notifications.show({
    title: 'Saved as PDF',
    message: file,
    closeButtonProps: { 'aria-label': 'Dismiss' },
    styles: { description: { color: 'var(--quiet)', overflowWrap: 'anywhere' } },
  });
}
