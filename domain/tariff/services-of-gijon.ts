import { parseServiceCatalogue } from './service.ts';
import services from './services.json' with { type: 'json' };

/** The twenty services of the card that a city begins with; source in the data. */
export const servicesOfGijon = parseServiceCatalogue(services);
