import {
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  getDirectiveValues,
  getNamedType,
  type FragmentDefinitionNode,
  type GraphQLResolveInfo,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * The fields that this query selects on what the running resolver returns, so that only these are
 * fetched. Aliases give the field's own name; fragments on the returned object type are followed,
 * `@skip` and `@include` obeyed, several selections of the same field united.
 *
 * NOTE: for a field that returns an object type, or a list of one; fragments on interfaces and
 * unions are followed whatever their members, which may name a field too many, never too few.
 */
export function selectedFields(info: GraphQLResolveInfo): ReadonlySet<string> {
  const type = getNamedType(info.returnType).name;
  const names = new Set<string>();
  const seen = new Set<FragmentDefinitionNode>();
  for (const node of info.fieldNodes) collect(node.selectionSet, { info, type, names, seen });
  return names;
}

type Collecting = {
  readonly info: GraphQLResolveInfo;
  readonly type: string;
  readonly names: Set<string>;
  /** A fragment spread twice adds nothing the second time. */
  readonly seen: Set<FragmentDefinitionNode>;
};

function collect(selectionSet: SelectionSetNode | undefined, collecting: Collecting): void {
  const { info, type, names, seen } = collecting;
  for (const selection of selectionSet?.selections ?? []) {
    if (!isIncluded(selection, info)) continue;
    if (selection.kind === Kind.FIELD) {
      names.add(selection.name.value);
      continue;
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : info.fragments[selection.name.value];
    if (fragment === undefined || !mayFit(fragment.typeCondition?.name.value, type, info)) continue;
    if (fragment.kind === Kind.FRAGMENT_DEFINITION) {
      if (seen.has(fragment)) continue;
      seen.add(fragment);
    }
    collect(fragment.selectionSet, collecting);
  }
}

function isIncluded(node: SelectionNode, { variableValues }: GraphQLResolveInfo): boolean {
  const skip = getDirectiveValues(GraphQLSkipDirective, node, variableValues);
  if (skip?.['if'] === true) return false;
  const include = getDirectiveValues(GraphQLIncludeDirective, node, variableValues);
  return include?.['if'] !== false;
}

/** Another object type never fits; an abstract one may. */
function mayFit(condition: string | undefined, type: string, info: GraphQLResolveInfo): boolean {
  if (condition === undefined || condition === type) return true;
  const conditionType = info.schema.getType(condition);
  return conditionType !== undefined && 'resolveType' in conditionType;
}
