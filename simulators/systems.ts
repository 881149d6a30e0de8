import { join } from 'node:path';
import type { z } from 'zod';
import { startCensusSystem } from './census/start-census.ts';
import type { City } from './city/city.ts';
import { startMunicipalLibrary } from './municipal-library/start-municipal-library.ts';
import { startParkingSystem } from './parking/start-parking.ts';
import { HUB_KEY } from './regional-library/keys.ts';
import { startRegionalLibrary } from './regional-library/start-regional-library.ts';
import type { simulatorsSettings } from './settings.ts';
import type { Simulator } from './simulator.ts';
import { startSportsSystem } from './sports/start-sports.ts';
import { startTaxSystem } from './tax/start-tax.ts';
import { startTransportSystem } from './transport/start-transport.ts';

type Settings = z.infer<typeof simulatorsSettings>;

/** Each simulated legacy system over the city, as the settings say. */
export const SYSTEM_STARTERS: readonly ((settings: Settings, city: City) => Promise<Simulator>)[] =
  [
    (settings, city) =>
      startMunicipalLibrary({
        ...placeOf('library', settings, city),
        port: settings.HUB_SIMULATED_LIBRARY_PORT,
        rules: { user: settings.HUB_LIBRARY_USER, password: settings.HUB_LIBRARY_PASSWORD },
      }),
    (settings, city) =>
      startRegionalLibrary({
        ...placeOf('regionalLibrary', settings, city),
        port: settings.HUB_SIMULATED_REGIONAL_LIBRARY_PORT,
        keys: [
          {
            ...HUB_KEY,
            clientId: settings.HUB_REGIONAL_LIBRARY_CLIENT_ID,
            clientSecret: settings.HUB_REGIONAL_LIBRARY_CLIENT_SECRET,
          },
        ],
      }),
    (settings, city) =>
      startSportsSystem({
        ...placeOf('sports', settings, city),
        port: settings.HUB_SIMULATED_SPORTS_PORT,
        zone: settings.HUB_CITY_ZONE,
        apiKey: settings.HUB_SPORTS_API_KEY,
        filesDir: settings.HUB_SPORTS_FILES_DIR ?? null,
      }),
    (settings, city) =>
      startTransportSystem({
        ...placeOf('transport', settings, city),
        port: settings.HUB_SIMULATED_TRANSPORT_PORT,
        zone: settings.HUB_CITY_ZONE,
        user: settings.HUB_TRANSPORT_USER,
        password: settings.HUB_TRANSPORT_PASSWORD,
      }),
    (settings, city) =>
      startParkingSystem({
        ...placeOf('parking', settings, city),
        port: settings.HUB_SIMULATED_PARKING_PORT,
        zone: settings.HUB_CITY_ZONE,
        token: settings.HUB_PARKING_TOKEN,
      }),
    (settings, city) =>
      startTaxSystem({
        ...placeOf('tax', settings, city),
        port: settings.HUB_SIMULATED_TAX_PORT,
        zone: settings.HUB_CITY_ZONE,
        user: settings.HUB_TAX_USER,
        password: settings.HUB_TAX_PASSWORD,
      }),
    (settings, city) =>
      startCensusSystem({
        ...placeOf('census', settings, city),
        port: settings.HUB_SIMULATED_CENSUS_PORT,
        zone: settings.HUB_CITY_ZONE,
        user: settings.HUB_CENSUS_USER,
        password: settings.HUB_CENSUS_PASSWORD,
      }),
  ];

function placeOf(system: string, settings: Settings, city: City) {
  const folder = settings.HUB_SIMULATORS_DIR;
  return {
    city,
    host: settings.HUB_SIMULATORS_HOST,
    journalPath: folder === undefined ? null : join(folder, `${system}.jsonl`),
  };
}
