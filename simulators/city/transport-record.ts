import type { Random } from './random.ts';

/** The back office's words for why somebody pays less: a social category, each of them. */
export const PROFILES = [
  'GENERAL',
  'JUVENIL',
  'JUBILADO',
  'DESEMPLEO',
  'FAMILIA_NUMEROSA',
  'BONO_SOCIAL',
  'DISCAPACIDAD',
] as const;

export type Profile = (typeof PROFILES)[number];

/** What the card back office of public transport knows of a card. */
export type TransportRecord = {
  /** Thirteen digits. */
  readonly account: string;
  readonly state: 'ACTIVA' | 'BLOQUEADA' | 'CADUCADA' | 'EXTRAVIADA';
  /** The holder's social category, which never leaves the hub's codec. */
  readonly profile: Profile;
  /** Days from the day the city was made to the card's last one; negative is over. */
  readonly expiresInDays: number;
  /** The first one holds money. */
  readonly purses: readonly {
    readonly name: string;
    readonly unit: 'EUR_CENT' | 'VIAJES';
    readonly amount: number;
    /** Minutes before the city was made at which a validator last told the balance. */
    readonly minutesAgo: number;
  }[];
  /** Movements before the city was made; they are made up when asked for. */
  readonly movementCount: number;
};

const PASSES = ['Bono 10 viajes', 'Bono 30 viajes', 'Bono 5 viajes'] as const;

/** The first cardholder (index 0) has an active card with two purses and movements. */
export function createTransportRecord(index: number, random: Random): TransportRecord {
  const isExample = index === 0;
  const state = isExample ? 'ACTIVA' : stateOf(random);
  const hasPass = random.chance(45) || isExample;
  return {
    account: `7${String(index + 1).padStart(12, '0')}`,
    state,
    profile: isExample ? 'DESEMPLEO' : profileOf(random),
    expiresInDays: state === 'CADUCADA' ? -1 - random.below(400) : 90 + random.below(1_500),
    purses: [
      {
        name: 'Monedero',
        unit: 'EUR_CENT',
        amount: isExample ? 1_730 : random.below(3_000),
        minutesAgo: random.below(3 * 24 * 60),
      },
      ...(hasPass
        ? [
            {
              name: random.pick(PASSES),
              unit: 'VIAJES' as const,
              amount: 1 + random.below(30),
              minutesAgo: random.below(24 * 60),
            },
          ]
        : []),
    ],
    movementCount: isExample ? 45 : random.pick([0, 3, 8, 15, 30, 60]),
  };
}

function stateOf(random: Random): TransportRecord['state'] {
  if (!random.chance(7)) return 'ACTIVA';
  return random.pick(['BLOQUEADA', 'CADUCADA', 'EXTRAVIADA']);
}

function profileOf(random: Random): Profile {
  return random.chance(55) ? 'GENERAL' : random.pick(PROFILES);
}
