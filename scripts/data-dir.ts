import { existsSync } from 'node:fs';
import { machineSettings } from '../embedded/settings.ts';
import { parseSettings } from '../platform/process/config.ts';

/** The data folder as `npm start` would choose it: from `.env` or the environment. */
export function dataDir(): string {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return parseSettings({ machine: machineSettings }, process.env).machine.HUB_DATA_DIR;
}
