import { servicesOfGijon } from '../tariff/services-of-gijon.ts';
import data from './groups.json' with { type: 'json' };
import { parseReaderGroups } from './parse-groups.ts';

/** The reader groups a city begins with. */
export const groupsOfGijon = parseReaderGroups(data, { catalogue: servicesOfGijon });
