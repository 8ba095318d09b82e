/** A static server for the built folder, on this machine only. Used by `npm start` and by the end-to-end tests. */

import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { engineProxy, enginesHeader } from "../engines/proxy.mjs";

/** What a page must say of itself to be given shared memory (threads) and fine timers. */
export const isolationHeaders = Object.freeze({
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
});

const types = Object.freeze({
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpeg": "image/jpeg",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".onnx": "application/octet-stream",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
});

function typeOf(/** @type {string} */ path) {
  const known = /** @type {Readonly<Record<string, string>>} */ (types);
  return known[extname(path).toLowerCase()] ?? "application/octet-stream";
}

/**
 * @typedef {object} ServerOptions
 * @property {string} folder what to serve
 * @property {number} port the first port to try; 0 for any free one
 * @property {boolean} isolated with the headers above and the page's own policy as a header (a worker takes its
 *   policy from its response, not from the page); false: as the plainest of static servers
 * @property {string} [basePath] under which the folder is found, with a slash at both ends
 * @property {Readonly<Record<string, string>>} [mounts] further folders by the name of the first folder in the address
 * @property {(path: string, body: Buffer) => void} [receive] takes what the page sends by PUT, and may throw why not
 * @property {readonly import("../engines/list.mjs").RemoteEngine[]} [engines] to which requests below /engines/ are passed
 */

/** The Content-Security-Policy that the built page carries in its head, so that it is written once. */
function policyOf(/** @type {string} */ folder) {
  const page = readFileSync(join(folder, "index.html"), "utf8");
  return /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/
    .exec(page)?.[1]
    ?.replace(/\s+/g, " ")
    .trim();
}

/** The file that a request path names: null where there is none, undefined where the path is malformed. */
function resolveFile(/** @type {string} */ folder, /** @type {string} */ pathname) {
  let relative;
  try {
    relative = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  if (relative.includes("\0")) return undefined;
  const path = normalize(join(folder, relative.endsWith("/") ? `${relative}index.html` : relative));
  if (!path.startsWith(folder + sep)) return null;
  return existsSync(path) && statSync(path).isFile() ? path : null;
}

/**
 * @typedef {{ status: 200, path: string } | { status: 301 } | { status: 400 | 404 | 405, message: string }} Answer
 * @returns {Answer}
 */
function answerTo(
  /** @type {import("node:http").IncomingMessage} */ { method, url = "/" },
  /** @type {string} */ folder,
  /** @type {string} */ basePath,
  /** @type {Readonly<Record<string, string>>} */ mounts,
) {
  if (method !== "GET" && method !== "HEAD")
    return { status: 405, message: "Only GET and HEAD are served here." };
  const pathname = url.replace(/[?#].*$/s, "");
  if (`${pathname}/` === basePath) return { status: 301 };
  if (!pathname.startsWith(basePath)) return { status: 404, message: "Nothing here." };
  const below = pathname.slice(basePath.length - 1);
  const mounted = /^\/([\w-]+)(\/.*)$/s.exec(below);
  const other = mounted?.[1] === undefined ? undefined : mounts[mounted[1]];
  const path =
    other === undefined ? resolveFile(folder, below) : resolveFile(normalize(other), mounted?.[2] ?? "/");
  if (path === undefined) return { status: 400, message: "This address is malformed." };
  return path === null ? { status: 404, message: "Nothing here." } : { status: 200, path };
}

/** Hands the whole body of a request to `receive`, and answers with its reason where it throws. */
async function take(
  /** @type {import("node:http").IncomingMessage} */ request,
  /** @type {import("node:http").ServerResponse} */ response,
  /** @type {NonNullable<ServerOptions["receive"]>} */ receive,
) {
  try {
    /** @type {Buffer[]} */
    const parts = [];
    for await (const part of request) parts.push(part);
    receive(request.url ?? "/", Buffer.concat(parts));
    response.writeHead(204).end();
  } catch (error) {
    response.writeHead(500, { "Content-Type": types[".txt"] }).end(String(error));
  }
}

/** @param {ServerOptions} options */
function createHandler({ folder, isolated, basePath = "/", mounts = {}, receive, engines = [] }) {
  const policy = isolated ? policyOf(folder) : undefined;
  const extraHeaders = {
    ...(isolated ? isolationHeaders : {}),
    ...(policy === undefined ? {} : { "Content-Security-Policy": policy }),
    ...(engines.length === 0 ? {} : { [enginesHeader]: "yes" }),
  };

  const proxy = engines.length === 0 ? null : engineProxy(engines);

  /** @type {import("node:http").RequestListener} */
  const handler = (request, response) => {
    if (proxy?.(request, response, request.socket.localPort ?? 0)) return;
    if (request.method === "PUT" && receive !== undefined) {
      void take(request, response, receive);
      return;
    }
    const answer = answerTo(request, normalize(folder), basePath, mounts);
    if (answer.status === 301) {
      response.writeHead(301, { Location: basePath }).end();
    } else if (answer.status !== 200) {
      response
        .writeHead(answer.status, { "Content-Type": types[".txt"], ...extraHeaders })
        .end(`${answer.message}\n`);
    } else {
      response.writeHead(200, {
        "Content-Type": typeOf(answer.path),
        "Content-Length": statSync(answer.path).size,
        "Cache-Control": "no-cache",
        ...extraHeaders,
      });
      if (request.method === "HEAD") response.end();
      else
        createReadStream(answer.path)
          .on("error", () => response.destroy())
          .pipe(response);
    }
  };
  return handler;
}

/** @returns {Promise<NodeJS.ErrnoException | null>} what kept it from listening */
function listen(
  /** @type {import("node:http").Server} */ server,
  /** @type {number} */ port,
  /** @type {string} */ host,
) {
  return new Promise((settle) => {
    server.once("error", settle);
    server.listen({ port, host }, () => {
      server.off("error", settle);
      settle(null);
    });
  });
}

/**
 * Listens on both loopback addresses: "localhost" may mean either, and a stranger on one of them would be shown
 * in our place. A machine without the second is served on the first alone.
 * @param {import("node:http").RequestListener} handler
 * @param {number} wanted
 */
async function listenOnLoopback(handler, wanted) {
  const first = createServer(handler);
  const fault = await listen(first, wanted, "127.0.0.1");
  if (fault) return fault;
  const address = first.address();
  const port = typeof address === "object" && address !== null ? address.port : wanted;
  const second = createServer(handler);
  const secondFault = await listen(second, port, "::1");
  if (secondFault?.code === "EADDRINUSE") {
    first.close();
    return secondFault;
  }
  return { port, servers: secondFault ? [first] : [first, second] };
}

/**
 * Serves the folder on the first free port from `options.port` on.
 * @param {ServerOptions} options
 * @returns {Promise<{ url: string, port: number, close(): Promise<void> }>}
 */
export async function serve(options) {
  const handler = createHandler(options);
  for (let port = options.port; port <= 65_535; port += options.port === 0 ? 0 : 1) {
    const result = await listenOnLoopback(handler, port);
    if (result instanceof Error) {
      if (result.code === "EADDRINUSE" || result.code === "EACCES") continue;
      throw result;
    }
    const close = async () => {
      for (const server of result.servers) {
        server.closeAllConnections();
        await new Promise((settle) => server.close(settle));
      }
    };
    return { url: `http://localhost:${result.port}${options.basePath ?? "/"}`, port: result.port, close };
  }
  throw new Error(`No port from ${options.port} on is free.`);
}
