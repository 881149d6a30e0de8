/** Where time comes from; tests pass a fixed one. */
export type Clock = { readonly now: () => Date };

export const systemClock: Clock = { now: () => new Date() };
