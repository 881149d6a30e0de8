import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as soap from 'soap';
import { createWsdl } from '../../../simulators/transport/wsdl.ts';
import { CREDENTIALS } from './transport-city.ts';

/** Answers a request with the fields of the response, as the package turns them into XML. */
export type Answerer = (request: Readonly<Record<string, unknown>>) => unknown;

/** A client of the independent implementation, made from a description at an address. */
export async function createPackageClient(address: string): Promise<soap.Client> {
  const client = await soap.createClientAsync(`${address}?wsdl`);
  client.setSecurity(new soap.WSSecurity(CREDENTIALS.user, CREDENTIALS.password));
  return client;
}

/** What the package's client throws for a fault. */
export type PackageFault = {
  readonly root: {
    readonly Envelope: {
      readonly Body: {
        readonly Fault: {
          readonly faultcode: string;
          readonly detail: { readonly Error: { readonly Codigo: string } };
        };
      };
    };
  };
};

/** A service of the independent implementation over our description; it checks who asks. */
export async function startPackageServer(
  operations: Readonly<Record<string, Answerer>>,
): Promise<{ readonly address: string; readonly requests: unknown[] } & AsyncDisposable> {
  const http = createServer((_, response) => response.writeHead(404).end());
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const address = `http://127.0.0.1:${portOf(http)}/tarjeta`;
  const requests: unknown[] = [];
  const port = Object.fromEntries(
    Object.entries(operations).map(([name, answer]) => [
      name,
      (request: Record<string, unknown>) => {
        requests.push(request);
        return answer(request);
      },
    ]),
  );
  const service = { TarjetaService: { TarjetaPort: port } };
  const server = soap.listen(http, '/tarjeta', service, createWsdl(address));
  server.authenticate = (security) => {
    const { Username, Password } = security?.UsernameToken ?? {};
    const password: unknown = typeof Password === 'object' ? Password?.$value : Password;
    return Username === CREDENTIALS.user && password === CREDENTIALS.password;
  };
  return {
    address,
    requests,
    async [Symbol.asyncDispose]() {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return isAddressInfo(address) ? address.port : 0;
}

function isAddressInfo(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
