/** What the dead-code gate takes for a beginning; whatever cannot be reached from one is dead. */

import type { KnipConfig } from "knip";

/** Style sheets name fonts of packages by address; to knip they are imports. */
function importsOfStyle(text: string): string {
  return [...text.matchAll(/url\("([^"]+)"\)/g)].map(([, address]) => `import "${address}";`).join("\n");
}

const config: KnipConfig = {
  // With "!" also where only what is shipped or run is looked at (`--production`): code that tests alone reach is dead then.
  entry: [
    "src/engine/local/worker.ts!",
    "src/training/training-worker.ts!",
    "src/log/worker/log-worker.ts!",
    "src/command/paint/scene-worker.ts!",
    "scripts/*.mjs!",
    // Run by the build.
    "scripts/build/{chunks,offline}.mjs!",
    "scripts/appearance/icons.mjs!",
    "scripts/docs/{scoring,write-schema}.mjs!",
    "scripts/engines/{record,check,screenshot}.mjs!",
    "scripts/model/{bundle,write-trio}.mjs!",
    "scripts/model/vectors/*.mjs!",
    "scripts/scenes/{make-*,read-proxy}.mjs!",
    // Imported by scripts through Vite, by their paths.
    "scripts/model/*-command.ts!",
    "scripts/docs/{catalog-docs,formula-docs,manifest-json-schema,session-json-schema,table-docs}.ts!",
    "scripts/examples/assemble.ts!",
    "scripts/scenes/proxy-reading.ts!",
    "src/lab/tables/{catalog,plan,document}.ts!",
    "src/lab/gain/gain.ts!",
    "src/lab/recipe/read-recipe.ts!",
    // Opened by scripts/bench.mjs, in a page and in Node.
    "bench/{page,node,report}.ts!",
    // A model in two graphs, as engines have them, with random weights.
    "scripts/model/{write-pair,pair-config}.ts!",
    // The loss of a paper, which no screen shows.
    "src/math/loss/vision-opd.ts!",
    "e2e/**/*.spec.ts",
  ],
  project: [
    "src/**/*.{ts,tsx,css}!",
    "shaders/**/*.ts!",
    "scripts/**/*.{mjs,cjs,ts}!",
    "bench/**/*.ts!",
    "e2e/**/*.ts",
    "!**/*.{test,testing,proofs}.{ts,tsx}!",
  ],
  playwright: { config: ["e2e/playwright.config.ts"] },
  compilers: { css: importsOfStyle },
  ignoreExportsUsedInFile: true,
  ignoreBinaries: ["apt-get"],
  // Run by name from scripts/gates/gates.mjs.
  ignoreDependencies: ["dependency-cruiser", "typescript-7"],
};

export default config;
