/** Which engines a person named, and what is refused. */
import { expect, test } from "vitest";
import { listEngines } from "./list.mjs";

const named = (given: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  listEngines(given, env).map(({ name, url, key }) => [name, url.href, key]);

test("engines come from the options and then from the environment, with names or numbers", () => {
  const env = { FOVEA_ENGINES: "big=https://gpu.example/v, http://127.0.0.1:9000" };
  expect(named(["http://127.0.0.1:8000"], env)).toEqual([
    ["engine", "http://127.0.0.1:8000/", null],
    ["big", "https://gpu.example/v", null],
    ["engine-3", "http://127.0.0.1:9000/", null],
  ]);
  expect(named([])).toEqual([]);
});

test("a key comes from the environment, and goes to this machine or over https", () => {
  const env = { FOVEA_ENGINE_KEY_BIG_LAB: "k" };
  expect(named(["big-lab=https://gpu.example"], env)[0]?.[2]).toBe("k");
  expect(named(["big-lab=http://localhost:1"], env)[0]?.[2]).toBe("k");
  expect(named(["big-lab=http://[::1]:1"], env)[0]?.[2]).toBe("k");
  for (const host of ["gpu.example", "10.0.0.2", "127.0.0.1.evil.example", "localhost.evil.example"])
    expect(() => named([`big-lab=http://${host}`], env)).toThrow("over http to another machine");
});

test.each([
  ["no address", "is not an address"],
  ["ftp://127.0.0.1", "neither http nor https"],
  ["http://user:word@127.0.0.1", "holds no password"],
  ["http://127.0.0.1/?key=1", "more than a path"],
  ["Big=http://127.0.0.1", "no name of an engine"],
])("%s is refused", (entry, why) => {
  expect(() => named([entry])).toThrow(why);
});

test("two engines have two names", () => {
  expect(() => named(["a=http://127.0.0.1:1", "a=http://127.0.0.1:2"])).toThrow("Two engines are called a");
});
