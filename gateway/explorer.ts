import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What the explorer shows when it is opened. */
export type Example = {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Stands in the headers tab, as `{ authorization: 'Bearer …' }`. */
  readonly headers: Readonly<Record<string, string>>;
};

/** A page to try operations in. Everything it needs comes from this process; it names no other host. */
export type Explorer = {
  /** @returns false for a path that is not the explorer's. */
  serve(path: string, response: ServerResponse): boolean;
  servePage(response: ServerResponse): void;
};

/** Path → package and file in it, with its media type. */
const FILES: Readonly<Record<string, readonly [pkg: string, file: string, type: string]>> = {
  '/explorer/react.js': ['react', 'umd/react.production.min.js', 'text/javascript'],
  '/explorer/react-dom.js': ['react-dom', 'umd/react-dom.production.min.js', 'text/javascript'],
  '/explorer/graphiql.js': ['graphiql', 'graphiql.min.js', 'text/javascript'],
  '/explorer/graphiql.css': ['graphiql', 'graphiql.min.css', 'text/css'],
};

/** The browser itself refuses any other host; graphiql sets styles and fonts in place. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Tessera explorer</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/explorer/graphiql.css">
    <style>body { margin: 0 } #explorer { height: 100vh }</style>
  </head>
  <body>
    <div id="explorer">Loading …</div>
    <script src="/explorer/react.js"></script>
    <script src="/explorer/react-dom.js"></script>
    <script src="/explorer/graphiql.js"></script>
    <script src="/explorer/start.js"></script>
  </body>
</html>
`;

/** @param example Asked each time, since it is known only once the data is there; null shows an empty editor. */
export function createExplorer(example: () => Example | null): Explorer {
  const require = createRequire(import.meta.url);
  const kept = new Map<string, Buffer>();
  const fileOf = (path: string, pkg: string, file: string): Buffer => {
    const known = kept.get(path);
    if (known !== undefined) return known;
    const content = readFileSync(join(dirname(require.resolve(`${pkg}/package.json`)), file));
    kept.set(path, content);
    return content;
  };
  return {
    serve(path, response) {
      if (path === '/explorer/start.js') {
        send(response, 'text/javascript', Buffer.from(startScript(example())), 'no-store');
        return true;
      }
      const entry = Object.hasOwn(FILES, path) ? FILES[path] : undefined;
      if (entry === undefined) return false;
      const [pkg, file, type] = entry;
      send(response, type, fileOf(path, pkg, file), 'max-age=3600');
      return true;
    },
    servePage(response) {
      send(response, 'text/html', Buffer.from(PAGE), 'no-store');
    },
  };
}

function startScript(example: Example | null): string {
  const shown = example ?? { query: '{ __typename }', variables: {}, headers: {} };
  return `'use strict';
const example = ${JSON.stringify(shown)};
ReactDOM.createRoot(document.getElementById('explorer')).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: '/graphql' }),
    defaultQuery: example.query,
    query: example.query,
    variables: JSON.stringify(example.variables, null, 2),
    headers: JSON.stringify(example.headers, null, 2),
    defaultEditorToolsVisibility: 'headers',
    shouldPersistHeaders: false,
  }),
);
`;
}

function send(response: ServerResponse, type: string, content: Buffer, caching: string): void {
  response
    .writeHead(200, {
      'content-type': `${type}; charset=utf-8`,
      'content-length': content.length,
      'content-security-policy': POLICY,
      'referrer-policy': 'no-referrer',
      'cache-control': caching,
    })
    .end(content);
}
