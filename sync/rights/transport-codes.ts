import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { InvalidInputError } from '../../domain/errors.ts';
import codes from './transport-codes.json' with { type: 'json' };

/** What a card pays on the bus, and by which rulebook. */
export type Fare = { readonly rulebook: number; readonly priceCents: number };

/**
 * The back office's codes of fares. A code stands for a fare of each rulebook and for no rule or
 * situation, so that a rise of all prices changes no code: the operator changes what its codes cost.
 */
export type TransportCodes = {
  /**
   * Of a rulebook that has no codes of its own, the code that the price had last. Null when the back
   * office has none for it.
   */
  codeOf(fare: Fare): string | null;
  /** Every code there is. */
  readonly all: ReadonlySet<string>;
};

const codesSchema = z.strictObject({
  source: z.string().min(3),
  rulebooks: z
    .array(
      z.strictObject({
        version: z.int().min(1),
        /** By price in whole cents. */
        codes: z.record(
          z.string().regex(/^(0|[1-9]\d{0,5})$/, 'must be whole cents'),
          z.string().regex(/^[A-Z0-9-]{1,16}$/, 'must be 1 to 16 capitals, digits and hyphens'),
        ),
      }),
    )
    .min(1),
});

/**
 * Reads codes such as `transport-codes.json` beside this file.
 *
 * @throws {InvalidInputError} Every mistake with its path.
 */
export function parseTransportCodes(data: unknown): TransportCodes {
  const parsed = codesSchema.safeParse(data);
  if (!parsed.success) {
    const mistakes = parsed.error.issues.map(
      ({ path, message }) => `${path.join('.')}: ${message}`,
    );
    throw new InvalidInputError(`The tariff codes cannot be read.\n${mistakes.join('\n')}`);
  }
  const byVersion = new Map<number, ReadonlyMap<number, string>>();
  const latest = new Map<number, string>();
  for (const { version, codes: own } of parsed.data.rulebooks.toSorted(byVersionNumber)) {
    if (byVersion.has(version)) {
      throw new InvalidInputError(`The tariff codes tell of rulebook ${version} twice.`);
    }
    const entries = Object.entries(own).map(([cents, code]) => [Number(cents), code] as const);
    byVersion.set(version, new Map(entries));
    for (const [cents, code] of entries) latest.set(cents, code);
  }
  return {
    codeOf: ({ rulebook, priceCents }) =>
      (byVersion.get(rulebook) ?? latest).get(priceCents) ?? null,
    all: new Set([...byVersion.values()].flatMap((own) => [...own.values()])),
  };
}

function byVersionNumber(a: { readonly version: number }, b: { readonly version: number }): number {
  return a.version - b.version;
}

/**
 * @param file JSON with the operator's own; the illustrative ones, which the simulated back office knows,
 *   unless given.
 * @throws {InvalidInputError} The file has mistakes.
 */
export async function readTransportCodes(file: string | undefined): Promise<TransportCodes> {
  if (file === undefined) return transportCodesOfGijon;
  return parseTransportCodes(JSON.parse(await readFile(file, 'utf8')));
}

/** Those that the simulated back office knows. */
export const transportCodesOfGijon = parseTransportCodes(codes);
