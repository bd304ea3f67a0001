import jsdoc from "eslint-plugin-jsdoc";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const PURE_FILES = [
  "app/features/**/rules.ts",
  "app/features/**/rules/*.ts",
  "app/engine/**/rules.ts",
  "app/engine/**/rules/*.ts",
  "app/pipeline/**/rules.ts",
  "app/pipeline/**/rules/*.ts",
  "app/pipeline/projections/**/mapping.ts",
  "app/kit/**/*.ts",
];
const DB_CALL =
  "CallExpression[callee.object.type='MemberExpression'][callee.object.object.name=/^(tx|db|prisma)$/]";
const SIZES = {
  "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
  "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
  complexity: ["error", 12],
  "max-params": ["error", 3],
};

export default tseslint.config(
  {
    ignores: ["**/build/**", "**/generated/**", "node_modules/**", "playwright-report/**", "test-results/**"],
  },
  {
    files: [
      "app/**/*.{ts,tsx}",
      "dev-store/**/*.ts",
      "extensions/**/*.{ts,tsx}",
      "scripts/**/*.ts",
      "bench/**/*.ts",
      "tests/**/*.ts",
    ],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { jsdoc },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { requireDefaultForNonUnion: true }],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-import-type-side-effects": "error",
      "@typescript-eslint/only-throw-error": ["error", { allow: [{ from: "lib", name: "Response" }] }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      ...SIZES,
      "no-console": "error",
    },
  },
  {
    files: ["app/**/*.{ts,tsx}"],
    plugins: { "react-hooks": reactHooks },
    rules: {
      "@typescript-eslint/consistent-type-definitions": ["error", "type"],
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
      "no-restricted-properties": [
        "error",
        { object: "process", property: "env", message: "Read the configuration from ~/platform/env.server." },
      ],
      "no-restricted-syntax": [
        "error",
        { selector: DB_CALL, message: "Prisma calls live in repository, queries and presenter files." },
      ],
    },
  },
  {
    files: ["app/**/ui/**/*.tsx", "app/ui/**/*.tsx", "app/routes/**/*.tsx", "extensions/**/*.tsx"],
    rules: { "max-lines-per-function": ["error", { max: 120, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: [
      "app/**/{repository,queries,presenter}.server.ts",
      "app/**/repository/*.server.ts",
      "app/platform/**",
      "app/server.ts",
    ],
    rules: { "no-restricted-syntax": "off" },
  },
  {
    files: ["app/platform/{env,logger}.server.ts", "app/integrations/shopify/dev-store-seam.server.ts"],
    rules: { "no-restricted-properties": "off" },
  },
  {
    files: PURE_FILES,
    ignores: ["**/*.test.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: "Take `now: Date` as a parameter.",
        },
        {
          selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: "Take `now: Date` as a parameter.",
        },
        {
          selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
          message: "Take randomness as a parameter.",
        },
        {
          selector: ":matches(FunctionDeclaration, ArrowFunctionExpression, FunctionExpression)[async=true]",
          message: "Pure modules are synchronous.",
        },
      ],
      "jsdoc/require-jsdoc": ["error", { publicOnly: true, require: { FunctionDeclaration: true } }],
      "jsdoc/require-description": "error",
      "jsdoc/require-throws": "error",
      "jsdoc/no-types": "error",
    },
  },
  {
    // As Shopify's CLI writes them: each module of an extension gets the API of its target.
    files: ["extensions/*/shopify.d.ts"],
    rules: {
      "@typescript-eslint/ban-ts-comment": "off",
      "@typescript-eslint/consistent-type-imports": "off",
    },
  },
  {
    // Merging with the declarations of others needs interfaces.
    files: ["app/**/*.d.ts"],
    rules: { "@typescript-eslint/consistent-type-definitions": "off" },
  },
  {
    // Remix calls the one with four, and Express knows the other by its four.
    files: ["app/entry.server.tsx", "app/platform/failed-request.server.ts"],
    rules: { "max-params": ["error", 4] },
  },
  {
    files: ["scripts/**/*.ts", "bench/**/*.ts", "dev-store/main.ts"],
    rules: { "no-console": "off" },
  },
  {
    files: ["**/*.test.{ts,tsx}", "tests/**/*.ts", "dev-store/admin-frame/app-bridge/**"],
    extends: [tseslint.configs.disableTypeChecked],
    rules: {
      "max-lines": ["error", { max: 600, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": "off",
      // Rows of a table are told apart by position.
      "max-params": "off",
      "no-restricted-syntax": "off",
      "no-restricted-properties": "off",
      "@typescript-eslint/no-floating-promises": "off",
      "@typescript-eslint/switch-exhaustiveness-check": "off",
      "@typescript-eslint/no-import-type-side-effects": "error",
      "@typescript-eslint/only-throw-error": "off",
    },
  },
);
