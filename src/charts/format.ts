// Numbers and the values of a schedule as people write them. Pure text, no locale: the same figure everywhere.
import { valueText } from '../core/names.ts';
import { significant, typeset } from '../core/number-text.ts';

const prefixes = [
  { size: 1e12, sign: ' T' },
  { size: 1e9, sign: ' G' },
  { size: 1e6, sign: ' M' },
  { size: 1e3, sign: ' k' },
];
/** No prefix is left above: a power of ten then. */
const largest = 999.5e12;

/** 512 -> "512", 131072 -> "131 k", 1500000 -> "1.5 M": at most three significant digits above a thousand. */
export function formatCount(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= largest) return significant(value);
  for (const { size, sign } of prefixes) {
    // 999 600 rounds to 1 M, not to 1000 k.
    if (Math.abs(value) >= size * 0.9995) return significant(value / size) + sign;
  }
  return significant(value);
}

/** A measured value with `digits` decimals and a true minus sign; one too large for that by its leading digits. */
export function formatValue(value: number, digits = 2): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 1e12) return significant(value);
  const text = value.toFixed(digits);
  return typeset(Number(text) === 0 ? (0).toFixed(digits) : text);
}

/** Three significant digits (or `digits`) without trailing zeros: for numbers of any size, with a true minus sign. */
export const formatEstimate = (value: number, digits = 3): string =>
  Number.isFinite(value) ? significant(value, digits) : '–';

/** Ticks with as many decimals as their step needs, all with the same prefix or the same power of ten. */
export function formatTicks(ticks: readonly number[]): string[] {
  const step = ticks.length > 1 ? Math.abs(ticks[1]! - ticks[0]!) : 1;
  const most = Math.max(0, ...ticks.map(Math.abs));
  if (most >= largest || (most > 0 && most < 1e-4)) return powerTicks(ticks, step, most);
  const { size, sign } = (most >= 10_000 && prefixes.find((prefix) => most >= prefix.size)) || whole;
  const digits = decimals(step / size);
  return ticks.map((tick) => (tick === 0 && size > 1 ? '0' : formatValue(tick / size, digits) + sign));
}

const whole = { size: 1, sign: '' };
const decimals = (step: number): number => Math.max(0, Math.min(12, -Math.floor(Math.log10(step) + 1e-9)));

function powerTicks(ticks: readonly number[], step: number, most: number): string[] {
  const power = Math.floor(Math.log10(most) + 1e-9);
  const digits = decimals(step / 10 ** power);
  return ticks.map((tick) =>
    tick === 0 ? '0' : typeset(`${(tick / 10 ** power).toFixed(digits)}e${power}`),
  );
}

/** One value of an axis, numbers short. */
export const axisValue = (value: unknown): string => valueText(value, axisNumber);

const axisNumber = (value: number): string =>
  Math.abs(value) >= 10_000 ? formatCount(value) : significant(value, 15);

/** An amount on an axis: in full below ten thousand, so that 1000 and 1024 differ. */
export const formatAmount = (value: number): string =>
  Math.abs(value) < 10_000 ? formatEstimate(value, 5) : formatCount(value);
