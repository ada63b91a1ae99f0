// Random numbers as a pure function of (seed, stream name, index): any index without the ones before it, so a run
// resumes anywhere with nothing to replay. Streams of different names or seeds are independent for all we can tell.

/** 32-bit FNV-1a of a name, twice with different offsets, to spread names over 64 bits. */
function hashName(name: string, offset: number): number {
  let hash = offset >>> 0;
  for (let i = 0; i < name.length; i++) {
    hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193) >>> 0;
  }
  return mix(hash);
}

/** The finaliser of MurmurHash3: every input bit reaches every output bit. */
function mix(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A generator of 32-bit numbers: sfc32 (Chris Doty-Humphrey, PractRand), 128 bits of state. */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  private constructor(a: number, b: number, c: number) {
    this.a = a;
    this.b = b;
    this.c = c;
    for (let i = 0; i < 12; i++) this.next();
  }

  /** The generator of item `index` of a stream. */
  static at(seed: number, stream: string, index = 0): Random {
    const low = index >>> 0;
    const high = Math.floor(index / 2 ** 32) >>> 0;
    const s = mix((seed >>> 0) ^ 0x9e3779b9) ^ mix(Math.floor(seed / 2 ** 32) + 0x7f4a7c15);
    return new Random(
      mix(hashName(stream, 0x811c9dc5) ^ s),
      mix(hashName(stream, 0x2545f491) + mix(low ^ 0x6a09e667)),
      mix((s + Math.imul(low, 0x9e3779b1)) ^ mix(high ^ 0xbb67ae85)),
    );
  }

  private next(): number {
    const t = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + t) | 0;
    return t >>> 0;
  }

  /** Uniform in [0, 1), 32 bits. */
  uniform(): number {
    return this.next() / 2 ** 32;
  }

  /** Uniform integer in [0, bound). */
  integer(bound: number): number {
    return Math.floor(this.uniform() * bound);
  }

  /** Standard normal, Box–Muller. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }
}
