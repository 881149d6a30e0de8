import { expect, it } from '@jest/globals';
import { parseCardId } from '../card-id.ts';
import { parseCardNumber } from '../card-number.ts';
import { parseLinkedAccount, type LinkedSystem } from '../linked-account.ts';
import type { Card } from './card.ts';
import { parseCardholderId } from './cardholder.ts';
import { tellingsOf } from './revocation.ts';

const AT = new Date('2027-03-01T11:00:00Z');
const T1 = parseLinkedAccount('T-1');

function cardLinkedTo(...systems: readonly LinkedSystem[]): Card {
  return {
    id: parseCardId('card-1'),
    number: parseCardNumber('9724330240000000017'),
    holderId: parseCardholderId('holder-1'),
    chip: null,
    issuedAt: AT,
    life: {
      state: 'active',
      validFrom: AT,
      validUntil: null,
      activatedAt: AT,
      blockReason: null,
      replacedBy: null,
    },
    links: systems.map((system) => ({ system, account: T1, linkedAt: AT })),
    version: 2,
  };
}

const TRANSPORT = { system: 'transport', account: T1 };
const PARKING = { system: 'parking', account: null };

it.each(['card.blocked', 'card.lost', 'card.cancelled'])(
  'tells transport of the linked account and parking when it is %s',
  (event) => {
    expect(tellingsOf(event, cardLinkedTo('library', 'transport'))).toEqual([TRANSPORT, PARKING]);
    expect(tellingsOf(event, cardLinkedTo('library', 'tax'))).toEqual([PARKING]);
  },
);

it('tells parking alone of a card that is replaced', () => {
  expect(tellingsOf('card.replaced', cardLinkedTo('transport'))).toEqual([PARKING]);
});

it.each(['card.issued', 'card.activated', 'card.unblocked', 'account.linked', 'account.unlinked'])(
  'tells nobody of %s',
  (event) => {
    expect(tellingsOf(event, cardLinkedTo('transport'))).toEqual([]);
  },
);
