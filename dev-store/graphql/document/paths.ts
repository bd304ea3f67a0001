import { type ASTNode, type DocumentNode, visit } from "graphql";

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

function stepOf(node: ASTNode): string | null {
  switch (node.kind) {
    case "OperationDefinition":
      return node.name ? `${node.operation} ${node.name.value}` : node.operation;
    case "FragmentDefinition":
      return `fragment ${node.name.value}`;
    case "InlineFragment":
      return node.typeCondition ? `... on ${node.typeCondition.name.value}` : "...";
    case "FragmentSpread":
      return `... ${node.name.value}`;
    case "Field":
      return node.alias?.value ?? node.name.value;
    case "Argument":
    case "ObjectField":
      return node.name.value;
    default:
      return null;
  }
}
