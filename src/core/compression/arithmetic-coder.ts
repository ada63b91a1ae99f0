// An arithmetic coder: a range coder with carry (Martin 1979; carry as in Schindler's rangecoder) over cumulative
// counts. Whole numbers below 2^53 in doubles, so exact and the same on every machine. It knows no model.
//
// The range has 41 to 48 bits. With 32, counts to 2^24 would leave 8 bits or fewer for the division and cost up to
// 1 %; here the division costs at most 2^-16 of a symbol's range, and the end of a stream about one byte.

/** Counts of one distribution may sum to this much. */
export const largestTotal = 2 ** 24;

const whole = 2 ** 48;
const least = 2 ** 40;
const byteUnit = 256;
const codeBytes = 6;

function checkInterval(from: number, to: number, total: number): void {
  const whole = [from, to, total].every(Number.isInteger);
  if (!(whole && from >= 0 && from < to && to <= total && total <= largestTotal))
    throw new Error(
      `interval of a coder: expected 0 <= from < to <= total <= 2^24, got ${from}, ${to}, ${total}`,
    );
}

/** What a symbol with the numbers `from` to `to` of `total` leaves of a range; the last symbol takes the rest of the division. */
const narrowed = (
  range: number,
  unit: number,
  [from, to, total]: readonly [number, number, number],
): number => (to === total ? range - unit * from : unit * (to - from));

export class ArithmeticEncoder {
  private readonly bytes: number[] = [];
  private low = 0;
  private range = whole;
  /** The last byte that a carry may still raise, −1 before the first; then `full` bytes of 255, which it would turn to 0. */
  private held = -1;
  private full = 0;

  /** Codes a symbol that has the numbers `from` to `to` (exclusive) of `total`. */
  encode(from: number, to: number, total: number): void {
    checkInterval(from, to, total);
    const unit = Math.floor(this.range / total);
    this.low += unit * from;
    this.range = narrowed(this.range, unit, [from, to, total]);
    while (this.range < least) {
      this.shift();
      this.range *= byteUnit;
    }
  }

  /** The stream, in as few bytes as tell it from every other; a decoder reads zeros after them. Ends the encoder. */
  finish(): Uint8Array {
    let unit = whole;
    while (Math.ceil(this.low / unit) * unit >= this.low + this.range) unit /= byteUnit;
    this.low = Math.ceil(this.low / unit) * unit;
    for (let i = 0; i <= codeBytes; i++) this.shift();
    let length = this.bytes.length;
    while (length > 0 && this.bytes[length - 1] === 0) length -= 1;
    return Uint8Array.from(this.bytes.slice(0, length));
  }

  /** Moves the highest byte of `low` out. */
  private shift(): void {
    const top = Math.floor(this.low / least); // to 511: the ninth bit is a carry
    this.low = (this.low % least) * byteUnit;
    if (top === 255) {
      this.full += 1;
      return;
    }
    const carry = top > 255 ? 1 : 0;
    if (this.held >= 0) this.bytes.push(this.held + carry);
    for (; this.full > 0; this.full--) this.bytes.push((255 + carry) % byteUnit);
    this.held = top % byteUnit;
  }
}

export class ArithmeticDecoder {
  private readonly bytes: Uint8Array;
  private at = 0;
  /** The stream's number less the encoder's `low`; always below `range`, whatever the bytes are. */
  private code = 0;
  private range = whole;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    for (let i = 0; i < codeBytes; i++) this.code = this.code * byteUnit + this.nextByte();
  }

  /** The number of `total` that the next symbol has; to be followed by `take` with that symbol's interval. */
  peek(total: number): number {
    return Math.min(total - 1, Math.floor(this.code / Math.floor(this.range / total)));
  }

  take(from: number, to: number, total: number): void {
    checkInterval(from, to, total);
    const unit = Math.floor(this.range / total);
    this.code -= unit * from;
    this.range = narrowed(this.range, unit, [from, to, total]);
    while (this.range < least) {
      this.code = this.code * byteUnit + this.nextByte();
      this.range *= byteUnit;
    }
  }

  private nextByte(): number {
    return this.bytes[this.at++] ?? 0;
  }
}

/** Codes `symbol` of a distribution given as cumulative counts (V + 1). */
export function encodeSymbol(encoder: ArithmeticEncoder, cumulative: Uint32Array, symbol: number): void {
  encoder.encode(cumulative[symbol]!, cumulative[symbol + 1]!, cumulative[cumulative.length - 1]!);
}

/** The next symbol, by binary search in the cumulative counts (V + 1) that it was coded with. */
export function decodeSymbol(decoder: ArithmeticDecoder, cumulative: Uint32Array): number {
  const total = cumulative[cumulative.length - 1]!;
  const number = decoder.peek(total);
  let [low, high] = [0, cumulative.length - 1]; // the symbol is in [low, high)
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (cumulative[middle]! <= number) low = middle;
    else high = middle;
  }
  decoder.take(cumulative[low]!, cumulative[low + 1]!, total);
  return low;
}
