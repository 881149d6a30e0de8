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

/** One of them: the request says whom it is about, and the answer repeats it. */
const SUBJECT: readonly Part[] = [
  ['Nif', 'xs:string', OPTIONAL],
  ['IdMiembro', 'xs:string', OPTIONAL],
];

/** All but the frame is missing when the state is not `0000`. */
const ANSWERS: Readonly<Record<string, readonly Part[]>> = {
  ConsultarEmpadronamiento: [
    ...SUBJECT,
    ['Nombre', 'xs:string', OPTIONAL],
    ['Empadronado', 'xs:string', OPTIONAL],
    ['FechaAlta', 'xs:string', NILLABLE],
    ['Municipio', 'xs:string', NILLABLE],
    ['Domicilio', 'xs:string', OPTIONAL],
  ],
  ConsultarDatosIdentidad: [
    ...SUBJECT,
    ['Nombre', 'xs:string', OPTIONAL],
    ['FechaNacimiento', 'xs:string', OPTIONAL],
    ['LugarNacimiento', 'xs:string', OPTIONAL],
    ['Nacionalidad', 'xs:string', OPTIONAL],
    ['Fallecido', 'xs:string', OPTIONAL],
  ],
  ConsultarConvivencia: [
    ...SUBJECT,
    ['Nombre', 'xs:string', OPTIONAL],
    ['IdUnidad', 'xs:string', OPTIONAL],
    ['NumeroMiembros', 'xs:int', OPTIONAL],
    ['Domicilio', 'xs:string', OPTIONAL],
    ['NumeroMenores', 'xs:int', OPTIONAL],
    ['Menores', 't:Menores', NILLABLE],
  ],
};

const MINOR: readonly Part[] = [
  ['IdMiembro', 'xs:string'],
  ['Nombre', 'xs:string', OPTIONAL],
  ['FechaNacimiento', 'xs:string'],
];

const OPERATIONS = Object.keys(ANSWERS);

/** The description of the service, document/literal wrapped. @param address Where requests are posted to. */
export function censusWsdl(address: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="${NAMESPACE}" targetNamespace="${NAMESPACE}">
<wsdl:types><xs:schema targetNamespace="${NAMESPACE}" elementFormDefault="qualified">
${type('Peticion', HEADER)}
${type('Menor', MINOR)}
${type('Menores', [['Menor', 't:Menor', LIST]])}
${OPERATIONS.map(elementsOf).join('\n')}
</xs:schema></wsdl:types>
${OPERATIONS.map(messagesOf).join('\n')}
<wsdl:portType name="Padron">${OPERATIONS.map(portOf).join('')}</wsdl:portType>
<wsdl:binding name="PadronSoap" type="t:Padron"><soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>${OPERATIONS.map(bindingOf).join('')}</wsdl:binding>
<wsdl:service name="PadronService"><wsdl:port name="PadronPort" binding="t:PadronSoap"><soap:address location="${address}"/></wsdl:port></wsdl:service>
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
  const request = sequence([['Peticion', 't:Peticion'], ...SUBJECT]);
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
