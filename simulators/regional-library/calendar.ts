/** Koha's server keeps its days in this zone. */
const TIME_ZONE = 'Europe/Madrid';

const dayFormat = new Intl.DateTimeFormat('en-CA', {
  timeZone: TIME_ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});
const offsetFormat = new Intl.DateTimeFormat('en', {
  timeZone: TIME_ZONE,
  timeZoneName: 'longOffset',
});

/** `YYYY-MM-DD` of an instant in the library. */
export function localDay(instant: Date): string {
  return dayFormat.format(instant);
}

export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** The last minute of a day with the offset that holds then, as Koha writes due dates. */
export function endOfDay(day: string): string {
  return `${day}T23:59:00${offsetOn(day)}`;
}

/** Months of one offset need one look: the formatter is slow. */
const offsets = new Map<string, string>();

function offsetOn(day: string): string {
  const known = offsets.get(day);
  if (known !== undefined) return known;
  const parts = offsetFormat.formatToParts(new Date(`${day}T22:00:00Z`));
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value.replace('GMT', '') ?? '';
  offsets.set(day, offset);
  return offset;
}
