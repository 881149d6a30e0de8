import type { Outcome } from '../../domain/outcome.ts';
import type { XmlElement } from '../../platform/soap/xml.ts';
import { fieldsOf } from './fields.ts';
import { outcomeOf } from './outcome-of.ts';

/*
 * The back office's own spelling, element by element. `Perfil`, which cards, movements and answers
 * to changes carry, is the holder's social category: it is named nowhere below, so that nothing
 * after this file can have it.
 */

/** `Saldo` of a card. */
export type WireBalance = {
  readonly monedero: string;
  readonly unidad: 'cents' | 'trips';
  readonly importe: number;
  /** `xs:dateTime`. */
  readonly fechaSaldo: string;
};

/** What `ConsultarTarjeta` answers. */
export type WireCard = {
  readonly numeroTarjeta: string;
  readonly estado: 'active' | 'blocked' | 'expired' | 'lost';
  /** `xs:date`, or the `xs:dateTime` that some servers make of it. */
  readonly fechaCaducidad: string;
  readonly saldos: readonly Outcome<WireBalance>[];
};

/** `Movimiento` of a card. */
export type WireMovement = {
  readonly idMovimiento: string;
  readonly fechaHora: string;
  readonly tipo: 'trip' | 'topUp' | 'adjustment';
  readonly importe: number;
  readonly unidad: 'cents' | 'trips';
  readonly linea: string | null;
};

/** What `ConsultarMovimientos` answers. */
export type WireMovementPage = {
  readonly numeroTarjeta: string;
  readonly pagina: number;
  readonly paginas: number;
  readonly movimientos: readonly Outcome<WireMovement>[];
};

/** What `RecargarTarjeta` answers. */
export type WireTopUp = { readonly resultado: 'pendingActivation'; readonly idOperacion: string };

/** What `BloquearTarjeta` answers. */
export type WireBlocking = { readonly numeroTarjeta: string };

/** What `ActualizarPerfilTarifario` answers. */
export type WireTariffChange = { readonly idOperacion: string };

const STATES = {
  ACTIVA: 'active',
  BLOQUEADA: 'blocked',
  CADUCADA: 'expired',
  EXTRAVIADA: 'lost',
} as const;

const UNITS = { EUR_CENT: 'cents', VIAJES: 'trips' } as const;

const KINDS = { VIAJE: 'trip', RECARGA: 'topUp', AJUSTE: 'adjustment' } as const;

const CARD_NUMBER = /^[A-Za-z0-9.-]{1,32}$/;
const OPERATION_ID = /^.{1,36}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})?$/;
const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/;

/** @throws {UpstreamMalformedError} The card itself cannot be read; a purse that cannot fails alone. */
export function parseCard(answer: XmlElement): WireCard {
  const fields = fieldsOf(answer);
  return {
    numeroTarjeta: fields.text('NumeroTarjeta', CARD_NUMBER),
    estado: fields.oneOf('Estado', STATES),
    fechaCaducidad: fields.text('FechaCaducidad', DATE),
    saldos: each(fields.list('Saldos', 'Saldo'), parseBalance),
  };
}

/** @throws {UpstreamMalformedError} The page cannot be read; a movement that cannot fails alone. */
export function parseMovementPage(answer: XmlElement): WireMovementPage {
  const fields = fieldsOf(answer);
  return {
    numeroTarjeta: fields.text('NumeroTarjeta', CARD_NUMBER),
    pagina: fields.whole('Pagina'),
    paginas: fields.whole('Paginas'),
    movimientos: each(fields.list('Movimientos', 'Movimiento'), parseMovement),
  };
}

/** @throws {UpstreamMalformedError} Anything but what is expected after a top-up. */
export function parseTopUp(answer: XmlElement): WireTopUp {
  const fields = fieldsOf(answer);
  return {
    resultado: fields.oneOf('Resultado', { PENDIENTE_ACTIVACION: 'pendingActivation' } as const),
    idOperacion: fields.text('IdOperacion', OPERATION_ID),
  };
}

/** @throws {UpstreamMalformedError} The answer does not say that the card is blocked. */
export function parseBlocking(answer: XmlElement): WireBlocking {
  const fields = fieldsOf(answer);
  fields.oneOf('Estado', { BLOQUEADA: true });
  return { numeroTarjeta: fields.text('NumeroTarjeta', CARD_NUMBER) };
}

/** @throws {UpstreamMalformedError} The answer does not say that the tariff is changed. */
export function parseTariffChange(answer: XmlElement): WireTariffChange {
  const fields = fieldsOf(answer);
  fields.oneOf('Resultado', { ACTUALIZADO: true });
  return { idOperacion: fields.text('IdOperacion', OPERATION_ID) };
}

function parseBalance(element: XmlElement): WireBalance {
  const fields = fieldsOf(element);
  return {
    monedero: fields.text('Monedero'),
    unidad: fields.oneOf('Unidad', UNITS),
    importe: fields.whole('Importe'),
    fechaSaldo: fields.text('FechaSaldo', DATE_TIME),
  };
}

function parseMovement(element: XmlElement): WireMovement {
  const fields = fieldsOf(element);
  return {
    idMovimiento: fields.text('IdMovimiento'),
    fechaHora: fields.text('FechaHora', DATE_TIME),
    tipo: fields.oneOf('Tipo', KINDS),
    importe: fields.whole('Importe'),
    unidad: fields.oneOf('Unidad', UNITS),
    linea: fields.optionalText('Linea'),
  };
}

function each<T>(
  elements: readonly XmlElement[],
  parse: (element: XmlElement) => T,
): readonly Outcome<T>[] {
  return elements.map((element) => outcomeOf(() => parse(element)));
}
