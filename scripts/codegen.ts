import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

import { codegen } from "@graphql-codegen/core";
import * as typedDocumentNode from "@graphql-codegen/typed-document-node";
import * as typescriptOperations from "@graphql-codegen/typescript-operations";
import { parse } from "graphql";

const root = fileURLToPath(new URL("..", import.meta.url));
const SCHEMA = join(root, "dev-store/schema/admin-2026-10.graphql.gz");
const DOCUMENTS = join(root, "app/integrations/shopify/documents");
const OUTPUT = join(root, "app/integrations/shopify/generated/documents.ts");

/** Writes the typed form of every `.graphql` file of the Shopify integration. */
async function generateDocuments(): Promise<void> {
  const names = (await readdir(DOCUMENTS)).filter((name) => name.endsWith(".graphql")).sort();
  const documents = await Promise.all(
    names.map(async (name) => ({
      location: name,
      document: parse(await readFile(join(DOCUMENTS, name), "utf8")),
    })),
  );
  const config = {
    onlyOperationTypes: true,
    enumType: "string-literal",
    useTypeImports: true,
    documentNodeImport: "../typed-document#TypedDocument",
    dedupeFragments: true,
    skipTypename: true,
    noIgnoredOptions: true,
    scalars: {
      DateTime: "string",
      URL: "string",
      UnsignedInt64: "string",
      Decimal: "string",
      ID: "string",
    },
  };
  const output = await codegen({
    filename: OUTPUT,
    schema: parse(gunzipSync(await readFile(SCHEMA)).toString("utf8")),
    documents,
    config,
    plugins: [{ operations: {} }, { nodes: {} }],
    pluginMap: { operations: typescriptOperations, nodes: typedDocumentNode },
  });
  await mkdir(dirname(OUTPUT), { recursive: true });
  await writeFile(OUTPUT, output);
}

await generateDocuments();
