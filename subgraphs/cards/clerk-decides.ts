import type { OwnerPort } from '../../domain/owner-proof.ts';

/** For a system that checks no proof: the link becomes a proposal for a clerk. */
export const clerkDecides: OwnerPort = {
  checkOwner: async () => 'cannotTell',
};
