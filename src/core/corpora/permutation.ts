// A seeded permutation of 0 … size−1 with random access: where item i goes is known without the other items.
import { Random } from '../random.ts';

const rounds = 4;

/**
 * A balanced Feistel network over the smallest even number of bits that holds `size`, walked until it lands inside
 * (Black and Rogaway, "Ciphers with arbitrary finite domains", 2002).
 */
export function permutation(
  seed: number,
  stream: string,
  index: number,
  size: number,
): (i: number) => number {
  const random = Random.at(seed, stream, index);
  const half = Math.max(1, Math.ceil(Math.ceil(Math.log2(Math.max(2, size))) / 2));
  const mask = 2 ** half - 1;
  const keys = Array.from({ length: rounds }, () => random.integer(2 ** 32));
  const scramble = (value: number, key: number): number => {
    let h = Math.imul(value ^ key, 0x85ebca6b) >>> 0;
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35) >>> 0;
    return (h ^ (h >>> 16)) & mask;
  };
  const once = (value: number): number => {
    let left = Math.floor(value / 2 ** half);
    let right = value & mask;
    for (const key of keys) [left, right] = [right, left ^ scramble(right, key)];
    return left * 2 ** half + right;
  };
  return (i) => {
    if (!(Number.isInteger(i) && i >= 0 && i < size))
      throw new Error(`permutation of ${size} has no item ${i}`);
    let at = once(i);
    while (at >= size) at = once(at);
    return at;
  };
}
