/** What the dead-code gate takes for a beginning; whatever cannot be reached from one is dead. */

import type { KnipConfig } from "knip";

/** Style sheets name fonts of packages by address; to knip they are imports. */
function importsOfStyle(text: string): string {
  return [...text.matchAll(/url\("([^"]+)"\)/g)].map(([, address]) => `import "${address}";`).join("\n");
}

const config: KnipConfig = {
  entry: [
    "src/engine/local/worker.ts",
    "src/command/paint/scene-worker.ts",
    "scripts/{start,test,fovea,scenes,bench}.mjs",
    "scripts/appearance/icons.mjs",
    "scripts/docs/{scoring,write-schema}.mjs",
    "scripts/model/{bundle,write-trio}.mjs",
    "scripts/model/vectors/*.mjs",
    "scripts/scenes/make-*.mjs",
    // Imported by scripts through Vite, by their paths.
    "scripts/model/*-command.ts",
    "scripts/docs/{catalog-docs,manifest-json-schema,session-json-schema}.ts",
    "scripts/examples/assemble.ts",
    // Opened by scripts/bench.mjs, in a page and in Node.
    "bench/{page,node,report}.ts",
    "e2e/**/*.spec.ts",
  ],
  project: [
    "src/**/*.{ts,tsx,css}",
    "shaders/**/*.ts",
    "scripts/**/*.{mjs,cjs,ts}",
    "bench/**/*.ts",
    "e2e/**/*.ts",
  ],
  playwright: { config: ["e2e/playwright.config.ts"] },
  compilers: { css: importsOfStyle },
  ignoreExportsUsedInFile: true,
  ignoreBinaries: ["apt-get"],
  // Run by name from scripts/gates/gates.mjs.
  ignoreDependencies: ["dependency-cruiser"],
};

export default config;
