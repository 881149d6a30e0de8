import { Binary } from 'bson';
import type { WireDoc } from '../query/value.ts';

const UUID_BYTES = 16;

/** The sixteen bytes that name a logical session; undefined when there are none. */
export function sessionKeyOf(lsid: WireDoc): Buffer | undefined {
  const id = lsid.get('id');
  if (!(id instanceof Binary) || id.position !== UUID_BYTES) return undefined;
  return Buffer.from(id.buffer.subarray(0, UUID_BYTES));
}
