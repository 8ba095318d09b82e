/** Style sheets load with the parts that need them, in any order, and stay: no class may be defined by two of them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const folder = fileURLToPath(new URL(".", import.meta.url));

/** An exported figure takes the values of theme and charts, each of which defines its part of them. */
const SHARED = new Set(["figure-export"]);

test("no class is defined by two style sheets", () => {
  const owners = new Map<string, Set<string>>();
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".css")) continue;
    for (const [, found = ""] of readFileSync(join(folder, name), "utf8").matchAll(
      /^\.([\w-]+)(?:,| \{)$/gm,
    )) {
      owners.set(found, (owners.get(found) ?? new Set()).add(name));
    }
  }
  expect(owners.size).toBeGreaterThan(200);
  const twice = [...owners].filter(([name, sheets]) => sheets.size > 1 && !SHARED.has(name));
  expect(twice.map(([name, sheets]) => `${name}: ${[...sheets].join(", ")}`)).toEqual([]);
});
