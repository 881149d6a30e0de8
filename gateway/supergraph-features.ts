import {
  Kind,
  parse,
  visit,
  type ConstDirectiveNode,
  type DocumentNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
} from 'graphql';

/** The supergraph cannot be served; the message is one sentence for whoever starts the gateway. */
export class SupergraphError extends Error {
  override readonly name = 'SupergraphError';
}

/**
 * Features whose meaning is lost when nothing enforces them, by the name in their address, with
 * the directive that people know them by. They are refused even where the supergraph forgets to
 * say `for: SECURITY` or `for: EXECUTION`.
 */
const UNSUPPORTED: ReadonlyMap<string, string> = new Map([
  ['authenticated', '@authenticated'],
  ['requiresScopes', '@requiresScopes'],
  ['policy', '@policy'],
  ['context', '@context'],
  ['cacheTag', '@cacheTag'],
  ['connect', '@connect (connectors)'],
]);

/** Features that the gateway acts on, or that ask nothing of it. */
const SUPPORTED: ReadonlySet<string> = new Set(['link', 'core', 'join', 'tag', 'inaccessible']);

/** Directives of GraphQL itself and of the supergraph's own machinery. */
const OF_THE_LANGUAGE: ReadonlySet<string> = new Set([
  'deprecated',
  'specifiedBy',
  'oneOf',
  'skip',
  'include',
  'defer',
  'stream',
  'link',
  'core',
  'tag',
  'inaccessible',
]);

type Feature = { readonly name: string; readonly url: string; readonly isNeeded: boolean };

/** @throws {SupergraphError} No supergraph, or one with a feature that must be enforced and is not. */
export function readSupergraph(supergraphSdl: string): DocumentNode {
  const document = parseSupergraph(supergraphSdl);
  const features = featuresOf(document);
  if (!features.some(({ name }) => name === 'join')) {
    throw new SupergraphError(
      'The file is no supergraph: it does not link the join specification (was it composed?).',
    );
  }
  for (const { name, url, isNeeded } of features) {
    const known = UNSUPPORTED.get(name);
    if (known === undefined && (!isNeeded || SUPPORTED.has(name))) continue;
    throw new SupergraphError(
      `The supergraph uses ${known ?? `@${name}`} (${url}), which this gateway does not enforce and so does not load.`,
    );
  }
  return document;
}

/**
 * The planner enters a subgraph by the first key there whose fields it has, even by one that the
 * subgraph declares but does not resolve; so these come last.
 */
export function putResolvableKeysFirst(supergraph: DocumentNode): DocumentNode {
  const isUnresolvable = ({ arguments: given = [] }: ConstDirectiveNode): number =>
    Number(
      given.some(
        ({ name, value }) =>
          name.value === 'resolvable' && value.kind === Kind.BOOLEAN && !value.value,
      ),
    );
  const reorder = <Node extends ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode>(
    node: Node,
  ): Node => ({
    ...node,
    directives: node.directives?.toSorted((a, b) => isUnresolvable(a) - isUnresolvable(b)),
  });
  return visit(supergraph, { ObjectTypeDefinition: reorder, InterfaceTypeDefinition: reorder });
}

/** Type system directives, as `@cost`, that the supergraph uses and the gateway does nothing about; in order of their names. */
export function unenforcedDirectives(supergraphSdl: string): readonly string[] {
  const applied = new Set<string>();
  visit(parseSupergraph(supergraphSdl), {
    Directive({ name: { value: name }, arguments: given = [] }) {
      const isLabelled = given.some((argument) => argument.name.value === 'overrideLabel');
      if (name === 'join__field' && isLabelled) applied.add('@override(label:)');
      if (!OF_THE_LANGUAGE.has(name) && !name.startsWith('join__')) applied.add(`@${name}`);
    },
  });
  return [...applied].toSorted();
}

function parseSupergraph(sdl: string): DocumentNode {
  try {
    return parse(sdl);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SupergraphError(`The supergraph cannot be read: ${reason}`, { cause });
  }
}

/** What the schema definition links. Source: specs.apollo.dev/link/v1.0, `@link(url:, as:, for:)`. */
function featuresOf(document: DocumentNode): readonly Feature[] {
  return document.definitions
    .flatMap((definition) =>
      definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
        ? (definition.directives ?? [])
        : [],
    )
    .flatMap((directive) => {
      const url = stringArgument(directive, 'url') ?? stringArgument(directive, 'feature');
      const name = url
        ?.replace(/\/v\d+\.\d+\/?$/, '')
        .split('/')
        .at(-1);
      const purpose = directive.arguments?.find((argument) => argument.name.value === 'for');
      return url === undefined || name === undefined
        ? []
        : [{ name, url, isNeeded: purpose !== undefined }];
    });
}

function stringArgument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}
