import type { Environment } from '../platform/process/config.ts';

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
    ...(isDemo && {
      HUB_LIBRARY_ADDRESS: '127.0.0.1:6001',
      HUB_LIBRARY_USER: 'hub',
      HUB_LIBRARY_PASSWORD: 'hub',
      HUB_REGIONAL_LIBRARY_URL: 'http://127.0.0.1:8081',
      HUB_REGIONAL_LIBRARY_CLIENT_ID: 'hub',
      HUB_REGIONAL_LIBRARY_CLIENT_SECRET: 'hub',
    }),
  };
}
