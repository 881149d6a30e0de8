import { LINKED_SYSTEMS, type LinkedAccount, type LinkedSystem } from './linked-account.ts';

/** The city's two library systems. */
export type LibrarySystem = Extract<LinkedSystem, 'library' | 'regionalLibrary'>;

/** A borrower's number as one library system knows it. */
export type LibraryAccount = LinkedAccount;

/** Both systems, the municipal one first: the order of merged lists. */
export const LIBRARY_SYSTEMS: readonly LibrarySystem[] = LINKED_SYSTEMS.filter(
  (system) => system === 'library' || system === 'regionalLibrary',
);
