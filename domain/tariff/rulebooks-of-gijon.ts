import { parseRulebooks } from './parse-rulebook.ts';
import january from './rulebook-2025-01.json' with { type: 'json' };
import july from './rulebook-2025-07.json' with { type: 'json' };
import { servicesOfGijon } from './services-of-gijon.ts';

/**
 * The rulebooks a city begins with: bus fares of Gijón before and after the change of 1 July 2025.
 * Every figure in the data says where it is from; those marked illustrative are a city's to replace.
 */
export const rulebooksOfGijon = parseRulebooks([january, july], { catalogue: servicesOfGijon });
