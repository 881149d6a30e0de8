import { InvalidInputError } from '../../domain/errors.ts';
import { onceKey } from '../../platform/stores/idempotency.ts';
import { refused, type Refused } from './change-results.ts';
import type { Context } from './context.ts';
import { assertMay } from './policy.ts';
import type { MerchantRegistered, RegisterMerchantInput } from './schema.generated.ts';
import { findService } from './services.ts';

const OPERATION = 'Mutation.registerMerchant';

/** Says whose prices a merchant may ask; a merchant that is not registered may ask none with a card. */
export async function registerMerchant(
  input: RegisterMerchantInput,
  { catalogue, once, store, viewer }: Context,
): Promise<(MerchantRegistered & { readonly __typename: 'MerchantRegistered' }) | Refused> {
  assertMay(OPERATION, viewer);
  const { merchant } = input;
  if (!/^[\x21-\x7e]{1,128}$/.test(merchant)) {
    throw new InvalidInputError(
      'A merchant is named as in its token: 1 to 128 printable characters.',
    );
  }
  const service = findService(input.service, catalogue);
  return once.inTransaction(onceKey(viewer, OPERATION, input), async (session) => {
    if (service === null) return refused('SERVICE_UNKNOWN');
    await store.merchants.save(session, merchant, service);
    return { __typename: 'MerchantRegistered' as const, merchant, service };
  });
}
