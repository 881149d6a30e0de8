import { cityDayAt } from '../../domain/city-day.ts';
import { childText, escapeXml, type XmlElement } from '../../platform/soap/xml.ts';
import type { SoapReply } from '../soap/envelope.ts';
import type { SoapOperation } from '../soap/soap-server.ts';
import type { TransportRecord } from '../city/transport-record.ts';
import type { Balance, CardLedger } from './card-ledger.ts';
import type { Movement } from './movements.ts';
import { TARIFF_CODES } from './tariff-codes.ts';

/** Namespace of the back office's operations and of everything in them. */
export const NAMESPACE = 'urn:emt:tarjeta:v1';

/** Operations that have an effect: a fault carries them out and loses their answer. */
export const WRITES: ReadonlySet<string> = new Set([
  'RecargarTarjeta',
  'BloquearTarjeta',
  'ActualizarPerfilTarifario',
]);

export const MOVEMENTS_A_PAGE = 20;

/** Most cents that one top-up may add. */
const MOST_CENTS = 50_000;

/**
 * The card back office's operations. Every answer about a card carries `Perfil`, the holder's social
 * category, as such systems do: whoever asks has to drop it.
 *
 * @param zone Days of movements are days there.
 */
export function createOperations(
  ledger: CardLedger,
  zone: string,
): Readonly<Record<string, SoapOperation>> {
  const withCard =
    (answer: (card: TransportRecord, parameters: XmlElement) => SoapReply): SoapOperation =>
    (parameters) => {
      const card = ledger.card(textOf(parameters, 'NumeroTarjeta'));
      if (card !== null) return answer(card, parameters);
      return refusal('TARJETA_DESCONOCIDA', 'Tarjeta desconocida');
    };
  return {
    ConsultarTarjeta: withCard((card) => ({ xml: cardXml(ledger, card) })),
    ConsultarMovimientos: withCard((card, parameters) =>
      movementPage(ledger, card, { parameters, zone }),
    ),
    RecargarTarjeta: withCard((card, parameters) => topUp(ledger, card, parameters)),
    BloquearTarjeta: withCard((card) => {
      ledger.block(card.account);
      return { xml: `${element('NumeroTarjeta', card.account)}${statePart(ledger, card)}` };
    }),
    ActualizarPerfilTarifario: withCard((card, parameters) =>
      changeTariff(ledger, card, parameters),
    ),
  };
}

function cardXml(ledger: CardLedger, card: TransportRecord): string {
  return [
    element('NumeroTarjeta', card.account),
    statePart(ledger, card),
    element('FechaCaducidad', ledger.expiresOn(card)),
    `<Saldos>${ledger.balancesOf(card).map(balanceXml).join('')}</Saldos>`,
  ].join('');
}

function statePart(ledger: CardLedger, card: TransportRecord): string {
  return `${element('Estado', ledger.stateOf(card))}${element('Perfil', card.profile)}`;
}

function balanceXml({ name, unit, amount, at }: Balance): string {
  const fields = [
    element('Monedero', name),
    element('Unidad', unit),
    element('Importe', String(amount)),
    element('FechaSaldo', dateTime(at)),
  ];
  return `<Saldo>${fields.join('')}</Saldo>`;
}

type PageAsk = { readonly parameters: XmlElement; readonly zone: string };

function movementPage(
  ledger: CardLedger,
  card: TransportRecord,
  { parameters, zone }: PageAsk,
): SoapReply {
  const [from, until] = ['Desde', 'Hasta'].map((name) => textOf(parameters, name));
  const page = wholeOf(parameters, 'Pagina');
  if (!isDay(from) || !isDay(until) || from > until || page === null || page < 1) {
    return refusal('PETICION_NO_VALIDA', 'Periodo o página no válidos');
  }
  const all = ledger.movementsOf(card).filter(({ at }) => {
    const day = cityDayAt(new Date(at), zone);
    return day >= from && day <= until;
  });
  const rows = all.slice((page - 1) * MOVEMENTS_A_PAGE, page * MOVEMENTS_A_PAGE);
  const pages = Math.max(1, Math.ceil(all.length / MOVEMENTS_A_PAGE));
  return {
    xml: [
      element('NumeroTarjeta', card.account),
      element('Pagina', String(page)),
      element('Paginas', String(pages)),
      `<Movimientos>${rows.map((row) => movementXml(row, card)).join('')}</Movimientos>`,
    ].join(''),
  };
}

function movementXml(movement: Movement, { profile }: TransportRecord): string {
  const fields = [
    element('IdMovimiento', movement.id),
    element('FechaHora', dateTime(movement.at)),
    element('Tipo', movement.kind),
    element('Importe', String(movement.amount)),
    element('Unidad', movement.unit),
    // The tariff of the ride, by the category that its holder had.
    element('Perfil', profile),
    movement.line === null ? '' : element('Linea', movement.line),
  ];
  return `<Movimiento>${fields.join('')}</Movimiento>`;
}

/** The same `IdOperacion` has one effect and one answer, whatever became of the card since. */
function topUp(ledger: CardLedger, card: TransportRecord, parameters: XmlElement): SoapReply {
  const amount = wholeOf(parameters, 'Importe');
  const operationId = textOf(parameters, 'IdOperacion');
  if (!isOperationId(operationId)) return refusal('PETICION_NO_VALIDA', 'Falta IdOperacion');
  if (!ledger.isKnownOperation(operationId)) {
    if (amount === null || amount < 1 || amount > MOST_CENTS) {
      return refusal('IMPORTE_NO_VALIDO', 'Importe no válido');
    }
    if (ledger.stateOf(card) !== 'ACTIVA') {
      return refusal('TARJETA_NO_ACTIVA', 'La tarjeta no está activa');
    }
  }
  if (!ledger.topUp(card.account, amount ?? 0, operationId)) return REUSED;
  return {
    xml: [
      element('Resultado', 'PENDIENTE_ACTIVACION'),
      element('IdOperacion', operationId),
      element('Perfil', card.profile),
    ].join(''),
  };
}

function changeTariff(
  ledger: CardLedger,
  card: TransportRecord,
  parameters: XmlElement,
): SoapReply {
  const code = textOf(parameters, 'CodigoTarifa');
  const operationId = textOf(parameters, 'IdOperacion');
  if (!isOperationId(operationId)) return refusal('PETICION_NO_VALIDA', 'Falta IdOperacion');
  if (!TARIFF_CODES.has(code)) {
    return refusal('PERFIL_NO_VALIDO', 'Código de tarifa no válido');
  }
  if (!ledger.changeTariff(card.account, code, operationId)) return REUSED;
  return {
    xml: [
      element('Resultado', 'ACTUALIZADO'),
      element('IdOperacion', operationId),
      element('Perfil', card.profile),
    ].join(''),
  };
}

const REUSED = refusal('OPERACION_YA_USADA', 'IdOperacion ya usado con otros datos');

function refusal(detailCode: string, text: string): SoapReply {
  return { fault: { code: 'Client', text, detailCode } };
}

function element(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`;
}

function textOf(parameters: XmlElement, name: string): string {
  return childText(parameters, NAMESPACE, name)?.trim() ?? '';
}

function wholeOf(parameters: XmlElement, name: string): number | null {
  const text = textOf(parameters, name);
  return /^-?\d{1,15}$/.test(text) ? Number(text) : null;
}

function isOperationId(text: string): boolean {
  return /^.{1,36}$/.test(text);
}

function isDay(text: string | undefined): text is string {
  return /^\d{4}-\d{2}-\d{2}$/.test(text ?? '');
}

/** To the second, as the back office keeps it. */
function dateTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
