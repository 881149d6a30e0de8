import { NAMESPACE } from './access.ts';

type Part = readonly [name: string, type: string, occurs?: string];

const OPTIONAL = 'minOccurs="0"';
const NILLABLE = 'minOccurs="0" nillable="true"';
const LIST = 'minOccurs="0" maxOccurs="unbounded"';

const HEADER: readonly Part[] = [
  ['IdPeticion', 'xs:string'],
  ['Finalidad', 'xs:string'],
  ['Consentimiento', 'xs:string'],
  ['Procedimiento', 'xs:string'],
  ['Usuario', 'xs:string'],
  ['Aplicacion', 'xs:string'],
];

const FRAME: readonly Part[] = [
  ['CodigoEstado', 'xs:string'],
  ['Descripcion', 'xs:string', OPTIONAL],
  ['FechaProceso', 'xs:string'],
  ['IdPeticion', 'xs:string'],
];

const FIGURES: readonly Part[] = [
  ['FechaLimite', 'xs:string'],
  ['Emisora', 'xs:string'],
  ['Referencia', 'xs:string'],
  ['Identificacion', 'xs:string'],
];

const BILL: readonly Part[] = [
  ['IdRecibo', 'xs:string'],
  ['Concepto', 'xs:string'],
  ['Estado', 'xs:string'],
  ['Periodo', 'xs:string'],
  ['Principal', 'xs:string'],
  ['PorcentajeRecargo', 'xs:string', NILLABLE],
  ['Recargo', 'xs:string', NILLABLE],
  ['Importe', 'xs:string'],
  ...FIGURES,
  ['BonoSocial', 'xs:string', OPTIONAL],
  ['MotivoBonificacion', 'xs:string', NILLABLE],
];

const REDUCTION: readonly Part[] = [
  ['IdRecibo', 'xs:string'],
  ['ConceptoRecibo', 'xs:string'],
  ['Concepto', 'xs:string', OPTIONAL],
  ['Importe', 'xs:string'],
  ['BonoSocial', 'xs:string', OPTIONAL],
  ['MotivoBonificacion', 'xs:string', NILLABLE],
];

const REQUESTS: Readonly<Record<string, readonly Part[]>> = {
  ConsultarRecibos: [
    ['Nif', 'xs:string', OPTIONAL],
    ['IdContribuyente', 'xs:string', OPTIONAL],
    ['Estado', 'xs:string', OPTIONAL],
  ],
  ConsultarBonificacion: [['IdContribuyente', 'xs:string']],
  ConsultarDatosTarifa: [['IdContribuyente', 'xs:string']],
  ObtenerDocumentoPago: [['IdRecibo', 'xs:string']],
  ComunicarCobro: [
    ['IdContribuyente', 'xs:string', OPTIONAL],
    ['IdRecibo', 'xs:string', OPTIONAL],
    ['Referencia', 'xs:string'],
    ['Importe', 'xs:string'],
    ['Fecha', 'xs:string'],
    ['NRC', 'xs:string'],
  ],
};

const ANSWERS: Readonly<Record<string, readonly Part[]>> = {
  ConsultarRecibos: [
    ['IdContribuyente', 'xs:string'],
    ['NumeroFilas', 'xs:int'],
    ['Titular', 'xs:string', OPTIONAL],
    ['Domicilio', 'xs:string', OPTIONAL],
    ['Recibos', 't:Recibos', NILLABLE],
  ],
  ConsultarBonificacion: [
    ['IdContribuyente', 'xs:string'],
    ['NumeroFilas', 'xs:int'],
    ['Bonificaciones', 't:Bonificaciones', NILLABLE],
  ],
  ConsultarDatosTarifa: [
    ['IdContribuyente', 'xs:string'],
    ['Titular', 'xs:string', OPTIONAL],
    ['NivelRenta', 'xs:string', NILLABLE],
    ['BaseImponible', 'xs:string', NILLABLE],
    ['BonoSocial', 'xs:string'],
  ],
  ObtenerDocumentoPago: [
    ['IdContribuyente', 'xs:string'],
    ['IdRecibo', 'xs:string'],
    ...FIGURES,
    ['Importe', 'xs:string'],
    ['CodigoBarras', 'xs:string', NILLABLE],
  ],
  ComunicarCobro: [['Resultado', 'xs:string']],
};

const OPERATIONS = Object.keys(REQUESTS);

/** The description of the service, document/literal wrapped. @param address Where requests are posted to. */
export function taxWsdl(address: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="${NAMESPACE}" targetNamespace="${NAMESPACE}">
<wsdl:types><xs:schema targetNamespace="${NAMESPACE}" elementFormDefault="qualified">
${type('Peticion', HEADER)}
${type('Recibo', BILL)}
${type('Recibos', [['Recibo', 't:Recibo', LIST]])}
${type('Bonificacion', REDUCTION)}
${type('Bonificaciones', [['Bonificacion', 't:Bonificacion', LIST]])}
${OPERATIONS.map(elementsOf).join('\n')}
</xs:schema></wsdl:types>
${OPERATIONS.map(messagesOf).join('\n')}
<wsdl:portType name="Tributos">${OPERATIONS.map(portOf).join('')}</wsdl:portType>
<wsdl:binding name="TributosSoap" type="t:Tributos"><soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>${OPERATIONS.map(bindingOf).join('')}</wsdl:binding>
<wsdl:service name="TributosService"><wsdl:port name="TributosPort" binding="t:TributosSoap"><soap:address location="${address}"/></wsdl:port></wsdl:service>
</wsdl:definitions>
`;
}

function type(name: string, parts: readonly Part[]): string {
  return `<xs:complexType name="${name}">${sequence(parts)}</xs:complexType>`;
}

function sequence(parts: readonly Part[]): string {
  const elements = parts.map(
    ([name, of, occurs = '']) => `<xs:element name="${name}" type="${of}" ${occurs}/>`,
  );
  return `<xs:sequence>${elements.join('')}</xs:sequence>`;
}

function elementsOf(operation: string): string {
  const request = sequence([['Peticion', 't:Peticion'], ...(REQUESTS[operation] ?? [])]);
  const answer = sequence([...FRAME, ...(ANSWERS[operation] ?? [])]);
  return (
    `<xs:element name="${operation}"><xs:complexType>${request}</xs:complexType></xs:element>` +
    `<xs:element name="${operation}Response"><xs:complexType>${answer}</xs:complexType></xs:element>`
  );
}

function messagesOf(operation: string): string {
  return ['', 'Response']
    .map(
      (suffix) =>
        `<wsdl:message name="${operation}${suffix}"><wsdl:part name="parameters" element="t:${operation}${suffix}"/></wsdl:message>`,
    )
    .join('');
}

function portOf(operation: string): string {
  return `<wsdl:operation name="${operation}"><wsdl:input message="t:${operation}"/><wsdl:output message="t:${operation}Response"/></wsdl:operation>`;
}

function bindingOf(operation: string): string {
  return `<wsdl:operation name="${operation}"><soap:operation soapAction="${NAMESPACE}#${operation}"/><wsdl:input><soap:body use="literal"/></wsdl:input><wsdl:output><soap:body use="literal"/></wsdl:output></wsdl:operation>`;
}
