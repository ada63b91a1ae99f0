// Keeps a value's identity while a new one says the same: what is computed from it is not computed again.
import { useRef } from 'react';

/** `value` must be plain data: it is compared as JSON. */
export function useSame<T>(value: T): T {
  const kept = useRef<{ value: T; text: string } | null>(null);
  if (kept.current?.value === value) return value;
  const text = JSON.stringify(value);
  if (kept.current?.text !== text) kept.current = { value, text };
  return kept.current.value;
}
