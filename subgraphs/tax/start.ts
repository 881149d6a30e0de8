import { randomUUID } from 'node:crypto';
import { createTaxClient } from '../../connectors/tax/client.ts';
import { toTaxOptions } from '../../connectors/tax/options.ts';
import { systemClock as clock } from '../../platform/clock.ts';
import { parseSettings } from '../../platform/process/config.ts';
import type { Role, RoleContext } from '../../platform/process/role.ts';
import { createAudit } from '../../platform/stores/audit.ts';
import { createLastKnown } from '../../platform/stores/last-known.ts';
import { createCollections } from '../../platform/stores/mongo.ts';
import { createOnce } from '../../platform/stores/once.ts';
import { openStores } from '../../platform/stores/stores.ts';
import { offerSubgraph } from '../../platform/subgraph/offer-subgraph.ts';
import { reachSubgraph } from '../../platform/subgraph/reach-subgraph.ts';
import { createCardOf } from './find-card.ts';
import { taxSettings } from './settings.ts';
import { createTaxSubgraph } from './subgraph.ts';

/** The tax subgraph over the city's tax office. */
export async function startTax(context: RoleContext): Promise<Role> {
  const { environment, log } = context;
  const { tax: settings } = parseSettings({ tax: taxSettings }, environment);
  const secret = settings.HUB_SUBGRAPH_SECRET;
  const zone = settings.HUB_CITY_ZONE;
  await using starting = new AsyncDisposableStack();
  const { connection, redis, seal, hash } = starting.use(await openStores(settings, log));
  const once = createOnce({ connection, seal, hash, clock });
  const audit = createAudit({ connection, keepDays: settings.HUB_AUDIT_DAYS });
  await createCollections(connection);
  const maxAgeMs = settings.HUB_LAST_KNOWN_HOURS * 3_600_000;
  const maxEntries = settings.HUB_LAST_KNOWN_CARDS;
  const lastKnown = createLastKnown({ redis, seal, clock, log, maxAgeMs, maxEntries });
  starting.defer(() => lastKnown.settled());
  const taxOffice = starting.use(createTaxClient(toTaxOptions(settings, zone, log)));
  const cards = starting.use(
    reachSubgraph(context, { name: 'cards', url: settings.HUB_CARDS_SUBGRAPH_URL, secret }),
  );
  const { schema, createContext } = createTaxSubgraph({
    taxOffice,
    audit,
    cardOf: createCardOf(cards),
    lastKnown,
    once,
    clock,
    zone,
    newRequestId: randomUUID,
    deadlineMs: settings.HUB_TAX_REQUEST_TIMEOUT_MS,
    log,
  });
  starting.use(
    await offerSubgraph(context, {
      name: 'tax',
      schema,
      createContext,
      port: settings.HUB_TAX_PORT,
      host: settings.HUB_SUBGRAPH_HOST,
      secret,
    }),
  );
  const stack = starting.move();
  return { [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
