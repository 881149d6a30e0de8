import nock from 'nock';
import { pino, type Logger } from 'pino';
import {
  createParkingClient,
  type ParkingClientOptions,
} from '../../../connectors/parking/client.ts';
import type { ParkingPort } from '../../../connectors/parking/port.ts';
import { parsePlate } from '../../../domain/plate.ts';

export const APDS = 'http://parking.test';

export const ANA = parsePlate('1234 BCD');
export const LEO = parsePlate('5678 FGH');
export const NOW = new Date('2026-11-21T11:00:00Z');
export const LATER = '2026-12-31T22:59:59Z';

/** A client of the intercepted server that repeats nothing, so that every request is one of the test's own. */
export function createTestClient(
  options: Partial<ParkingClientOptions> = {},
): ParkingPort & AsyncDisposable {
  return createParkingClient({
    baseUrl: `${APDS}/v1`,
    token: 'secret-token',
    clock: { now: () => NOW },
    log: pino({ level: 'silent' }) as Logger,
    ...options,
    guard: { retries: 0, timeoutMs: 1_000, ...options.guard },
  });
}

export function credential(id: string, more: object = {}): object {
  return {
    type: 'licensePlate',
    identifier: { className: 'ESNumberPlate', id },
    issuer: [{ language: 'es', string: 'ES' }],
    ...more,
  };
}

export function rightRow(id: string, numbers: readonly string[], more: object = {}): object {
  return {
    id,
    version: 1,
    rightHolder: { credentials: numbers.map((number) => credential(number)) },
    rightSpecification: { id: 'resident-a', version: 1, className: 'RightSpecification' },
    issuanceTime: '2026-01-02T09:00:00Z',
    expiry: LATER,
    ...more,
  };
}

export function sessionRow(id: string, number: string, more: object = {}): object {
  return {
    id,
    version: 1,
    actualStart: NOW.toISOString(),
    initiator: { id: 'tessera', version: 1 },
    hierachyElement: { id: 'a', version: 1 },
    identifiedCredentials: [credential(number)],
    segments: [
      {
        id: `${id}-segment`,
        version: 1,
        actualStart: NOW.toISOString(),
        validationType: ['licensePlate'],
        assignedRight: {
          ...rightRow(`${id}-right`, [number], { expiry: '2026-11-21T12:00:00Z' }),
          rightSpecification: { id: 'stay-a', version: 1 },
        },
      },
    ],
    ...more,
  };
}

export function page(data: readonly unknown[], meta: object = {}): object {
  const { length } = data;
  return {
    meta: { referenceInstant: 1_795_258_800, offset: 0, pageSize: 100, total: length, ...meta },
    data,
  };
}

/** Places and kinds of rights, answered once: the client holds them. */
export function answerNames(): void {
  const specification = (id: string, type: string) => ({
    id,
    version: 1,
    type,
    issuer: { id: 'city', version: 1 },
    transferable: false,
    hierarchyElements: [{ id: 'a', version: 1 }],
  });
  const name = [
    { language: 'en', string: 'Zone A' },
    { language: 'es', string: 'Zona A' },
  ];
  nock(APDS)
    .get('/v1/rights/specs')
    .reply(
      200,
      page([
        specification('resident-a', 'permitParking'),
        specification('stay-a', 'oneTimeUseParking'),
      ]),
    );
  nock(APDS)
    .get('/v1/places')
    .query(true)
    .reply(200, page([{ id: 'a', version: 1, name, layer: 1, type: 'identifiedArea' }]));
}

/** Answers one page of rights and keeps how it was asked. */
export function answerRights(body: unknown, status = 200): { readonly asked: URLSearchParams[] } {
  const asked: URLSearchParams[] = [];
  nock(APDS)
    .get('/v1/rights/assigned')
    .query(true)
    .reply((uri) => {
      asked.push(new URL(uri, APDS).searchParams);
      return [status, typeof body === 'string' ? body : JSON.stringify(body)];
    });
  return { asked };
}

/** Every intercepted answer must have been used, and no real network is there. */
export function unasked(): readonly string[] {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  nock.abortPendingRequests();
  return pending;
}
