import { FACILITIES, type SportsFacility } from '../city/sports-record.ts';

/*
 * What the sports body publishes of itself and its facilities.
 * Source: openactive/data-models, versions/2.x; openactive/facility-types.
 */

/** A JSON-LD thing. */
export type Thing = Readonly<Record<string, unknown>>;

/** Names never change, wherever this program listens. */
const NAMES = 'https://deportes.example/api';
const TERM = 'https://openactive.io/';
const PAGES = 'https://deportes.example';

export const SELLER_ID = `${NAMES}/organizations/1`;

const ADDRESS: Thing = {
  '@type': 'PostalAddress',
  streetAddress: 'Calle Inventada, 1',
  addressLocality: 'Gijón',
  addressRegion: 'Asturias',
  postalCode: '33200',
  addressCountry: 'ES',
};

const PROVIDER: Thing = {
  '@type': 'Organization',
  '@id': SELLER_ID,
  name: 'Patronato Deportivo',
  url: PAGES,
  telephone: '+34 985 000 000',
  sameAs: [`${PAGES}/noticias`],
  taxMode: `${TERM}TaxGross`,
};

/** The seller as orders show it. */
export const SELLER: Thing = {
  ...PROVIDER,
  legalName: 'Patronato Deportivo Municipal (sintético)',
  email: 'deportes@deportes.example',
  vatID: 'ESP0000000A',
  logo: { '@type': 'ImageObject', url: `${PAGES}/logo.png` },
  address: ADDRESS,
};

/** Identifiers of the kinds of facilities in the list at openactive.io/facility-types. */
const FACILITY_TYPES: Readonly<Record<string, string>> = {
  'Padel Tennis Court': '7a13f426-d2bc-4464-8a9b-18b30569b263',
  'Tennis Court': 'becfafc0-c63f-444c-aed5-a3665f2d172d',
  'Sports Hall': 'da364f9b-8bb2-490e-9e2f-1068790b9e35',
  'Squash Court': 'a1f82b7a-1258-4d9a-8dc5-bfc2ae961651',
  'Climbing Wall': '3e8b34e0-7510-4a97-aa3d-38797da2c02b',
  'Badminton Court': '9db5681e-700e-4b30-99a5-355885d94db2',
  'Football Pitch': '07e38aa9-4087-424e-95d0-0702d64e1a7a',
};

export function facilityUseId(facility: number): string {
  return `${NAMES}/facility-uses/${facility + 1}`;
}

/** @param key The slot's own, such as `4-20261121T18`. */
export function slotId(key: string): string {
  return `${NAMES}/slots/${key}`;
}

/** The slot's key in an `@id`; null when it is no name of a slot. */
export function slotKeyOf(id: string): string | null {
  const prefix = `${NAMES}/slots/`;
  return id.startsWith(prefix) ? id.slice(prefix.length) : null;
}

export function offerId(facility: number): string {
  return `${facilityUseId(facility)}#/offers/1`;
}

/** The one way to book an hour here: paid at the counter, or before if the facility wants it so. */
export function offerOf(facility: number): Thing {
  const { priceCents, isPrepaid } = facilityOf(facility);
  return {
    '@type': 'Offer',
    '@id': offerId(facility),
    name: 'Una hora',
    price: priceCents / 100,
    priceCurrency: 'EUR',
    openBookingInAdvance: `${TERM}Required`,
    openBookingPrepayment: `${TERM}${isPrepaid ? 'Required' : 'Unavailable'}`,
    allowCustomerCancellationFullRefund: true,
    latestCancellationBeforeStartDate: 'PT2H',
  };
}

/** As an order shows it: without offers and provider, which the order itself tells. */
export function orderedFacilityUse(facility: number): Thing {
  const { name, centre, type } = facilityOf(facility);
  return {
    '@type': 'FacilityUse',
    '@id': facilityUseId(facility),
    name,
    url: `${PAGES}/instalaciones/${facility + 1}`,
    facilityType: [conceptOf(type)],
    location: {
      '@type': 'Place',
      '@id': `${NAMES}/places/${encodeURIComponent(centre)}`,
      name: centre,
      url: `${PAGES}/centros`,
      address: ADDRESS,
      geo: { '@type': 'GeoCoordinates', latitude: 43.532, longitude: -5.661 },
      telephone: '+34 985 000 000',
    },
  };
}

export function facilityUse(facility: number): Thing {
  return {
    '@context': TERM,
    ...orderedFacilityUse(facility),
    description: 'Se reserva por horas.',
    provider: PROVIDER,
    offers: [offerOf(facility)],
  };
}

/** The list has no word for a pool, so the body has a list of its own beside it. */
function conceptOf(type: string | null): Thing {
  const id = type === null ? undefined : FACILITY_TYPES[type];
  const scheme = id === undefined ? `${PAGES}/tipos` : `${TERM}facility-types`;
  return {
    '@type': 'Concept',
    '@id': `${scheme}#${id ?? 'piscina'}`,
    prefLabel: type ?? 'Piscina',
    inScheme: scheme,
  };
}

/** @throws {RangeError} No facility has this place. */
export function facilityOf(facility: number): SportsFacility {
  const found = FACILITIES[facility];
  if (found === undefined) throw new RangeError(`no facility ${facility}`);
  return found;
}
