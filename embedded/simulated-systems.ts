import type { Environment } from '../platform/process/config.ts';

/** One simulated legacy system, by the settings through which it and the hub find each other. */
export type SimulatedSystem = {
  /** The simulators' side: where it listens. */
  readonly portSetting: string;
  /** The hub's side: how it is reached. */
  readonly addresses: (port: number) => Readonly<Record<string, string>>;
  /** The hub's account there, the same names on both sides. */
  readonly accounts: { readonly names: readonly string[]; readonly secrets: readonly string[] };
};

export const SIMULATED_SYSTEMS: readonly SimulatedSystem[] = [
  {
    portSetting: 'HUB_SIMULATED_LIBRARY_PORT',
    addresses: (port) => ({ HUB_LIBRARY_ADDRESS: `127.0.0.1:${port}` }),
    accounts: { names: ['HUB_LIBRARY_USER'], secrets: ['HUB_LIBRARY_PASSWORD'] },
  },
  {
    portSetting: 'HUB_SIMULATED_REGIONAL_LIBRARY_PORT',
    addresses: (port) => ({ HUB_REGIONAL_LIBRARY_URL: urlOf(port) }),
    accounts: {
      names: ['HUB_REGIONAL_LIBRARY_CLIENT_ID'],
      secrets: ['HUB_REGIONAL_LIBRARY_CLIENT_SECRET'],
    },
  },
  {
    portSetting: 'HUB_SIMULATED_SPORTS_PORT',
    addresses: (port) => ({ HUB_SPORTS_URL: urlOf(port) }),
    accounts: { names: [], secrets: ['HUB_SPORTS_API_KEY'] },
  },
  {
    portSetting: 'HUB_SIMULATED_TRANSPORT_PORT',
    addresses: (port) => ({
      HUB_TRANSPORT_URL: `${urlOf(port)}/soap`,
      HUB_TRANSPORT_GTFS_URL: `${urlOf(port)}/gtfs.zip`,
      HUB_TRANSPORT_GTFS_RT_URL: `${urlOf(port)}/gtfs-rt`,
    }),
    accounts: { names: ['HUB_TRANSPORT_USER'], secrets: ['HUB_TRANSPORT_PASSWORD'] },
  },
  {
    portSetting: 'HUB_SIMULATED_PARKING_PORT',
    addresses: (port) => ({ HUB_PARKING_URL: `${urlOf(port)}/v1` }),
    accounts: { names: [], secrets: ['HUB_PARKING_TOKEN'] },
  },
  {
    portSetting: 'HUB_SIMULATED_TAX_PORT',
    addresses: (port) => ({ HUB_TAX_URL: `${urlOf(port)}/soap` }),
    accounts: { names: ['HUB_TAX_USER'], secrets: ['HUB_TAX_PASSWORD'] },
  },
  {
    portSetting: 'HUB_SIMULATED_CENSUS_PORT',
    addresses: (port) => ({ HUB_CENSUS_URL: `${urlOf(port)}/soap` }),
    accounts: { names: ['HUB_CENSUS_USER'], secrets: ['HUB_CENSUS_PASSWORD'] },
  },
];

/** Settings whose presence means that the hub stands over a real system. */
export const SYSTEM_ADDRESSES: readonly string[] = SIMULATED_SYSTEMS.flatMap(({ addresses }) =>
  Object.keys(addresses(0)),
);

/**
 * The hub's accounts at the simulated systems: what is given, else `hub` as a name and a random
 * secret.
 */
export function simulatedAccounts(
  given: Environment,
  randomSecret: () => string,
): Readonly<Record<string, string>> {
  const entries = SIMULATED_SYSTEMS.flatMap(({ accounts }) => [
    ...accounts.names.map((name) => [name, given[name] || 'hub'] as const),
    ...accounts.secrets.map((name) => [name, given[name] || randomSecret()] as const),
  ]);
  return Object.fromEntries(entries);
}

function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}
