/** What documents name is there: paths, links, npm scripts, gates, folders with their arrows, and dependencies. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import { gates } from "../gates/gates.mjs";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const there = (path: string): boolean => existsSync(new URL(path, root));

/** Every file of a folder, at any depth, with that folder before its name. */
const filesIn = (folder: string): readonly string[] =>
  readdirSync(new URL(folder, root), { recursive: true }).map(
    (name) => `${folder}${String(name).replaceAll("\\", "/")}`,
  );

const markdown = (name: string): boolean => name.endsWith(".md");
const design = filesIn("docs/design/").filter(markdown);
const documents = [
  ...readdirSync(root).filter(markdown),
  ...filesIn("docs/").filter(markdown),
  ...filesIn("src/").filter(markdown),
];
const forge = filesIn(".github/").filter((name) => /\.(?:md|yml)$/.test(name));

/** Paths of ours that a text names; capitals stand for a name that is to be chosen. */
const pathsIn = (text: string): readonly string[] =>
  [...text.matchAll(/\b((?:src|shaders|scripts|e2e|docs|public|training)\/[\w./-]+\w)/g)]
    .map(([, path = ""]) => path)
    .filter((path) => !/\/(?:NAME|ID|OWNER)\b/.test(path));

/** The rows of the Markdown table below a heading, without its head. */
function tableBelow(text: string, heading: string): readonly (readonly string[])[] {
  const [, section = ""] = text.split(`\n## ${heading}\n`);
  const [body = ""] = section.split("\n## ");
  const rows = body.split("\n").filter((line) => line.startsWith("| "));
  return rows.slice(2).map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

test.each(documents)("%s links to files that are there", (document) => {
  const links = [...read(document).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path = ""]) => path);
  expect(links.filter((path) => !there(posix.join(posix.dirname(document), path)))).toEqual([]);
});

test.each(["CONTRIBUTING.md", "ARCHITECTURE.md", ...design])("%s names paths that are there", (document) => {
  expect(pathsIn(read(document)).filter((path) => !there(path))).toEqual([]);
});

test("CONTRIBUTING.md names scripts and gates that are there", () => {
  const text = read("CONTRIBUTING.md");
  expect(pathsIn(text).length).toBeGreaterThan(5);
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const named = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = ""]) => name);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
  const only = /--only=([\w,]+)/.exec(text)?.[1]?.split(",") ?? [];
  expect(only.filter((name) => !gates.some((gate) => gate.name === name))).toEqual([]);
  expect(only.length).toBeGreaterThan(0);
});

test("the glossary is in alphabetical order, each term once", () => {
  const terms = tableBelow(`\n## Terms\n${read("docs/glossary.md")}`, "Terms").map(([term = ""]) => term);
  expect(terms.length).toBeGreaterThan(30);
  expect(terms).toEqual([...new Set(terms)].sort((a, b) => a.localeCompare(b, "en")));
});

describe("README.md", () => {
  const text = read("README.md").replaceAll("**", "");

  test("quotes the answers of the recorded session that the page opens on", () => {
    const [{ file }] = JSON.parse(read("public/sessions/index.json")) as [{ file: string }];
    const { experiments } = JSON.parse(read(`public/sessions/${file}`)) as {
      experiments: [
        { rollouts: [{ texts: readonly string[] }]; teacherAnswer: { texts: readonly string[] } },
      ];
    };
    const [{ rollouts, teacherAnswer }] = experiments;
    for (const { texts } of [rollouts[0], teacherAnswer])
      expect(text).toContain(texts.slice(0, -1).join("").trim());
  });

  test("quotes the accuracies of the model card", () => {
    const card = read("public/models/fovea-mini/README.md");
    const cells = (line: RegExp) =>
      line
        .exec(card)?.[0]
        .split("|")
        .map((cell) => cell.trim()) ?? [];
    const [row, head] = [cells(/^\| overall \|.*$/m), cells(/^\| dimension \|.*$/m)];
    const figures = ["items", "regional", "global"].map(
      (name) => row[head.indexOf(name)]?.replace(/ \(.*/, "") ?? "missing",
    );
    for (const figure of figures) expect(text).toContain(figure);
  });
});

describe("ARCHITECTURE.md", () => {
  const text = read("ARCHITECTURE.md");

  test("says of every folder what it may import, as the arrows have it", () => {
    const { forbidden } = createRequire(import.meta.url)("../../.dependency-cruiser.cjs") as {
      forbidden: readonly { name: string; comment: string }[];
    };
    const rules = forbidden.flatMap(({ comment }) => {
      const [, folder, seen] = /^(src\/\w+|shaders) may import (.+)\.$/.exec(comment) ?? [];
      if (folder === undefined || seen === undefined) return [];
      const list = seen.replaceAll("src/", "").replace(" and ", ", ");
      return [[folder, list === "no other folder" ? "–" : list]];
    });
    const rows = tableBelow(text, "Folders and import arrows").map(([folder = "", seen]) => [
      folder.replaceAll("`", ""),
      seen,
    ]);
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(rules));
    const folders = readdirSync(new URL("src/", root)).map((name) => `src/${name}`);
    expect(rows.map(([folder]) => folder).sort()).toEqual([...folders, "shaders"].sort());
  });

  test("says for one more of each kind where it is written and registered", () => {
    const rows = tableBelow(text, "One more of each kind");
    expect(rows.length).toBeGreaterThanOrEqual(17);
    for (const [kind, , registered = ""] of rows) expect(pathsIn(registered), kind).not.toEqual([]);
  });

  test("leads to every page about its design", () => {
    expect(design.filter((page) => !text.includes(`](${page})`))).toEqual([]);
  });
});

test("every dependency that reaches the browser has its reason, and there are at most 22", () => {
  const { dependencies } = JSON.parse(read("package.json")) as { dependencies: Record<string, string> };
  const rows = tableBelow(read("ARCHITECTURE.md"), "Dependencies");
  const named = rows.flatMap(([packages = ""]) => packages.split(", "));
  expect([...named].sort()).toEqual(Object.keys(dependencies).sort());
  expect(named.length).toBeLessThanOrEqual(22);
});

test("the forge runs the gates by the script that a person runs, on the Node that is asked for", () => {
  const checks = read(".github/workflows/ci.yml");
  expect(checks).toContain("run: .ci/run");
  for (const workflow of ["ci", "deploy"])
    expect(read(`.github/workflows/${workflow}.yml`)).toContain("node-version-file: .nvmrc");
  const { engines } = JSON.parse(read("package.json")) as { engines: { node: string } };
  expect(engines.node).toBe(`>=${read(".nvmrc").trim()}`);
});

test("issue forms have what the forge asks of them", () => {
  const forms = forge.filter((name) => /ISSUE_TEMPLATE\/(?!config)/.test(name));
  expect(forms.length).toBe(3);
  for (const form of forms)
    for (const field of ["name:", "description:", "body:"]) expect(read(form), form).toContain(field);
});

test("the version that is cited is the one of the package, and the changelog has it", () => {
  const { version } = JSON.parse(read("package.json")) as { version: string };
  expect(read("CITATION.cff")).toContain(`version: ${version}\n`);
  expect(read("CHANGELOG.md")).toContain(`## ${version}\n`);
});
