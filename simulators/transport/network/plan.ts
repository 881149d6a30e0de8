/** A stop of the made-up network: name, degrees north, degrees east. */
export type PlannedStop = {
  readonly id: string;
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
};

/** A group of days: `LAB` weekdays, `SAB` Saturdays, `DOM` Sundays and holidays, `NOCHE` single nights. */
export type Service = 'LAB' | 'SAB' | 'DOM' | 'NOCHE';

export type PlannedLine = {
  readonly id: string;
  readonly shortName: string;
  readonly longName: string;
  readonly colour: string;
  /** Ids in the order of one direction; the other one runs back, unless the line is a circle. */
  readonly stopIds: readonly string[];
  readonly isCircle: boolean;
  /** Departures of each service: first and last in minutes of the day, beyond 1440 after midnight. */
  readonly departures: Partial<Readonly<Record<Service, Departures>>>;
};

export type Departures = {
  readonly first: number;
  readonly last: number;
  readonly everyMinutes: number;
};

const NAMES = [
  'Plaza del Reloj',
  'Mercado Viejo',
  'Puerto Deportivo',
  'Muelle Norte',
  'Estación Central',
  'Jardines',
  'Avenida del Mar',
  'Playa Este',
  'Museo del Agua',
  'Parque Lineal',
  'Biblioteca',
  'Piscinas',
  'Instituto',
  'Hospital Viejo',
  'Palacio de Deportes',
  'Campo de Fútbol',
  'Ronda Sur',
  'Cruce de Caminos',
  'Los Tilos',
  'La Fuente',
  'El Molino',
  'Las Escuelas',
  'Ciudad Jardín',
  'Cuesta Alta',
  'Mirador',
  'Universidad',
  'Parque Científico',
  'Hospital Nuevo',
  'Jardín Botánico',
  'Feria de Muestras',
  'Nueva Fábrica',
  'Polígono Industrial',
  'Astilleros',
  'Faro',
  'Barrio de Pescadores',
  'Casa del Pueblo',
  'Centro de Mayores',
  'Ambulatorio',
  'Correos',
  'Ayuntamiento',
] as const;

/** Forty stops around a square, none of them a real one's name. */
export const STOPS: readonly PlannedStop[] = NAMES.map((name, place) => ({
  id: `P${String(place + 1).padStart(3, '0')}`,
  name,
  latitude: Number((43.532 + 0.0021 * ((place * 7) % 19) - 0.017).toFixed(5)),
  longitude: Number((-5.6615 + 0.0024 * ((place * 11) % 37) - 0.041).toFixed(5)),
}));

/** The night before a holiday has no buses beyond midnight in the plan of day lines, so `N1` has its own days. */
export const LINES: readonly PlannedLine[] = [
  day('1', 'Faro – Hospital Nuevo', 'E2001A', [34, 35, 3, 2, 1, 40, 6, 10, 11, 16, 26, 28]),
  day('4', 'Astilleros – Mirador', '0072BC', [33, 32, 31, 5, 39, 40, 6, 13, 14, 25], 20),
  day(
    '10',
    'Polígono Industrial – Universidad',
    '009E60',
    [32, 31, 17, 18, 5, 1, 7, 8, 9, 30, 29, 26],
  ),
  day(
    '12',
    'Cuesta Alta – Playa Este',
    'F5A300',
    [24, 23, 19, 20, 21, 22, 36, 37, 38, 2, 7, 8],
    20,
  ),
  {
    ...day('E1', 'Estación Central – Parque Científico', '6C2C91', [5, 39, 10, 26, 27], 30),
    departures: { LAB: { first: 7 * 60, last: 21 * 60, everyMinutes: 30 } },
  },
  {
    ...day('C2', 'Circular de la costa', '8A8A8A', [3, 4, 12, 15, 16, 9, 8, 7, 3], 30),
    isCircle: true,
  },
  {
    ...day('N1', 'Búho: Faro – Ciudad Jardín', '1D1D1B', [34, 3, 1, 5, 13, 19, 23], 30),
    departures: { NOCHE: { first: 23 * 60 + 30, last: 28 * 60 + 30, everyMinutes: 30 } },
  },
];

/** Seconds from stop to stop, and standing at each. */
export const RIDE_SECONDS = 130;
export const DWELL_SECONDS = 20;

function day(
  shortName: string,
  longName: string,
  colour: string,
  stops: readonly number[],
  everyMinutes = 15,
): PlannedLine {
  return {
    id: `L${shortName}`,
    shortName,
    longName,
    colour,
    stopIds: stops.map((number) => `P${String(number).padStart(3, '0')}`),
    isCircle: false,
    departures: {
      // The last buses arrive after midnight.
      LAB: { first: 6 * 60 + 30, last: 23 * 60 + 45, everyMinutes },
      SAB: { first: 7 * 60, last: 23 * 60 + 45, everyMinutes: everyMinutes + 5 },
      DOM: { first: 8 * 60, last: 23 * 60, everyMinutes: everyMinutes + 10 },
    },
  };
}
