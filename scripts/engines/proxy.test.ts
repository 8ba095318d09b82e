/** The way to remote engines: what passes, and every attack on it that we know of. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  request,
  type Server,
} from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { serve } from "../build/server.mjs";
import { listEngines } from "./list.mjs";

interface Heard {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Told {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const folder = mkdtempSync(join(tmpdir(), "fovea engines "));
writeFileSync(join(folder, "index.html"), "");

let heard: Heard[] = [];
let reply: RequestListener;
let engine: Server;
let site: Awaited<ReturnType<typeof serve>>;

const say =
  (status: number, headers: Readonly<Record<string, string>>, text: string): RequestListener =>
  (_, response) =>
    response.writeHead(status, headers).end(text);

beforeAll(async () => {
  engine = createServer(async (asked, response) => {
    let body = "";
    for await (const part of asked) body += part;
    heard.push({ url: asked.url ?? "", headers: asked.headers, body });
    reply(asked, response);
  });
  await new Promise<void>((settle) => engine.listen(0, "127.0.0.1", settle));
  const { port } = engine.address() as AddressInfo;
  const engines = listEngines([`lab=http://127.0.0.1:${port}/base`], { FOVEA_ENGINE_KEY_LAB: "secret" });
  site = await serve({ folder, port: 0, isolated: true, engines });
});
beforeEach(() => {
  heard = [];
  reply = say(200, { "Content-Type": "application/json" }, "{}");
});
afterAll(async () => {
  await site.close();
  engine.close();
  rmSync(folder, { recursive: true });
});

/** A request exactly as given, unlike `fetch`, which sets some headers itself. */
function ask(path: string, { method = "GET", headers = {}, body }: Asked = {}): Promise<Told> {
  return new Promise((settle, reject) => {
    const sent = request(
      {
        host: "127.0.0.1",
        port: site.port,
        path,
        method,
        headers: { Host: `localhost:${site.port}`, "X-Fovea-Engine": "1", ...headers },
      },
      async (response) => {
        let text = "";
        for await (const part of response) text += part;
        settle({ status: response.statusCode ?? 0, headers: response.headers, text });
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

const CHAT = "/engines/lab/v1/chat/completions";
const json = { "Content-Type": "application/json" };
const PICTURE = "data:image/png;base64,AAAA";
const post = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  ask(path, { method: "POST", headers: { ...json, ...headers }, body: JSON.stringify(body) });
const shown = (url: string) => ({
  model: "m",
  messages: [{ role: "user", content: [{ type: "image_url", image_url: { url } }] }],
});

test("a request of the page's own reaches the engine with its key, and the answer comes back", async () => {
  reply = say(200, { "Content-Type": "application/json; charset=utf-8" }, `{"choices":[]}`);
  const origin = `http://localhost:${site.port}`;
  const told = await post(CHAT, shown(PICTURE), { Origin: origin, "Sec-Fetch-Site": "same-origin" });
  expect([told.status, told.text]).toEqual([200, `{"choices":[]}`]);
  expect(heard[0]?.url).toBe("/base/v1/chat/completions");
  expect(heard[0]?.headers.authorization).toBe("Bearer secret");
  expect(JSON.parse(heard[0]?.body ?? "")).toEqual(shown(PICTURE));
});

test("the list of engines names them without their keys", async () => {
  const { text } = await ask("/engines/");
  expect(JSON.parse(text)).toEqual([{ name: "lab", host: expect.stringMatching(/^127\.0\.0\.1:\d+$/) }]);
});

test.each([
  ["a name that resolves to this machine", { Host: "evil.example:4173" }],
  ["another port's name", { Host: "localhost:1" }],
  ["no port", { Host: "localhost" }],
])("%s is not our host: 421", async (_, headers) => {
  for (const path of ["/engines/", "/engines/lab/v1/models"])
    expect((await ask(path, { headers })).status).toBe(421);
  expect(heard).toEqual([]);
});

test.each([
  ["another site's page", { "Sec-Fetch-Site": "cross-site" }],
  ["a page on another port", { "Sec-Fetch-Site": "same-site" }],
  ["an address that was typed", { "Sec-Fetch-Site": "none" }],
  ["another origin", { Origin: "https://evil.example" }],
  ["a page without an origin", { Origin: "null" }],
  ["our port over https", { Origin: "https://localhost:4173" }],
])("%s may not ask", async (_, headers) => {
  expect((await post(CHAT, shown(PICTURE), headers)).status).toBe(403);
  expect(heard).toEqual([]);
});

test("our header is needed, and nobody is granted it", async () => {
  const bare = { host: "127.0.0.1", port: site.port, path: "/engines/lab/v1/models" };
  const status = await new Promise((settle) => {
    request({ ...bare, headers: { Host: `localhost:${site.port}` } }, (response) => {
      response.resume();
      settle(response.statusCode);
    }).end();
  });
  expect(status).toBe(403);
  const asked = await ask(CHAT, { method: "OPTIONS", headers: { "Access-Control-Request-Method": "POST" } });
  expect(asked.status).toBe(405);
  expect(Object.keys(asked.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
  expect(heard).toEqual([]);
});

test.each([
  ["/engines/lab/v1/completions", "POST", 404],
  ["/engines/lab/v1/load_lora_adapter", "POST", 404],
  ["/engines/lab/v1/models?x=1", "GET", 404],
  ["/engines/lab/v1/../admin", "GET", 404],
  ["/engines/lab/v1%2fmodels", "GET", 404],
  ["/engines/lab//v1/models", "GET", 404],
  ["/engines/another/v1/models", "GET", 404],
  ["/engines/lab@evil.example/v1/models", "GET", 404],
  ["/engines/lab/v1/models", "POST", 405],
  ["/engines/lab/v1/models", "DELETE", 405],
  ["/engines/lab/v1/chat/completions", "GET", 405],
  ["/engines/", "PUT", 405],
])("%s with %s is not passed on", async (path, method, status) => {
  expect((await ask(path, { method, headers: json })).status).toBe(status);
  expect(heard).toEqual([]);
});

test.each([
  ["a form", "application/x-www-form-urlencoded", "a=b", 415],
  ["plain text, which needs no permission across sites", "text/plain", "{}", 415],
  ["no JSON", "application/json", "{", 400],
  ["a list", "application/json", "[]", 400],
])("%s is refused", async (_, type, body, status) => {
  expect((await ask(CHAT, { method: "POST", headers: { "Content-Type": type }, body })).status).toBe(status);
  expect(heard).toEqual([]);
});

test("what a body may not hold is refused before it is sent (request-body.test.ts)", async () => {
  expect((await post(CHAT, shown("http://169.254.169.254/latest/meta-data"))).status).toBe(400);
  expect(
    (await post("/engines/lab/inference/v1/generate", { sampling_params: { extra_args: {} } })).status,
  ).toBe(400);
  expect(heard).toEqual([]);
});

test("a body of more than 64 MB is refused, by what it says and by what it is", async () => {
  const said = { ...json, "Content-Length": String(65 * 2 ** 20) };
  expect(
    (await ask(CHAT, { method: "POST", headers: said, body: "{}" }).catch(() => ({ status: 413 }))).status,
  ).toBe(413);
  const body = JSON.stringify({ model: "x".repeat(65 * 2 ** 20) });
  const chunked = { ...json, "Transfer-Encoding": "chunked" };
  const told = await ask(CHAT, { method: "POST", headers: chunked, body }).catch(() => ({ status: 413 }));
  expect(told.status).toBe(413);
  expect(heard).toEqual([]);
});

test("neither cookies nor anything else of the page reaches the engine", async () => {
  await post(CHAT, shown(PICTURE), {
    Cookie: "a=b",
    Authorization: "Basic x",
    Referer: "http://localhost/",
    "X-Own": "1",
  });
  expect(Object.keys(heard[0]?.headers ?? {}).sort()).toEqual([
    "accept",
    "accept-encoding",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
  ]);
  expect(heard[0]?.headers.authorization).toBe("Bearer secret");
});

test("of the engine's headers only the type and how long to wait come back", async () => {
  const sent = {
    "Content-Type": "application/json",
    "Retry-After": "7",
    "Set-Cookie": "a=b",
    Server: "x",
    Location: "y",
  };
  reply = say(429, { ...sent, "Access-Control-Allow-Origin": "*", "Content-Security-Policy": "x" }, "{}");
  const { status, headers } = await post(CHAT, shown(PICTURE));
  expect(status).toBe(429);
  expect(headers).toMatchObject({ "content-type": "application/json", "retry-after": "7" });
  for (const name of [
    "set-cookie",
    "server",
    "location",
    "access-control-allow-origin",
    "content-security-policy",
  ])
    expect(headers[name]).toBeUndefined();
});

test("an engine's page is shown as text", async () => {
  reply = say(500, { "Content-Type": "text/html" }, "<script>alert(1)</script>");
  const { headers } = await post(CHAT, shown(PICTURE));
  expect(headers["content-type"]).toBe("text/plain; charset=utf-8");
  expect(headers["x-content-type-options"]).toBe("nosniff");
});

test("a redirect is not followed", async () => {
  reply = say(307, { Location: "http://127.0.0.1:1/elsewhere" }, "");
  const { status, headers, text } = await post(CHAT, shown(PICTURE));
  expect([status, JSON.parse(text).refused]).toEqual([502, "redirect"]);
  expect(headers.location).toBeUndefined();
  expect(heard).toHaveLength(1);
});

test("where nothing answers, that is said", async () => {
  const engines = listEngines(["http://127.0.0.1:9"], {});
  const alone = await serve({ folder, port: 0, isolated: true, engines });
  const response = await fetch(`${alone.url}engines/engine/v1/models`, {
    headers: { "X-Fovea-Engine": "1" },
  });
  expect([response.status, await response.json()]).toMatchObject([502, { refused: "unreachable" }]);
  await alone.close();
});

test("a page learns from any file whether there are engines", async () => {
  expect((await fetch(site.url, { method: "HEAD" })).headers.get("x-fovea-engines")).toBe("yes");
});

test("without engines there is no such address", async () => {
  const plain = await serve({ folder, port: 0, isolated: true });
  expect((await fetch(plain.url)).headers.get("x-fovea-engines")).toBeNull();
  expect((await fetch(`${plain.url}engines/`, { headers: { "X-Fovea-Engine": "1" } })).status).toBe(404);
  await plain.close();
});

test("nothing of what passes is logged", async () => {
  const spies = [vi.spyOn(console, "log"), vi.spyOn(console, "error"), vi.spyOn(console, "warn")];
  const written = vi.spyOn(process.stdout, "write");
  await post(CHAT, shown(PICTURE));
  await post(CHAT, { messages: "no" });
  for (const spy of [...spies, written]) expect(spy).not.toHaveBeenCalled();
});

test("the server is not reached from other machines", async () => {
  const outside = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4");
  for (const { address } of outside) {
    const reached = await fetch(`http://${address}:${site.port}/`).then(
      () => true,
      () => false,
    );
    expect(reached, address).toBe(false);
  }
});
