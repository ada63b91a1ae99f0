// How a part of the store writes: the store hands each part its own transactions, so that there is one way to commit.

/** Runs `work` as one transaction; what it throws leaves nothing behind. Nested, it is part of the outer one. */
export type Transaction = <T>(work: () => T) => T;
