import { expect, test } from "vitest";
import { isolationHeaders } from "../../scripts/build/server.mjs";
import { isolated } from "./isolated.ts";

test("what a plain host sends becomes what the server of npm start sends, and is the same otherwise", async () => {
  const plain = new Response("body", { status: 203, headers: { "Content-Type": "application/wasm" } });
  const response = isolated(plain);
  expect(response.status).toBe(203);
  expect(await response.text()).toBe("body");
  const sent = Object.fromEntries(response.headers);
  for (const [name, value] of Object.entries(isolationHeaders)) expect(sent[name.toLowerCase()]).toBe(value);
  expect(sent["content-type"]).toBe("application/wasm");
});

test("a host that speaks for itself, and an error, are left as they are", () => {
  const own = new Response(null, { headers: { "Cross-Origin-Embedder-Policy": "credentialless" } });
  expect(isolated(own)).toBe(own);
  const failed = Response.error();
  expect(isolated(failed)).toBe(failed);
});
