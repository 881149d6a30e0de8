import type { Doc } from './value.ts';

export type CompiledProjection = {
  /** True for `{}`: the stored bytes may be sent as they are. */
  readonly isIdentity: boolean;
  project(doc: Doc): Doc;
};

/** @throws {StoreError} Code 31253/31254 for mixing, 31249 for colliding paths, 2 for what is not supported. */
export function compileProjection(spec: Doc): CompiledProjection {
  void spec;
  throw new Error('not built yet');
}
