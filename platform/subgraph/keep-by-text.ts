const TEXTS_KEPT = 1_000;
const LONGEST_TEXT_KEPT = 32 * 1024;

/**
 * Does the work once for each text, as parsing and validating: clients and gateways send few texts,
 * since values travel as variables. The 1,000 texts used last are kept, of at most 32 KiB each.
 */
export function keepByText<T extends object>(work: (text: string) => T): (text: string) => T {
  // A map keeps the order in which keys were put in: the first is the one not used for longest.
  const kept = new Map<string, T>();
  return (text) => {
    const known = kept.get(text);
    const result = known ?? work(text);
    if (text.length > LONGEST_TEXT_KEPT) return result;
    if (known !== undefined) kept.delete(text);
    else if (kept.size >= TEXTS_KEPT) kept.delete(kept.keys().next().value ?? '');
    kept.set(text, result);
    return result;
  };
}
