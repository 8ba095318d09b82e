import { expect, test } from "vitest";
import type { ModelId } from "../../base/ids.ts";
import { isNamed, parseHubName } from "./hub-model.ts";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const kept = `owner/name@${COMMIT.slice(0, 12)}-q4-int8` as ModelId;

test.each([
  ["owner/name", { repository: "owner/name", revision: "main", mix: null }],
  ["owner/name:q4", { repository: "owner/name", revision: "main", mix: "q4" }],
  ["owner/name@v1:q4-int8", { repository: "owner/name", revision: "v1", mix: "q4-int8" }],
])("%s is read", (text, value) => {
  expect(parseHubName(text)).toEqual({ ok: true, value });
});

test.each(["owner", "owner/name:", "owner/name:q4:q4", "../name"])("%s is no name", (text) => {
  expect(parseHubName(text)).toMatchObject({ ok: false, fault: { kind: "badInput" } });
});

test.each([
  ["owner/name", true],
  ["owner/name:q4-int8", true],
  ["owner/name:q4", false],
  [`owner/name@${COMMIT}:q4-int8`, true],
  ["owner/name@0123456", true],
  ["owner/name@0123457", false],
  ["owner/name@v1", false],
  ["owner/names", false],
])("%s names what is kept: %s", (text, named) => {
  const name = parseHubName(text);
  expect(name.ok && isNamed(kept, name.value)).toBe(named);
});

test("a bundled model has no name on the hub", () => {
  const name = parseHubName("fovea/mini");
  expect(name.ok && isNamed("fovea-mini" as ModelId, name.value)).toBe(false);
});
