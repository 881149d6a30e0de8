import { graphql, type GraphQLSchema } from 'graphql';
import type { Viewer } from '../../domain/viewer.ts';
import { STAFF } from './library-harness.ts';

export type Answer = {
  // oxlint-disable-next-line typescript/no-explicit-any -- answers are compared as a whole
  readonly data: any;
  /** `path CODE` of each error. */
  readonly errors: readonly string[];
  readonly messages: readonly string[];
};

/** A subgraph with its own contexts. */
export type Part = {
  readonly schema: GraphQLSchema;
  readonly createContext: (request: {
    readonly viewer: Viewer;
    readonly signal: undefined;
  }) => unknown;
};

/** Each call is a client request of its own, answered as a client receives it. */
export function startPart({ schema, createContext }: Part) {
  return async (source: string, variables = {}, viewer: Viewer = STAFF): Promise<Answer> => {
    const contextValue = createContext({ viewer, signal: undefined });
    const result = await graphql({ schema, source, variableValues: variables, contextValue });
    return {
      data: JSON.parse(JSON.stringify(result.data ?? null)),
      errors: (result.errors ?? []).map(({ path, originalError }) => {
        const code = originalError && 'code' in originalError ? String(originalError.code) : 'none';
        return `${(path ?? []).join('.')} ${code}`;
      }),
      messages: (result.errors ?? []).map(({ message }) => message),
    };
  };
}
