/** What documents for contributors name is there: paths, scripts of npm, gates and links. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { gates } from "../gates/gates.mjs";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const there = (path: string): boolean => existsSync(new URL(path, root));

const documents = ["CONTRIBUTING.md", "CHANGELOG.md", "README.md", "ARCHITECTURE.md"];
const forge = readdirSync(new URL(".github/", root), { recursive: true })
  .map((name) => `.github/${String(name).replaceAll("\\", "/")}`)
  .filter((name) => /\.(?:md|yml)$/.test(name));

test.each(documents)("%s links to files that are there", (document) => {
  const links = [...read(document).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path = ""]) => path);
  expect(links.filter((path) => !there(path))).toEqual([]);
});

test("CONTRIBUTING.md names paths, scripts and gates that are there", () => {
  const text = read("CONTRIBUTING.md");
  const paths = [...text.matchAll(/\b((?:src|shaders|scripts|e2e|docs)\/[\w./-]+\w)/g)].map(
    ([, path = ""]) => path,
  );
  expect(paths.length).toBeGreaterThan(20);
  expect(paths.filter((path) => !there(path))).toEqual([]);
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const named = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name = ""]) => name);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
  const only = /--only=([\w,]+)/.exec(text)?.[1]?.split(",") ?? [];
  expect(only.filter((name) => !gates.some((gate) => gate.name === name))).toEqual([]);
  expect(only.length).toBeGreaterThan(0);
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
