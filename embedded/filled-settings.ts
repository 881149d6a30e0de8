import type { Environment } from '../platform/process/config.ts';
import { SIMULATED_SYSTEMS, simulatedAccounts } from './simulated-systems.ts';

const KEY = '0'.repeat(64);

/**
 * What `startOneMachine` fills in where nothing is given, as values of the right form: with them all
 * other settings can be checked before anything starts.
 *
 * @param isDemo Whether the simulated legacy systems are part of the start.
 */
export function formsOfFilledSettings(isDemo: boolean): Environment {
  return {
    MONGODB_URI: 'mongodb://store.sock',
    REDIS_URL: 'unix:redis.sock',
    HUB_SEAL_KEY: KEY,
    HUB_LOOKUP_KEY: KEY,
    HUB_SUBGRAPH_SECRET: KEY,
    HUB_READER_MASTER_KEY: KEY,
    HUB_READER_SIGNING_KEY: KEY,
    ...(isDemo && {
      ...simulatedAccounts({}, () => 'hub'),
      ...Object.assign({}, ...SIMULATED_SYSTEMS.map(({ addresses }) => addresses(1))),
    }),
  };
}
