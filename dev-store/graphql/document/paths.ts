import {
  type ArgumentNode,
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type InlineFragmentNode,
  Kind,
  type NamedTypeNode,
  type ObjectFieldNode,
  type OperationDefinitionNode,
  visit,
} from "graphql";

/** For every node of a document the path Shopify's validation errors give: `["query Name", "orders", "nodes", "x"]`. */
export function indexPaths(document: DocumentNode): WeakMap<ASTNode, string[]> {
  const paths = new WeakMap<ASTNode, string[]>();
  const trail: string[] = [];
  visit(document, {
    enter(node) {
      const step = stepOf(node);
      if (step) trail.push(step);
      paths.set(node, [...trail]);
    },
    leave(node) {
      if (stepOf(node)) trail.pop();
    },
  });
  return paths;
}

type Step = (node: never) => string;

const typeStep = (condition: NamedTypeNode | undefined) =>
  condition ? `... on ${condition.name.value}` : "...";

const STEPS: Partial<Record<Kind, Step>> = {
  [Kind.OPERATION_DEFINITION]: ({ operation, name }: OperationDefinitionNode) =>
    name ? `${operation} ${name.value}` : operation,
  [Kind.FRAGMENT_DEFINITION]: ({ name }: FragmentDefinitionNode) => `fragment ${name.value}`,
  [Kind.INLINE_FRAGMENT]: ({ typeCondition }: InlineFragmentNode) => typeStep(typeCondition),
  [Kind.FRAGMENT_SPREAD]: ({ name }: FragmentSpreadNode) => `... ${name.value}`,
  [Kind.FIELD]: ({ alias, name }: FieldNode) => (alias ?? name).value,
  [Kind.ARGUMENT]: ({ name }: ArgumentNode) => name.value,
  [Kind.OBJECT_FIELD]: ({ name }: ObjectFieldNode) => name.value,
};

function stepOf(node: ASTNode): string | null {
  return STEPS[node.kind]?.(node as never) ?? null;
}
