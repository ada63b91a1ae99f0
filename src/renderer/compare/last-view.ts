// The comparison that this window looked at last, so that coming back to Compare finds it. It ends with the window.

const key = 'springback.compare';

/** As an address holds it; null where there is none. A window without storage forgets. */
export function lastView(): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

export function keepLastView(text: string): void {
  try {
    sessionStorage.setItem(key, text);
  } catch {
    // No storage, or it is full: coming back begins anew.
  }
}
