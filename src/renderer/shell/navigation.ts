// What a browser does by itself when a page is loaded and a window with one document does not: the new page begins at its
// top, and the focus goes to its heading, so that it is read out. The title is `window-title.tsx`'s.
import { useEffect, useRef } from 'react';
import type { Route } from '../router.ts';

/** Pages with the same place are one page: `#/compare?view=…` moves within itself. */
export const placeOf = (route: Route): string =>
  route.page === 'experiment' || route.page === 'deck'
    ? `${route.page} ${route.id}`
    : route.page === 'unknown'
      ? `unknown ${route.address}`
      : route.page;

/** Milliseconds that a page has to bring its heading. */
const patience = 6000;

/** After every change of page, not at the first one: focus goes to the page's heading as soon as there is one. */
export function useFocusOnArrival(place: string): void {
  const first = useRef(place);
  useEffect(() => {
    if (first.current === place) return;
    first.current = '';
    scrollTo(0, 0);
    const main = document.querySelector('main');
    if (main === null) return;
    main.focus({ preventScroll: true });
    return whenThere(main, (heading) => {
      // Whoever has moved on meanwhile stays there.
      if (document.activeElement === main || document.activeElement === document.body) focusHeading(heading);
    });
  }, [place]);
}

function focusHeading(heading: HTMLElement): void {
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

/** Calls back with the first h1 inside; returns the function that stops waiting for it. */
function whenThere(inside: HTMLElement, then: (heading: HTMLElement) => void): () => void {
  const find = (): boolean => {
    const heading = [...inside.querySelectorAll('h1')].find((one) => one.checkVisibility());
    if (heading !== undefined) then(heading);
    return heading !== undefined;
  };
  if (find()) return () => {};
  const observer = new MutationObserver(() => {
    if (find()) observer.disconnect();
  });
  observer.observe(inside, { childList: true, subtree: true });
  const timer = setTimeout(() => observer.disconnect(), patience);
  return () => {
    clearTimeout(timer);
    observer.disconnect();
  };
}

/** For the skip link: the address keeps its hash, which names the page. */
export function skipToPage(event: { preventDefault(): void }): void {
  event.preventDefault();
  const main = document.querySelector('main');
  const heading = main?.querySelector('h1');
  if (heading) focusHeading(heading);
  else main?.focus();
}
