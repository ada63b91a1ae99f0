// A user's name inside a sentence: letters of another direction, and signs that turn the direction of writing, stay within
// it (Unicode Standard Annex 9).

const turning = /[\u0590-\u08FF\u200E\u200F\u202A-\u202E\u2066-\u2069\uFB1D-\uFDFF\uFE70-\uFEFC]/;
const isolates = /[\u2066-\u2069]/g;

/** Between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE where it could turn what follows; as it is otherwise. */
export const isolated = (name: string): string =>
  turning.test(name) ? `\u2068${name.replace(isolates, '')}\u2069` : name;
