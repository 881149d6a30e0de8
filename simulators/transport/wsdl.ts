import { escapeXml } from '../../platform/soap/xml.ts';
import { NAMESPACE } from './operations.ts';

type Field = readonly [name: string, type: string, isOptional?: 'optional'];

type Operation = {
  readonly name: string;
  readonly request: readonly Field[];
  readonly response: readonly Field[];
};

const CARD: Field = ['NumeroTarjeta', 'xs:string'];
const PROFILE: Field = ['Perfil', 'xs:string', 'optional'];
const OPERATION_ID: Field = ['IdOperacion', 't:IdOperacion'];

const OPERATIONS: readonly Operation[] = [
  {
    name: 'ConsultarTarjeta',
    request: [CARD],
    response: [
      CARD,
      ['Estado', 't:Estado'],
      PROFILE,
      ['FechaCaducidad', 'xs:date'],
      ['Saldos', 't:Saldos'],
    ],
  },
  {
    name: 'RecargarTarjeta',
    request: [CARD, ['Importe', 'xs:int'], OPERATION_ID],
    response: [['Resultado', 'xs:string'], OPERATION_ID, PROFILE],
  },
  {
    name: 'ConsultarMovimientos',
    request: [CARD, ['Desde', 'xs:date'], ['Hasta', 'xs:date'], ['Pagina', 'xs:int']],
    response: [CARD, ['Pagina', 'xs:int'], ['Paginas', 'xs:int'], ['Movimientos', 't:Movimientos']],
  },
  {
    name: 'BloquearTarjeta',
    request: [CARD],
    response: [CARD, ['Estado', 't:Estado'], PROFILE],
  },
  {
    name: 'ActualizarPerfilTarifario',
    request: [CARD, ['CodigoTarifa', 'xs:string'], OPERATION_ID],
    response: [['Resultado', 'xs:string'], OPERATION_ID, PROFILE],
  },
];

const TYPES = `
  <xs:simpleType name="Estado"><xs:restriction base="xs:string">
    ${['ACTIVA', 'BLOQUEADA', 'CADUCADA', 'EXTRAVIADA'].map(value).join('')}
  </xs:restriction></xs:simpleType>
  <xs:simpleType name="Unidad"><xs:restriction base="xs:string">
    ${['EUR_CENT', 'VIAJES'].map(value).join('')}
  </xs:restriction></xs:simpleType>
  <xs:simpleType name="IdOperacion"><xs:restriction base="xs:string">
    <xs:minLength value="1"/><xs:maxLength value="36"/>
  </xs:restriction></xs:simpleType>
  ${complexType('Saldo', [
    ['Monedero', 'xs:string'],
    ['Unidad', 't:Unidad'],
    ['Importe', 'xs:int'],
    ['FechaSaldo', 'xs:dateTime'],
  ])}
  ${complexType('Movimiento', [
    ['IdMovimiento', 'xs:string'],
    ['FechaHora', 'xs:dateTime'],
    ['Tipo', 'xs:string'],
    ['Importe', 'xs:int'],
    ['Unidad', 't:Unidad'],
    PROFILE,
    ['Linea', 'xs:string', 'optional'],
  ])}
  ${listType('Saldos', 'Saldo')}
  ${listType('Movimientos', 'Movimiento')}`;

/** The service's description. @param address Where it takes requests. */
export function createWsdl(address: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions name="Tarjeta" targetNamespace="${NAMESPACE}" xmlns:t="${NAMESPACE}"
  xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
  xmlns:xs="http://www.w3.org/2001/XMLSchema">
<wsdl:types><xs:schema targetNamespace="${NAMESPACE}" elementFormDefault="qualified">${TYPES}
${OPERATIONS.map(elements).join('\n')}
</xs:schema></wsdl:types>
${OPERATIONS.map(messages).join('\n')}
<wsdl:portType name="Tarjeta">
${OPERATIONS.map(portOperation).join('\n')}
</wsdl:portType>
<wsdl:binding name="TarjetaSoap" type="t:Tarjeta">
<soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
${OPERATIONS.map(boundOperation).join('\n')}
</wsdl:binding>
<wsdl:service name="TarjetaService"><wsdl:port name="TarjetaPort" binding="t:TarjetaSoap">
<soap:address location="${escapeXml(address)}"/>
</wsdl:port></wsdl:service>
</wsdl:definitions>
`;
}

function value(word: string): string {
  return `<xs:enumeration value="${word}"/>`;
}

function sequence(fields: readonly Field[]): string {
  const lines = fields.map(
    ([name, type, isOptional]) =>
      `<xs:element name="${name}" type="${type}"${isOptional === undefined ? '' : ' minOccurs="0"'}/>`,
  );
  return `<xs:sequence>${lines.join('')}</xs:sequence>`;
}

function complexType(name: string, fields: readonly Field[]): string {
  return `<xs:complexType name="${name}">${sequence(fields)}</xs:complexType>`;
}

function listType(name: string, item: string): string {
  const items = `<xs:element name="${item}" type="t:${item}" minOccurs="0" maxOccurs="unbounded"/>`;
  return `<xs:complexType name="${name}"><xs:sequence>${items}</xs:sequence></xs:complexType>`;
}

function elements({ name, request, response }: Operation): string {
  const wrapper = (wrapped: string, fields: readonly Field[]): string =>
    `<xs:element name="${wrapped}"><xs:complexType>${sequence(fields)}</xs:complexType></xs:element>`;
  return `${wrapper(name, request)}\n${wrapper(`${name}Response`, response)}`;
}

function messages({ name }: Operation): string {
  const message = (suffix: string, wrapped: string): string =>
    `<wsdl:message name="${name}${suffix}"><wsdl:part name="parameters" element="t:${wrapped}"/></wsdl:message>`;
  return `${message('Input', name)}\n${message('Output', `${name}Response`)}`;
}

function portOperation({ name }: Operation): string {
  return `<wsdl:operation name="${name}"><wsdl:input message="t:${name}Input"/><wsdl:output message="t:${name}Output"/></wsdl:operation>`;
}

function boundOperation({ name }: Operation): string {
  const body = '<soap:body use="literal"/>';
  return (
    `<wsdl:operation name="${name}"><soap:operation soapAction="${NAMESPACE}#${name}" style="document"/>` +
    `<wsdl:input>${body}</wsdl:input><wsdl:output>${body}</wsdl:output></wsdl:operation>`
  );
}
