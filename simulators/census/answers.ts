import { escapeXml } from '../../platform/soap/xml.ts';
import { MUNICIPALITY, type Household, type Registered } from './register.ts';
import { spellDay, spellFlag, spellNif } from './spelling.ts';

/** One element with a text; null is `xsi:nil`. */
export function element(name: string, text: string | null): string {
  return text === null ? `<${name} xsi:nil="true"/>` : `<${name}>${escapeXml(text)}</${name}>`;
}

/** What every answer begins with. @param state Four digits; `0000` is done. */
export function frameOf(requestId: string, now: Date, state = '0000'): string {
  return (
    element('CodigoEstado', state) +
    element('Descripcion', state === '0000' ? 'Tramitada' : 'Titular no identificado') +
    element('FechaProceso', now.toISOString()) +
    element('IdPeticion', requestId)
  );
}

/** The dead stay registered with every second program, until the list of the month has come. */
export function registrationAnswer(person: Registered): string {
  const { isDeceased, municipality, since } = person;
  const habit = person.holder.index;
  const isHere = municipality === MUNICIPALITY;
  // A province keeps the books of many towns, and says yes for a resident of any of them.
  const isRegistered = isDeceased ? habit % 2 === 0 : isHere || habit % 2 === 0;
  const where = isRegistered
    ? dayOrNothing('FechaAlta', since, habit) + element('Municipio', municipality)
    : [element('FechaAlta', null) + element('Municipio', null), ''][Math.floor(habit / 2) % 2];
  return (
    subjectOf(person) +
    element('Empadronado', spellFlag(isRegistered, habit)) +
    where +
    element('Domicilio', addressOf(person))
  );
}

/** Somebody of whom the books say no more than that they do not live here. */
export function strangerAnswer(nif: string): string {
  return element('Nif', nif) + element('Empadronado', 'N');
}

export function identityAnswer(person: Registered): string {
  const { birthDate, isDeceased, holder } = person;
  return (
    subjectOf(person) +
    element('FechaNacimiento', spellDay(birthDate, holder.index)) +
    element('LugarNacimiento', 'Villa Inventada') +
    element('Nacionalidad', holder.civilId.startsWith('X') ? 'RUMANÍA' : 'ESPAÑA') +
    element('Fallecido', spellFlag(isDeceased, holder.index))
  );
}

export function householdAnswer(person: Registered, household: Household): string {
  const { id, memberCount, minors } = household;
  return (
    subjectOf(person) +
    element('IdUnidad', id) +
    element('NumeroMiembros', String(memberCount)) +
    element('Domicilio', addressOf(person)) +
    element('NumeroMenores', String(minors.length)) +
    listOf(minors.map(minorRow), person.holder.index)
  );
}

/** The name comes along whoever asks, and for whatever purpose. */
function subjectOf({ holder, memberId }: Registered): string {
  const id =
    memberId === null
      ? element('Nif', spellNif(holder.civilId, holder.index))
      : element('IdMiembro', memberId);
  return id + element('Nombre', `${holder.givenName} ${holder.familyName}`);
}

function minorRow({ holder, memberId, birthDate }: Registered): string {
  return (
    `<Menor>${element('IdMiembro', memberId)}${element('Nombre', holder.givenName)}` +
    `${element('FechaNacimiento', spellDay(birthDate, holder.index))}</Menor>`
  );
}

function addressOf({ holder }: Registered): string {
  return `Calle Inventada, ${1 + (holder.index % 200)}`;
}

/** No day is nil, or not there at all. */
function dayOrNothing(name: string, day: string | null, habit: number): string {
  if (day !== null) return element(name, spellDay(day, habit));
  return [element(name, null), ''][habit % 2] ?? '';
}

/** An empty list is an empty element, a nil one, or missing. */
function listOf(rows: readonly string[], habit: number): string {
  if (rows.length > 0) return `<Menores>${rows.join('')}</Menores>`;
  return ['<Menores/>', element('Menores', null), ''][habit % 3] ?? '';
}
