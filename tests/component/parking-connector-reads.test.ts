import { afterEach, beforeEach, expect, it } from '@jest/globals';
import nock from 'nock';
import { parsePlate } from '../../domain/plate.ts';
import {
  ANA,
  answerNames,
  answerRights,
  APDS,
  createTestClient,
  credential,
  LATER,
  LEO,
  NOW,
  page,
  rightRow,
  sessionRow,
  unasked,
} from '../contract/support/parking-rows.ts';
import { plain } from '../contract/support/parking-system.ts';

const RIGHTS = new Set(['rights'] as const);
const SESSIONS = new Set(['sessions'] as const);

beforeEach(() => nock.disableNetConnect());
afterEach(() => expect(unasked()).toEqual([]));

/** Rights of Ana from one answer; a failure by its code, of the list or of an item. */
async function rightsOfAna(body: unknown): Promise<unknown> {
  answerNames();
  answerRights(body);
  await using client = createTestClient();
  return plain(await client.fetchPlates([ANA], RIGHTS))[0]?.rights;
}

const HERS = {
  id: 'r1',
  plate: ANA,
  kind: 'resident',
  zone: 'Zona A',
  validUntil: new Date(LATER),
};

it('sends token, plates and nothing else', async () => {
  answerNames();
  const asked: (readonly [string, unknown, unknown])[] = [];
  nock(APDS)
    .get(/./)
    .reply(function reply(uri) {
      const { 'x-own-header': token, authorization } = this.req.headers;
      asked.push([uri, token, authorization]);
      return [200, page([rightRow('r1', ['1234BCD']), rightRow('r2', ['5678FGH'])])];
    });
  await using client = createTestClient({ tokenHeader: 'X-Own-Header' });
  expect(await client.fetchPlates([ANA, LEO], RIGHTS)).toHaveLength(2);
  expect(asked).toEqual([
    ['/v1/rights/assigned?credential_id=1234BCD,5678FGH', 'secret-token', undefined],
  ]);
});

it.each([
  ['an unknown attribute', { shoeSize: 42 }, {}],
  [
    'nulls',
    { plannedUses: null, assignedRightIssuer: null, issuanceTime: null },
    { validFrom: null },
  ],
  ['no end', { expiry: null }, { validUntil: null }],
  [
    'the other word for a plate',
    { rightHolder: { credentials: [credential('1234BCD', { type: 'vehicleplate' })] } },
    {},
  ],
  ['another spelling', { rightHolder: { credentials: [credential('1234-bcd')] } }, {}],
  ['no issuer', { rightHolder: { credentials: [credential('1234BCD', { issuer: null })] } }, {}],
  [
    'an issuer in words',
    {
      rightHolder: {
        credentials: [
          credential('1234BCD', {
            issuer: [{ language: 'es', string: 'Dirección General de Tráfico' }],
          }),
        ],
      },
    },
    {},
  ],
  [
    'a reference without class',
    { rightHolder: { credentials: [credential('1234BCD', { identifier: { id: '1234BCD' } })] } },
    {},
  ],
  [
    'a reference by class',
    {
      rightHolder: {
        credentials: [credential('1234BCD', { identifier: { ESNumberPlate: '1234BCD' } })],
      },
    },
    {},
  ],
  [
    'a card beside the plate',
    { rightHolder: { credentials: [{ type: 'rfid', identifier: null }, credential('1234BCD')] } },
    {},
  ],
  ['a time with an offset', { expiry: '2026-12-31T23:59:59+01:00' }, {}],
  ['a time of the place', { expiry: '2026-12-31T23:59:59' }, {}],
])('reads a right with %s', async (_what, more, changed) => {
  const rights = await rightsOfAna(page([rightRow('r1', ['1234BCD'], more)]));
  expect(rights).toMatchObject([{ ...HERS, ...changed }]);
});

it('leaves out what is over, was taken back before it began, or stands under a paid stay', async () => {
  const rows = [
    rightRow('r1', ['1234BCD'], { expiry: NOW.toISOString() }),
    rightRow('r2', ['1234BCD'], { issuanceTime: LATER, expiry: LATER }),
    rightRow('r3', ['1234BCD'], { rightSpecification: { id: 'stay-a', version: 1 } }),
  ];
  expect(await rightsOfAna(page(rows))).toEqual([]);
});

it("gives a household's right to each of its plates, and to a namesake abroad none", async () => {
  const abroad = parsePlate('1234BCD', 'PT');
  answerNames();
  const { asked } = answerRights(page([rightRow('r1', ['1234BCD', '5678FGH', '9999ZZZ'])]));
  await using client = createTestClient();
  const answers = plain(await client.fetchPlates([ANA, LEO, abroad], RIGHTS));
  expect(answers).toMatchObject([
    { rights: [{ plate: ANA }] },
    { rights: [{ plate: LEO }] },
    { rights: [] },
  ]);
  expect(asked[0]?.get('credential_id')).toBe('1234BCD,5678FGH');
});

it('fails where only a foreign plate was asked for and the answer names no country', async () => {
  answerNames();
  const row = {
    rightHolder: {
      credentials: [credential('AB12CD', { issuer: null, identifier: { id: 'AB12CD' } })],
    },
  };
  answerRights(page([rightRow('r1', [], row)]));
  await using client = createTestClient();
  const answers = plain(await client.fetchPlates([parsePlate('AB12CD', 'PT')], RIGHTS));
  expect(answers).toMatchObject([{ rights: ['UPSTREAM_MALFORMED'] }]);
});

it.each([
  ['a stranger', rightRow('r2', ['9999ZZZ'])],
  ['a plate read with O for 0', rightRow('r2', ['1234BCO'])],
  ['nobody', rightRow('r2', [])],
  ['a row without id', { ...rightRow('r2', ['1234BCD']), id: null }],
])('uses nothing of a list with a right of %s', async (_what, row) => {
  expect(await rightsOfAna(page([rightRow('r1', ['1234BCD']), row]))).toBe('UPSTREAM_MALFORMED');
});

it.each([
  ['an unknown place', { rightSpecification: { id: 'nowhere', version: 1 } }],
  ['a day that no calendar has', { expiry: '2026-02-30T00:00:00Z' }],
  ['a version that is none', { version: 0 }],
])('lets a right with %s fail alone', async (_what, more) => {
  const rows = [rightRow('r1', ['1234BCD']), rightRow('r2', ['1234BCD'], more)];
  const rights = await rightsOfAna(page(rows));
  expect(rights).toMatchObject([{ id: 'r1' }, 'UPSTREAM_MALFORMED']);
});

it('reads page after page at one instant', async () => {
  answerNames();
  answerRights(page([rightRow('r1', ['1234BCD'])], { total: 3 }));
  const second = answerRights(
    page([rightRow('r1', ['1234BCD']), rightRow('r2', ['1234BCD'])], { total: 3, offset: 1 }),
  );
  const third = answerRights(page([rightRow('r3', ['1234BCD'])], { total: 3, offset: 3 }));
  await using client = createTestClient({ pageParameters: { offset: 'from', instant: 'at' } });
  expect(plain(await client.fetchPlates([ANA], RIGHTS))).toMatchObject([{ rights: { length: 3 } }]);
  expect(
    [...second.asked, ...third.asked].map((asked) => [asked.get('from'), asked.get('at')]),
  ).toEqual([
    ['1', '1795258800'],
    ['3', '1795258800'],
  ]);
});

it.each([
  ['an empty page', page([], { total: 2, offset: 1 })],
  ['the same page again', page([rightRow('r1', ['1234BCD'])], { total: 2 })],
  ['only what is known', page([rightRow('r1', ['1234BCD'])], { total: 2, offset: 1 })],
])('never takes a part of a list for the whole: %s', async (_what, second) => {
  answerNames();
  answerRights(page([rightRow('r1', ['1234BCD'])], { total: 2 }));
  answerRights(second);
  await using client = createTestClient();
  expect(plain(await client.fetchPlates([ANA], RIGHTS))).toMatchObject([
    { rights: 'UPSTREAM_MALFORMED' },
  ]);
});

it('asks for the names again when a right stands on a kind it has not heard of', async () => {
  let now = NOW;
  answerNames();
  answerRights(page([rightRow('r1', ['1234BCD'])]));
  await using client = createTestClient({ clock: { now: () => now } });
  await client.fetchPlates([ANA], RIGHTS);
  now = new Date(NOW.getTime() + 11_000);
  answerNames();
  answerRights(
    page([rightRow('r1', ['1234BCD'], { rightSpecification: { id: 'resident-a', version: 2 } })]),
  );
  expect(plain(await client.fetchPlates([ANA], RIGHTS))).toMatchObject([{ rights: [HERS] }]);
});

it.each([
  ['no end', { segments: [] }, { paidUntil: null }],
  [
    'its end written ahead',
    { segments: [], actualEnd: LATER },
    { paidUntil: new Date(LATER), endedAt: null },
  ],
  [
    'the word spelled right',
    { hierachyElement: null, hierarchyElement: { id: 'a', version: 1 } },
    {},
  ],
  ['no place but in its right', { hierachyElement: null }, {}],
])('reads a session with %s', async (_what, more, changed) => {
  answerNames();
  nock(APDS)
    .get('/v1/sessions')
    .query(true)
    .reply(200, page([sessionRow('s1', '1234BCD', more)]));
  await using client = createTestClient();
  expect(plain(await client.fetchPlates([ANA], SESSIONS))).toMatchObject([
    { sessions: [{ id: 's1', zone: 'Zona A', startedAt: NOW, endedAt: null, ...changed }] },
  ]);
});

it('leaves sessions out that have ended or are paid for no longer', async () => {
  answerNames();
  const later = new Date('2026-11-21T12:00:00Z');
  const rows = [
    sessionRow('s1', '1234BCD'),
    sessionRow('s2', '1234BCD', { actualEnd: NOW.toISOString() }),
  ];
  nock(APDS).get('/v1/sessions').query(true).reply(200, page(rows));
  await using client = createTestClient({ clock: { now: () => later } });
  expect(plain(await client.fetchPlates([ANA], SESSIONS))).toMatchObject([{ sessions: [] }]);
});
