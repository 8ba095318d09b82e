/**
 * Passes the page's requests on to remote engines, below `/engines/NAME/`. The page talks to its own origin alone, and
 * whatever is not on the list here is refused: another host's name, another site's page, another path, a picture by address.
 */

import { Buffer } from "node:buffer";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { refusalOf } from "./request-body.mjs";

/** @typedef {import("./list.mjs").RemoteEngine} RemoteEngine */
/** @typedef {import("node:http").IncomingMessage} Incoming */
/** @typedef {import("node:http").ServerResponse} Outgoing */

/** Every address of an engine, on our side. */
const PREFIX = "/engines/";

/** Sent with every file where there are engines, so that a page asks for the list of them only there. */
export const enginesHeader = "X-Fovea-Engines";

/** A header that a page of another site cannot send without asking first, which is never granted. */
const OURS = "x-fovea-engine";

/** What an engine is asked. */
const PATHS = new Map([
  ["/v1/models", "GET"],
  ["/version", "GET"],
  ["/v1/chat/completions", "POST"],
  ["/v1/chat/completions/render", "POST"],
  ["/inference/v1/generate", "POST"],
  ["/tokenize", "POST"],
  ["/detokenize", "POST"],
  // SGLang's own.
  ["/get_model_info", "GET"],
  ["/generate", "POST"],
]);

/** The largest body, in bytes. */
const LARGEST = 64 * 2 ** 20;

/**
 * A refusal in the form of an engine's errors; `refused` tells the page that we speak and not the engine.
 * @param {Outgoing} response @param {number} status @param {string} refused @param {string} message
 */
function refuse(response, status, refused, message) {
  response
    .writeHead(status, {
      "Content-Type": "application/json",
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
      "Cross-Origin-Resource-Policy": "same-origin",
    })
    .end(JSON.stringify({ refused, error: { message } }));
}

/**
 * Why a request is not from our own page, or null. A name that resolves to this machine is not ours (DNS rebinding), and
 * every browser that Fovea runs in says from which site a request comes.
 * @returns {{ status: number, message: string } | null}
 */
function strangeness(/** @type {Incoming["headers"]} */ headers, /** @type {number} */ port) {
  const hosts = ["localhost", "127.0.0.1", "[::1]"].map((name) => `${name}:${port}`);
  const host = headers.host ?? "";
  if (!hosts.includes(host)) return { status: 421, message: "This server is reached as localhost alone." };
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin")
    return { status: 403, message: "Only Fovea's own page may ask an engine." };
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${host}`)
    return { status: 403, message: "Only Fovea's own page may ask an engine." };
  if (headers[OURS] === undefined) return { status: 403, message: `The header ${OURS} is missing.` };
  return null;
}

/** The whole body; null where it is too large. @returns {Promise<Buffer | null>} */
async function bodyOf(/** @type {Incoming} */ request) {
  if (Number(request.headers["content-length"] ?? 0) > LARGEST) return null;
  /** @type {Buffer[]} */
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > LARGEST) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The engine's answer is JSON or an event stream; anything else is shown as text, never as a page. */
function typeOf(/** @type {string | undefined} */ sent) {
  const type = (sent ?? "").replace(/;.*$/s, "").trim().toLowerCase();
  return type === "application/json" || type === "text/event-stream" ? type : "text/plain; charset=utf-8";
}

/**
 * Sends a request on, with nothing of the page's headers, and hands back the status, the type, how long to wait, and the
 * body. Redirects are refused, and the request ends with the page's.
 * @param {RemoteEngine} engine @param {string} path @param {string} method @param {Buffer | null} body @param {Outgoing} response
 */
function passOn({ url, key }, path, method, body, response) {
  const target = new URL(`${url.pathname.replace(/\/$/, "")}${path}`, url);
  const send = target.protocol === "https:" ? requestHttps : requestHttp;
  const headers = {
    Accept: "application/json",
    "Accept-Encoding": "identity",
    ...(body === null ? {} : { "Content-Type": "application/json", "Content-Length": body.length }),
    ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
  };
  const sent = send(target, { method, headers, agent: false }, (answer) => {
    const { statusCode = 502 } = answer;
    if (statusCode >= 300 && statusCode < 400) {
      answer.destroy();
      refuse(response, 502, "redirect", `The engine sends to another address, which is not followed.`);
      return;
    }
    const wait = answer.headers["retry-after"];
    response.writeHead(statusCode, {
      "Content-Type": typeOf(answer.headers["content-type"]),
      ...(wait === undefined ? {} : { "Retry-After": wait }),
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
      "Cross-Origin-Resource-Policy": "same-origin",
    });
    answer.on("error", () => response.destroy()).pipe(response);
  });
  sent.on("error", () => {
    if (response.headersSent) response.destroy();
    else refuse(response, 502, "unreachable", `Nothing answers at ${url.host}.`);
  });
  response.on("close", () => sent.destroy());
  sent.end(body ?? undefined);
}

/** @param {readonly RemoteEngine[]} engines @param {Incoming} request @param {Outgoing} response @param {number} port */
async function answer(engines, request, response, port) {
  const strange = strangeness(request.headers, port);
  if (strange !== null) return refuse(response, strange.status, "stranger", strange.message);
  const { url = "", method = "" } = request;
  if (url === PREFIX) {
    if (method !== "GET") return refuse(response, 405, "method", "The list of engines is read with GET.");
    const list = engines.map((engine) => ({ name: engine.name, host: engine.url.host }));
    response.writeHead(200, { "Content-Type": "application/json", "Cache-Control": "no-store" });
    return response.end(JSON.stringify(list));
  }
  const [, name, path = ""] = /^([a-z0-9-]+)(\/.*)$/s.exec(url.slice(PREFIX.length)) ?? [];
  const engine = engines.find((each) => each.name === name);
  if (engine === undefined) return refuse(response, 404, "engine", "There is no such engine.");
  const allowed = PATHS.get(path);
  if (allowed === undefined) return refuse(response, 404, "path", "An engine is not asked this.");
  if (method !== allowed) return refuse(response, 405, "method", `${path} is asked with ${allowed}.`);
  if (method === "GET") return passOn(engine, path, method, null, response);
  if (!/^application\/json\b/.test(request.headers["content-type"] ?? ""))
    return refuse(response, 415, "type", "An engine is asked in JSON.");
  const body = await bodyOf(request);
  if (body === null) {
    response.setHeader("Connection", "close");
    return refuse(response, 413, "size", "More than 64 MB are not passed on.");
  }
  const why = refusalOf(body, path);
  if (why !== null) return refuse(response, 400, "body", why);
  return passOn(engine, path, method, body, response);
}

/**
 * Takes the requests below `/engines/`; false for all others, which are not ours. `port` is asked at each request, since a
 * server knows its port once it listens.
 * @param {readonly RemoteEngine[]} engines
 * @returns {(request: Incoming, response: Outgoing, port: number) => boolean}
 */
export function engineProxy(engines) {
  return (request, response, port) => {
    if (!(request.url ?? "").startsWith(PREFIX)) return false;
    answer(engines, request, response, port).catch(() => response.destroy());
    return true;
  };
}
