// Amounts as a person types, drags and splits them. Pure numbers and text.

const sizes: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, g: 1e9, b: 1e9, t: 1e12 };

/** `1500000`, `1.5M`, `160 k`, `1e-3` -> a number; null for anything else. */
export function parseAmount(text: string): number | null {
  const match = /^([-+]?(?:\d+(?:[_,\s]\d{3})*(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?)\s*([kmgbt]?)$/i.exec(
    text.trim().replace('−', '-'),
  );
  if (match === null) return null;
  const value = Number(match[1]!.replaceAll(/[_,\s]/g, '')) * (sizes[match[2]!.toLowerCase()] ?? 1);
  return Number.isFinite(value) ? Number(value.toPrecision(15)) : null;
}

const mantissas = [1, 1.5, 2, 3, 5, 7, 10];

/** The nearest whole number of one of a few round forms, 1 1.5 2 3 5 7 10 × a power of ten; at least 1. */
export function roundAmount(value: number): number {
  if (value < 10) return Math.max(1, Math.round(value));
  const power = 10 ** Math.floor(Math.log10(value));
  const ratio = (mantissa: number): number => Math.abs(Math.log(value / (mantissa * power)));
  const best = mantissas.reduce((a, b) => (ratio(b) < ratio(a) ? b : a));
  return Math.max(1, Math.round(best * power));
}

/** The next round amount above (`direction` 1) or below (−1). */
export function stepAmount(value: number, direction: 1 | -1): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  const ladder = [power / 10, power, power * 10]
    .flatMap((unit) => mantissas.map((mantissa) => Math.round(mantissa * unit)))
    .filter((rung) => rung >= 1)
    .toSorted((a, b) => a - b);
  const next = direction > 0 ? ladder.find((rung) => rung > value) : ladder.findLast((rung) => rung < value);
  return next ?? value;
}

/** From `from` to `to` in `count` steps of equal ratio (both > 0) or equal difference; whole numbers where asked. */
export function range(
  kind: 'geometric' | 'arithmetic',
  { from, to, count, whole }: { from: number; to: number; count: number; whole: boolean },
): number[] {
  if (count < 1 || (kind === 'geometric' && (from <= 0 || to <= 0))) return [];
  const at = (share: number): number =>
    kind === 'geometric' ? from * (to / from) ** share : from + (to - from) * share;
  const values = Array.from({ length: count }, (_, i) => at(count === 1 ? 0 : i / (count - 1)));
  return [...new Set(values.map((value) => (whole ? Math.round(value) : Number(value.toPrecision(6)))))];
}

/**
 * `16, 32, "a, b", { "x": 1 }` -> values: split at commas and line breaks outside of brackets and quotes; each is JSON, an
 * amount (`1.5M`), or a bare word.
 */
export function parseValues(text: string): unknown[] {
  return pieces(text).map(parseValue);
}

export function parseValue(text: string): unknown {
  const amount = parseAmount(text);
  if (amount !== null) return amount;
  try {
    return JSON.parse(text);
  } catch {
    return text; // A bare word: `llama`.
  }
}

function pieces(text: string): string[] {
  const found = [''];
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"?|[\s\S]/g)) {
    if (token === '{' || token === '[') depth += 1;
    if (token === '}' || token === ']') depth -= 1;
    if (depth <= 0 && (token === ',' || token === '\n' || token === ';')) found.push('');
    else found[found.length - 1] += token;
  }
  return found.map((piece) => piece.trim()).filter((piece) => piece !== '');
}

/** How a list of values is shown for editing: bare words where nothing is lost by it, JSON otherwise. */
export function showValues(values: readonly unknown[], separator = ', '): string {
  return values.map(showOne).join(separator);
}

function showOne(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value) ?? 'null';
  return /^[A-Za-z][\w./ -]*$/.test(value) && parseValue(value) === value && value.trim() === value
    ? value
    : JSON.stringify(value);
}
