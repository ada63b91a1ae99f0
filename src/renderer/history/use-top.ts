// How far down the page begins: the bar above it grows when something has to be said.
import { type RefObject, useLayoutEffect, useRef } from 'react';

/** Keeps `--history-top` of the element at the pixels above it. */
export function useTop(): RefObject<HTMLDivElement | null> {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    const bar = document.querySelector('header.bar');
    if (element === null) return;
    const measure = (): void => {
      const top = element.getBoundingClientRect().top + scrollY;
      element.style.setProperty('--history-top', `${Math.round(top)}px`);
    };
    measure();
    const observer = new ResizeObserver(measure);
    if (bar !== null) observer.observe(bar);
    addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      removeEventListener('resize', measure);
    };
  }, []);
  return ref;
}
