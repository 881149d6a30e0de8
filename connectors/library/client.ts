import type { Logger } from 'pino';
import type { LibrarySystem } from '../../domain/library-account.ts';
import { createKohaClient, type KohaOptions } from './koha/client.ts';
import type { LibraryPort } from './port.ts';
import { createSip2Client, type Sip2Options } from './sip2/client.ts';

export type LibraryClientsOptions = {
  /** Municipal libraries, over SIP2. */
  readonly municipal: Omit<Sip2Options, 'log'>;
  /** Regional library, over Koha's REST API. */
  readonly regional: Omit<KohaOptions, 'log'>;
  readonly log: Logger;
};

export type LibraryClients = {
  readonly ports: Readonly<Record<LibrarySystem, LibraryPort>>;
} & AsyncDisposable;

/** Both library systems. Neither is reached before it is asked; disposing ends what is under way at either. */
export function createLibraryClients({
  municipal,
  regional,
  log,
}: LibraryClientsOptions): LibraryClients {
  const library = createSip2Client({ ...municipal, log });
  const regionalLibrary = createKohaClient({ ...regional, log });
  return {
    ports: { library, regionalLibrary },
    async [Symbol.asyncDispose]() {
      await Promise.all([library[Symbol.asyncDispose](), regionalLibrary[Symbol.asyncDispose]()]);
    },
  };
}
