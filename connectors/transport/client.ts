import type { Logger } from 'pino';
import type { LinkedAccount } from '../../domain/linked-account.ts';
import { settle } from '../../domain/outcome.ts';
import {
  createGuard,
  DEFAULT_GUARD,
  type BreakerState,
  type GuardSettings,
} from '../../platform/guard.ts';
import { createSoapClient } from '../../platform/soap/soap-client.ts';
import {
  assertSameOperation,
  createBackOffice,
  toError,
  valueOf,
  type BackOffice,
  type CardCall,
} from './back-office.ts';
import { assertSameCard, assertSamePage, toCard, toMovementPage } from './codec.ts';
import { NAMESPACE } from './fields.ts';
import { CARD_OPERATIONS, SYSTEM, type CardOperation } from './guard.ts';
import type {
  CallOptions,
  MovementAsk,
  MovementPage,
  TopUpOutcome,
  TopUpToSend,
  TransportCard,
  TransportPort,
} from './port.ts';
import {
  parseBlocking,
  parseCard,
  parseMovementPage,
  parseTariffChange,
  parseTopUp,
} from './wire.ts';

export type TransportOptions = {
  /** Where the SOAP service takes requests. */
  readonly url: URL;
  /** The hub's own account there, sent as a WS-Security UsernameToken. */
  readonly credentials: { readonly user: string; readonly password: string };
  /** Times without an offset are clock times of this zone. */
  readonly timeZone: string;
  /** `timeoutMs` bounds each call of the port as a whole. */
  readonly guard?: Partial<GuardSettings>;
  readonly log: Logger;
};

/** The port, and what operators want to know. */
export type TransportClient = TransportPort &
  AsyncDisposable & {
    /** State of each operation's breaker. */
    breakers(): Readonly<Record<CardOperation, BreakerState>>;
  };

/** The card back office over SOAP 1.1. Disposing ends every request under way. */
export function createTransportClient(options: TransportOptions): TransportClient {
  const { url, credentials, timeZone, log } = options;
  const closing = new AbortController();
  const guard = createGuard({
    system: SYSTEM,
    operations: CARD_OPERATIONS,
    settings: { ...DEFAULT_GUARD, ...options.guard },
    log,
  });
  const soap = createSoapClient({ system: SYSTEM, url, namespace: NAMESPACE, credentials });
  const office = createBackOffice({ soap, guard });
  const within = ({ signal }: CallOptions = {}): AbortSignal =>
    AbortSignal.any([closing.signal, ...(signal === undefined ? [] : [signal])]);

  return {
    fetchCards: (accounts, call) => {
      const signal = within(call);
      const ask = { office, timeZone, signal };
      return Promise.all(accounts.map((account) => settle(fetchCard(ask, account))));
    },
    fetchMovements: (ask, call) => fetchMovements({ office, timeZone, signal: within(call) }, ask),
    postTopUp: (topUp, call) => postTopUp(office, topUp, within(call)),
    async blockCard(account, call) {
      valueOf(await office.send(blocking(account), within(call)));
    },
    async putTariffCode(change, call) {
      valueOf(await office.send(tariffChange(change), within(call)));
    },
    breakers: () => guard.breakers(),
    async [Symbol.asyncDispose]() {
      closing.abort();
    },
  };
}

type Asking = {
  readonly office: BackOffice;
  readonly timeZone: string;
  readonly signal: AbortSignal;
};

async function fetchCard(
  { office, timeZone, signal }: Asking,
  account: LinkedAccount,
): Promise<TransportCard> {
  const reply = await office.send(
    {
      operation: 'ConsultarTarjeta',
      parameters: [{ name: 'NumeroTarjeta', value: account }],
      parse(answer) {
        const wire = parseCard(answer);
        assertSameCard(wire, account);
        return toCard(wire, timeZone);
      },
    },
    signal,
  );
  return valueOf(reply);
}

async function fetchMovements(
  { office, timeZone, signal }: Asking,
  { account, from, until, page }: MovementAsk,
): Promise<MovementPage> {
  const reply = await office.send(
    {
      operation: 'ConsultarMovimientos',
      parameters: [
        { name: 'NumeroTarjeta', value: account },
        { name: 'Desde', value: from },
        { name: 'Hasta', value: until },
        { name: 'Pagina', value: String(page) },
      ],
      parse(answer) {
        const wire = parseMovementPage(answer);
        assertSameCard(wire, account);
        assertSamePage(wire, page);
        return toMovementPage(wire, timeZone);
      },
    },
    signal,
  );
  return valueOf(reply);
}

/** Codes with which the back office refuses a top-up itself; any other one is trouble. */
const REFUSALS: ReadonlySet<string | null> = new Set(['TARJETA_NO_ACTIVA', 'IMPORTE_NO_VALIDO']);

async function postTopUp(
  office: BackOffice,
  { account, amountCents, operationId }: TopUpToSend,
  signal: AbortSignal,
): Promise<TopUpOutcome> {
  if (!Number.isSafeInteger(amountCents) || amountCents <= 0) return { kind: 'refused' };
  const reply = await office.write(
    {
      operation: 'RecargarTarjeta',
      parameters: [
        { name: 'NumeroTarjeta', value: account },
        { name: 'Importe', value: String(amountCents) },
        { name: 'IdOperacion', value: operationId },
      ],
      parse(answer) {
        const wire = parseTopUp(answer);
        assertSameOperation(wire, operationId);
        return wire.resultado;
      },
    },
    signal,
  );
  if (reply.kind === 'unknown') return reply;
  if (reply.kind === 'ok') return { kind: reply.value };
  if (REFUSALS.has(reply.code)) return { kind: 'refused' };
  throw toError(reply.code);
}

function blocking(account: LinkedAccount): CardCall<void> {
  return {
    operation: 'BloquearTarjeta',
    parameters: [{ name: 'NumeroTarjeta', value: account }],
    parse: (answer) => assertSameCard(parseBlocking(answer), account),
  };
}

function tariffChange({
  account,
  code,
  operationId,
}: Parameters<TransportPort['putTariffCode']>[0]): CardCall<void> {
  return {
    operation: 'ActualizarPerfilTarifario',
    parameters: [
      { name: 'NumeroTarjeta', value: account },
      { name: 'CodigoTarifa', value: code },
      { name: 'IdOperacion', value: operationId },
    ],
    parse: (answer) => assertSameOperation(parseTariffChange(answer), operationId),
  };
}
