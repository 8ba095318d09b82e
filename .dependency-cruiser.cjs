/**
 * The import arrows: which folder may see which. They are the architecture; ARCHITECTURE.md draws them.
 * A folder may import what is listed for it here, and itself; nothing else of ours.
 */

const mayImport = {
  base: [],
  math: ["base"],
  graph: [],
  formula: ["math", "base"],
  view: ["math", "base"],
  scene: ["view", "math", "base"],
  evidence: ["view", "math", "base"],
  gate: ["evidence", "view", "math", "base"],
  experiment: ["gate", "evidence", "view", "math", "base"],
  session: ["formula", "gate", "evidence", "view", "math", "base"],
  lesson: ["session", "lab", "formula", "gate", "evidence", "view", "math", "base"],
  source: ["base"],
  offline: [],
  model: ["source", "view", "math", "base"],
  store: ["model", "source", "view", "math", "base"],
  engine: ["shaders", "store", "model", "source", "formula", "gate", "evidence", "view", "math", "base"],
  lab: ["formula", "gate", "evidence", "view", "math", "base"],
  training: [
    "lab",
    "engine",
    "shaders",
    "graph",
    "store",
    "model",
    "source",
    "scene",
    "formula",
    "gate",
    "evidence",
    "view",
    "math",
    "base",
  ],
  log: ["suite", "experiment", "gate", "evidence", "view", "math", "base"],
  suite: ["experiment", "gate", "evidence", "view", "math", "base"],
  acuity: ["suite", "scene", "experiment", "gate", "evidence", "view", "math", "base"],
  app: [
    "offline",
    "source",
    "session",
    "formula",
    "log",
    "acuity",
    "suite",
    "scene",
    "experiment",
    "gate",
    "lesson",
    "lab",
    "evidence",
    "view",
    "math",
    "base",
  ],
  ui: [
    "app",
    "source",
    "session",
    "formula",
    "log",
    "acuity",
    "suite",
    "scene",
    "gate",
    "lesson",
    "lab",
    "evidence",
    "view",
    "math",
    "base",
  ],
  command: [
    "app",
    "lab",
    "source",
    "session",
    "formula",
    "log",
    "acuity",
    "suite",
    "scene",
    "experiment",
    "gate",
    "evidence",
    "view",
    "math",
    "base",
  ],
};

const tests = "\\.test\\.tsx?$";
/** What several tests share; only tests import it. */
const testing = "\\.testing\\.tsx?$";

/** What the page may see of the engine: the port, the types of the wire, and the local engine's side of it. */
const seesEngines = new Set(["app", "command", "experiment", "suite"]);
const enginesDoors =
  "^src/(?:engine/(?:port|engines|same-tokens|local/(?:client|protocol)|remote/(?:client|places))|training/(?:client|protocol/protocol))\\.ts$";
/** What of the engine runs on the page. */
const onThePage = [
  "^src/engine/(?:engines|compare-by-scores|same-tokens)\\.ts$",
  "^src/engine/local/(?:client|images/images|images/image-notes)\\.ts$",
  "^src/engine/remote/",
  "^src/training/client\\.ts$",
];

/** `shaders` lies beside `src`, the others in it. */
const folderPattern = (folders) =>
  `^(?:${folders.map((folder) => (folder === "shaders" ? "shaders" : `src/${folder}`)).join("|")})/`;

const ours = "^(?:src|shaders)/";

const arrows = Object.entries(mayImport).map(([folder, seen]) => ({
  name: `${folder}-sees-only-${seen.join("-") || "itself"}`,
  comment: `src/${folder} may import ${seen.join(", ") || "no other folder"}.`,
  severity: "error",
  from: { path: folderPattern([folder]), pathNot: [tests, testing] },
  to: {
    path: ours,
    pathNot: seesEngines.has(folder)
      ? [folderPattern([folder, ...seen]), enginesDoors]
      : folderPattern([folder, ...seen]),
  },
}));

module.exports = {
  forbidden: [
    ...arrows,
    {
      name: "every-folder-has-its-arrows",
      comment: "A folder of src that is not listed above would be free to import anything.",
      severity: "error",
      from: { path: "^src/", pathNot: [folderPattern(Object.keys(mayImport)), tests] },
      to: {},
    },
    {
      name: "shaders-sees-only-math-base",
      comment: "shaders may import src/math and src/base.",
      severity: "error",
      // A proof is a test that several test files import, so that they share one device.
      from: { path: "^shaders/", pathNot: [tests, "\\.proofs\\.ts$"] },
      to: { path: ours, pathNot: folderPattern(["shaders", "math", "base"]) },
    },
    {
      name: "the-page-sees-only-types-across-the-worker",
      comment:
        "An engine may live in a worker: the page speaks to it by the types of the port and imports no code but the client's.",
      severity: "error",
      from: { path: "^src/(?:app|command|experiment|suite)/", pathNot: [tests, testing] },
      to: {
        path: "^src/(?:engine|training)/",
        pathNot: onThePage,
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "what-runs-on-the-page-sees-only-types-across-the-worker",
      comment: "The worker's code must not come to the page behind the client.",
      severity: "error",
      from: { path: onThePage, pathNot: [tests, testing] },
      to: {
        path: "^(?:src/(?:engine|training|graph|store|model|source)|shaders)/",
        pathNot: onThePage,
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "test-support-is-for-tests",
      comment:
        "A fake in the page would answer instead of a model. Proofs, end-to-end tests and the bench are no page.",
      severity: "error",
      from: { pathNot: [tests, testing, "\\.proofs\\.ts$", "^(?:e2e|bench)/"] },
      to: { path: testing },
    },
    {
      name: "one-door-to-onnxruntime",
      comment:
        "Its workarounds belong in src/engine/local/graph.ts, its tensors in device/ort-tensors.ts beside it.",
      severity: "error",
      from: { path: ours, pathNot: ["^src/engine/local/(?:graph|device/ort-tensors)\\.ts$", tests] },
      to: { path: "node_modules/onnxruntime-" },
    },
    {
      name: "react-only-in-ui",
      comment: "State and numbers are tested in Node and outlive the view.",
      severity: "error",
      from: { path: ours, pathNot: ["^src/ui/", tests] },
      to: { path: "node_modules/react(?:-dom)?/" },
    },
    {
      name: "no-node-in-the-page",
      comment: "What ships to the browser has no Node built-ins.",
      severity: "error",
      from: { path: ours, pathNot: tests },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "the-page-never-needs-a-script",
      comment: "scripts/ and e2e/ build and test the page; it must not depend on them.",
      severity: "error",
      from: { path: ours, pathNot: tests },
      to: { path: "^(?:scripts|e2e)/" },
    },
    {
      name: "tests-are-not-imported",
      comment: "What several tests share is a module of its own.",
      severity: "error",
      from: {},
      to: { path: tests },
    },
    {
      name: "no-cycles",
      comment: "Two files that need each other are one file, or lack a third.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "nothing-unresolved",
      comment: "An import that leads nowhere.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "\\?(?:raw|url|worker)$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "browser", "default", "types"],
    },
  },
};
