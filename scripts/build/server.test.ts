/** The server of `npm start` and of the end-to-end tests. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { serve } from "./server.mjs";

const folder = mkdtempSync(join(tmpdir(), "fovea server "));
const policy = "default-src 'none'; script-src 'self'";
writeFileSync(
  join(folder, "index.html"),
  `<meta http-equiv="Content-Security-Policy" content="${policy}" />`,
);
writeFileSync(join(folder, "a model.onnx"), "weights");
writeFileSync(join(folder, "runtime.wasm"), "");
afterAll(() => rmSync(folder, { recursive: true }));

/** A path as written: `fetch` would tidy the dots away before asking. */
function statusOf(port: number, path: string, method = "GET"): Promise<number | undefined> {
  return new Promise((settle, reject) => {
    request({ port, path, method, host: "127.0.0.1" }, (response) => {
      response.resume();
      settle(response.statusCode);
    })
      .on("error", reject)
      .end();
  });
}

test("isolates the page and gives workers its policy", async () => {
  const site = await serve({ folder, port: 0, isolated: true });
  const response = await fetch(site.url);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-security-policy": policy,
    "content-type": "text/html; charset=utf-8",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
  });
  await site.close();
});

test("knows the types of a model's and a runtime's files", async () => {
  const site = await serve({ folder, port: 0, isolated: true });
  const model = await fetch(`${site.url}a%20model.onnx?version=2`);
  expect(model.headers.get("content-type")).toBe("application/octet-stream");
  expect(await model.text()).toBe("weights");
  const runtime = await fetch(`${site.url}runtime.wasm`, { method: "HEAD" });
  expect(runtime.headers.get("content-type")).toBe("application/wasm");
  await site.close();
});

test("as a plain server it adds no header and lives under a sub-path", async () => {
  const site = await serve({ folder, port: 0, isolated: false, basePath: "/some/sub-path/" });
  const response = await fetch(site.url.replace(/\/$/, ""));
  expect(response.url).toBe(site.url);
  expect(response.headers.get("cross-origin-opener-policy")).toBeNull();
  expect(response.headers.get("content-security-policy")).toBeNull();
  expect(await statusOf(site.port, "/")).toBe(404);
  await site.close();
});

test.each([
  ["/../server.mjs", 404],
  ["/%2e%2e/%2e%2e/etc/passwd", 404],
  ["/..%2f..%2fetc/passwd", 404],
  ["/%zz", 400],
  ["/%00", 400],
  ["/missing", 404],
])("answers %s with %i", async (path, status) => {
  const site = await serve({ folder, port: 0, isolated: true });
  expect(await statusOf(site.port, path)).toBe(status);
  await site.close();
});

test("serves other folders under their names, and nothing above them", async () => {
  const other = mkdtempSync(join(tmpdir(), "fovea mount "));
  writeFileSync(join(other, "suite.json"), "[]");
  const site = await serve({ folder, port: 0, isolated: true, mounts: { "mounted-suite": other } });
  expect(await (await fetch(`${site.url}mounted-suite/suite.json`)).text()).toBe("[]");
  expect(await statusOf(site.port, "/mounted-suite/..%2fetc")).toBe(404);
  expect(await statusOf(site.port, "/suite.json")).toBe(404);
  await site.close();
  rmSync(other, { recursive: true });
});

test("changes nothing", async () => {
  const site = await serve({ folder, port: 0, isolated: true });
  expect(await statusOf(site.port, "/index.html", "PUT")).toBe(405);
  await site.close();
});

test("goes on to the next port where one is taken", async () => {
  const first = await serve({ folder, port: 0, isolated: true });
  const second = await serve({ folder, port: first.port, isolated: true });
  expect(second.port).toBeGreaterThan(first.port);
  await first.close();
  await second.close();
});
