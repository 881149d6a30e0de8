import { Aedes, type Client } from 'aedes';
import type { Logger } from 'pino';
import type { Access } from './access.ts';
import { identify, type Credentials, type IdentifyOptions } from './identify.ts';

/** Who is connected, or about to be. */
export type Guests = Map<Client, { readonly access: Access; readonly credentials: Credentials }>;

export type BrokerParts = {
  readonly options: IdentifyOptions & { readonly log: Logger };
  readonly guests: Guests;
  readonly count: (name: string) => void;
};

/** The protocol, with the rules of `access.ts`; sockets are handed to it. */
export function createBroker(parts: BrokerParts): Promise<Aedes> {
  const { options, guests, count } = parts;
  const refuse = (what: string, client: Client | null, topic: string): void => {
    count(`${what} refused`);
    options.log.warn({ client: client?.id, topic }, `a ${what} is refused`);
  };
  const accessOf = (client: Client | null): Access | undefined =>
    client === null ? undefined : guests.get(client)?.access;
  return Aedes.createBroker({
    preConnect(_client, packet, done) {
      packet.clean = true;
      done(null, true);
    },
    authenticate(client, user = '', password = Buffer.alloc(0), done) {
      const credentials = { clientId: client.id, user, password: password.toString('utf8') };
      void answer(admit(parts, client, credentials), (isAdmitted) => done(null, isAdmitted));
    },
    authorizeSubscribe(client, subscription, done) {
      const isGranted = accessOf(client)?.mayRead(subscription.topic) === true;
      if (!isGranted) refuse('subscription', client, subscription.topic);
      done(null, isGranted ? subscription : null);
    },
    authorizePublish(client, { topic, retain }, done) {
      const isGranted = accessOf(client)?.mayWrite(topic, retain) === true;
      if (isGranted) count('publish');
      else refuse('publication', client, topic);
      // In MQTT 3.1.1 a broker has no other way to say no than to end the connection (3.3.5).
      done(isGranted ? null : new Error('not authorized'));
    },
    // Asked once more at each delivery: who may read may have changed since the subscription.
    authorizeForward: (client, packet) =>
      accessOf(client)?.mayRead(packet.topic) === true ? packet : null,
  });
}

async function admit(
  { options, guests, count }: BrokerParts,
  client: Client,
  credentials: Credentials,
): Promise<boolean> {
  const access = await identify(credentials, options);
  // A client that has gone meanwhile would never be forgotten.
  if (client.conn.destroyed) return false;
  if (access === null) {
    count('refused');
    options.log.warn({ client: client.id }, 'a client that is nobody is refused');
    return false;
  }
  guests.set(client, { access, credentials });
  client.conn.once('close', () => guests.delete(client));
  return true;
}

/** The package takes callbacks; whoever cannot be judged is not admitted. */
async function answer(
  admission: Promise<boolean>,
  done: (isAdmitted: boolean) => void,
): Promise<void> {
  done(await admission.catch(() => false));
}
