// A deck laid out for paper, one slide a page, while the system's print dialog is open; on the screen it is not seen.
import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import { deckPaper } from '../../charts/deck/deck-html.ts';
import { paperStyle, slideStyle } from '../../charts/deck/deck-style.ts';
import type { Deck } from '../../core/deck.ts';

const around = `
.paper { display: none; }
@media print { body > *:not(.paper) { display: none !important; } body, html { background: #fff !important; } .paper { display: block; } }
`;

/** Opens the print dialog once; `onDone` when it is closed. */
export function PrintDeck({ deck, onDone }: { deck: Deck; onDone(): void }) {
  useEffect(() => {
    addEventListener('afterprint', onDone);
    // After the slides are in the page.
    const timer = setTimeout(() => print(), 50);
    return () => {
      clearTimeout(timer);
      removeEventListener('afterprint', onDone);
    };
  }, [onDone]);
  return createPortal(
    <div className="paper">
      <style>{slideStyle + paperStyle + around}</style>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: written by deckPaper, which escapes all that a user wrote */}
      <div dangerouslySetInnerHTML={{ __html: deckPaper(deck) }} />
    </div>,
    document.body,
  );
}
