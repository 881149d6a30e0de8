import type { ServiceId } from '../../domain/tariff/service.ts';
import type { KeyedHash } from '../../platform/stores/seal.ts';

const CODE_DIGITS = 8;

/** What a service costs; null where it is closed. */
export type Told = { readonly service: ServiceId; readonly priceCents: number | null };

/**
 * Stands for service, access and price under one rulebook, whatever led to them, and cannot be computed
 * without the hub's key. Other than the codes of readers, which are drawn for each group.
 */
export function opaqueCode(
  { service, priceCents }: Told,
  rulebook: number,
  hash: KeyedHash,
): string {
  return hash('quote-code', `${rulebook}/${service}/${priceCents ?? 'deny'}`).slice(0, CODE_DIGITS);
}
