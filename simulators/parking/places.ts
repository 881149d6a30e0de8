import { startOfCityDay, parseCityDay } from '../../domain/city-day.ts';
import { RESIDENT_ZONES, RESTRICTED_AREAS } from '../city/parking-record.ts';
import { inSpanish } from './apds.ts';

/** A zone with paid stays, or an area into which only listed vehicles may drive. */
export type Area = {
  readonly id: string;
  readonly name: string;
  /** What an hour costs while the meters run; null where nothing is sold. */
  readonly centsAnHour: number | null;
  /** The longest stay sold. */
  readonly longestStayMinutes: number;
};

const NAMES: Readonly<Record<string, string>> = {
  A: 'Zona A · Centro',
  B: 'Zona B · Playa de San Lorenzo',
  C: 'Zona C · El Llano',
  D: 'Zona D · Laviada',
  cimadevilla: 'Cimadevilla',
  puerto: 'Puerto deportivo',
};

/** Cents an hour: dearer by the beach and in the centre. */
const PRICES: Readonly<Record<string, number>> = { A: 130, B: 150, C: 95, D: 90 };

export const AREAS: readonly Area[] = [...RESIDENT_ZONES, ...RESTRICTED_AREAS].map((code) => ({
  id: areaIdOf(code),
  name: NAMES[code] ?? code,
  centsAnHour: PRICES[code] ?? null,
  longestStayMinutes: 240,
}));

export type SpecificationKind = 'permitParking' | 'accessPermission' | 'oneTimeUseParking';

/** What may be granted in an area. */
export type Specification = {
  readonly id: string;
  readonly type: SpecificationKind;
  readonly area: Area;
};

export const SPECIFICATIONS: readonly Specification[] = AREAS.flatMap(specificationsOf);

function specificationsOf(area: Area): readonly Specification[] {
  if (area.centsAnHour === null) {
    return [{ id: `access-${area.id}`, type: 'accessPermission', area }];
  }
  return [
    { id: `resident-${area.id}`, type: 'permitParking', area },
    { id: `stay-${area.id}`, type: 'oneTimeUseParking', area },
  ];
}

const SPECIFICATIONS_BY_ID = new Map(SPECIFICATIONS.map((one) => [one.id, one]));

export function findSpecification(id: string): Specification | null {
  return SPECIFICATIONS_BY_ID.get(id) ?? null;
}

export function areaIdOf(code: string): string {
  return code.length === 1 ? `ora-${code.toLowerCase()}` : `restricted-${code}`;
}

const CITY_ID = 'gijon';

export type TownOptions = { readonly madeOn: string; readonly zone: string };

/** The city above its areas. The time zone stands at the top, as the text of APDS has it. */
export function placeRows({ madeOn, zone }: TownOptions) {
  const record = { creationTime: startOfCityDay(parseCityDay(madeOn), zone).toISOString() };
  const city = {
    id: CITY_ID,
    version: 1,
    name: inSpanish('Gijón'),
    layer: 0,
    type: 'campus',
    timeZone: zone,
    childIds: AREAS.map(({ id }) => ({ id, version: 1, className: 'IdentifiedArea' })),
    hierarchyElementRecord: record,
  };
  const areas = AREAS.map(({ id, name }) => ({
    id,
    version: 1,
    name: inSpanish(name),
    layer: 1,
    type: 'identifiedArea',
    parentId: { id: CITY_ID, version: 1, className: 'Campus' },
    hierarchyElementRecord: record,
    rightSpecifications: SPECIFICATIONS.filter(({ area }) => area.id === id).map((one) => ({
      id: one.id,
      version: 1,
      className: 'RightSpecification',
    })),
  }));
  return [city, ...areas];
}

const WORDS: Readonly<Record<SpecificationKind, string>> = {
  permitParking: 'Residentes',
  accessPermission: 'Acceso autorizado',
  oneTimeUseParking: 'Estacionamiento regulado (ORA)',
};

export function specificationRows({ madeOn, zone }: TownOptions) {
  const overallStartTime = startOfCityDay(parseCityDay(madeOn), zone).toISOString();
  return SPECIFICATIONS.map(({ id, type, area }) => ({
    id,
    version: 1,
    description: inSpanish(`${WORDS[type]}: ${area.name}`),
    issuer: { id: CITY_ID, version: 1, className: 'Organisation' },
    transferable: false,
    type,
    hierarchyElements: [{ id: area.id, version: 1, className: 'IdentifiedArea' }],
    credentials: [{ type: 'licensePlate' }, { type: 'vehicleplate' }],
    validity: { validityStatus: 'active', validityTimeSpecification: { overallStartTime } },
  }));
}
