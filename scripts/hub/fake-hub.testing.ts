/**
 * A fake hub on this machine: its API, its redirects to a content network, ranges, ETags and CORS as the real one
 * answers them, and every way of going wrong that a test asks for. It counts what it was asked.
 */
import { createHash } from "node:crypto";
import { createServer as createPlainServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";

export interface HubRepository {
  readonly name: string;
  /** 40 hexadecimal digits. */
  readonly revision: string;
  readonly licence: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** What goes wrong with one answer of the content network. Bytes count from the beginning of the file. */
export type Trouble =
  | { readonly kind: "busy"; readonly status: number; readonly retryAfter: string | null }
  | { readonly kind: "page"; readonly type: string }
  | { readonly kind: "cut"; readonly at: number }
  | { readonly kind: "flip"; readonly at: number }
  | { readonly kind: "other"; readonly etag: string; readonly bytes: Uint8Array }
  | { readonly kind: "ignore range" }
  /** Sends so many bytes, then waits for `release`. */
  | { readonly kind: "hold"; readonly after: number };

export interface HubRequest {
  readonly host: string;
  readonly path: string;
  readonly range: string | null;
  readonly method: string;
}

export interface FakeHubOptions {
  readonly repositories: readonly HubRepository[];
  /** Where the content network is found: another origin than the hub's. Null for this server under "localhost". */
  readonly content: string | null;
  /** Key and certificate, to speak https. */
  readonly secure?: { readonly key: string; readonly cert: string };
}

export interface FakeHub {
  readonly port: number;
  /** The hub's origin, where it speaks plain http. */
  readonly origin: string;
  readonly requests: HubRequest[];
  /** Troubles of the next answers of the content network, in order; none left, all goes well. */
  readonly troubles: Trouble[];
  release(): void;
  close(): Promise<void>;
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const gitId = (bytes: Uint8Array): string =>
  createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");

/** As on the hub: what is large or binary lies in large file storage. */
const inLargeStorage = (path: string, bytes: Uint8Array): boolean =>
  /\.(?:onnx|safetensors|onnx_data)$/.test(path) || bytes.length > 1e6;

const CORS = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "Accept-Ranges, Content-Range, Content-Type, ETag",
};

function treeOf(repository: HubRepository) {
  return [...repository.files].map(([path, bytes]) => ({
    type: "file",
    path,
    size: bytes.length,
    oid: inLargeStorage(path, bytes) ? "0".repeat(40) : gitId(bytes),
    ...(inLargeStorage(path, bytes)
      ? { lfs: { oid: sha256(bytes), size: bytes.length, pointerSize: 134 } }
      : {}),
  }));
}

function answerJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { ...CORS, "content-type": "application/json" }).end(JSON.stringify(value));
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

/** What a trouble makes of a file. */
function contentUnder(bytes: Uint8Array, trouble: Trouble | undefined) {
  if (trouble?.kind === "other") return { bytes: trouble.bytes, etag: trouble.etag };
  const etag = `"${sha256(bytes)}"`;
  return { bytes: trouble?.kind === "flip" ? flipped(bytes, trouble.at) : bytes, etag };
}

/** A content network's answer with a file: whole or from a place on, and cut or held where a trouble says so. */
function answerContent(
  request: IncomingMessage,
  response: ServerResponse,
  original: Uint8Array,
  trouble: Trouble | undefined,
  held: (() => void)[],
): void {
  const { bytes, etag } = contentUnder(original, trouble);
  const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1];
  const from = asked === undefined || trouble?.kind === "ignore range" ? 0 : Number(asked);
  if (from >= bytes.length && from > 0) {
    response.writeHead(416, { ...CORS, "content-range": `bytes */${bytes.length}` }).end();
    return;
  }
  const ranged = from > 0;
  response.writeHead(ranged ? 206 : 200, {
    ...CORS,
    etag,
    "accept-ranges": "bytes",
    "content-type": "application/octet-stream",
    "content-length": bytes.length - from,
    ...(ranged ? { "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {}),
  });
  if (trouble?.kind === "cut") {
    const end = Math.max(from, trouble.at);
    // Headers must be on their way even where no byte of the body is.
    response.flushHeaders();
    response.write(bytes.subarray(from, end), () => setTimeout(() => response.destroy(), 20));
  } else if (trouble?.kind === "hold") {
    const middle = Math.min(bytes.length, Math.max(from, trouble.after));
    response.write(bytes.subarray(from, middle));
    held.push(() => response.end(bytes.subarray(middle)));
  } else response.end(bytes.subarray(from));
}

function answerTrouble(response: ServerResponse, trouble: Trouble | undefined): boolean {
  if (trouble?.kind === "busy") {
    const retry = trouble.retryAfter === null ? {} : { "retry-after": trouble.retryAfter };
    const expose = { "access-control-expose-headers": "Retry-After" };
    response.writeHead(trouble.status, { ...CORS, ...expose, ...retry }).end();
    return true;
  }
  if (trouble?.kind !== "page") return false;
  response
    .writeHead(200, { ...CORS, "content-type": trouble.type })
    .end("<!DOCTYPE html><title>Sign in</title><p>This network wants you to sign in.");
  return true;
}

interface HubState {
  readonly options: FakeHubOptions;
  readonly troubles: Trouble[];
  readonly held: (() => void)[];
  content(): string;
}

function answerApi(hub: HubState, path: string, response: ServerResponse): boolean {
  for (const repository of hub.options.repositories) {
    const api = `/api/models/${repository.name}`;
    if (path === `${api}/revision/main` || path === `${api}/revision/${repository.revision}`) {
      answerJson(response, { sha: repository.revision, cardData: { license: repository.licence } });
      return true;
    }
    if (path === `${api}/tree/${repository.revision}?recursive=true`) {
      answerJson(response, treeOf(repository));
      return true;
    }
  }
  return false;
}

function answerFile(
  hub: HubState,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  for (const { name, revision, files } of hub.options.repositories) {
    const base = `/${name}/resolve/${revision}/`;
    const file = path.startsWith(base) ? files.get(path.slice(base.length)) : undefined;
    if (file !== undefined && inLargeStorage(path, file)) {
      response
        .writeHead(302, { ...CORS, location: `${hub.content()}/content/${sha256(file)}?signed=1` })
        .end();
      return true;
    }
    const stored = file ?? [...files.values()].find((bytes) => path.startsWith(`/content/${sha256(bytes)}`));
    if (stored === undefined) continue;
    const trouble = hub.troubles.shift();
    if (!answerTrouble(response, trouble)) answerContent(request, response, stored, trouble, hub.held);
    return true;
  }
  return false;
}

function handle(hub: HubState, request: IncomingMessage, response: ServerResponse): void {
  const path = request.url ?? "/";
  // The real content network refuses preflights for ranges; whoever needs one should learn it here.
  if (request.method === "OPTIONS") response.writeHead(403).end();
  else if (!answerApi(hub, path, response) && !answerFile(hub, path, request, response))
    response.writeHead(404, CORS).end("Entry not found");
}

/** Starts the fake hub on a free port of this machine. */
export async function serveHub(options: FakeHubOptions): Promise<FakeHub> {
  const requests: HubRequest[] = [];
  const troubles: Trouble[] = [];
  const held: (() => void)[] = [];
  const sockets = new Set<Socket>();
  let port = 0;
  const hub: HubState = {
    options,
    troubles,
    held,
    content: () => options.content ?? `http://localhost:${port}`,
  };
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const { host = "", range = null } = request.headers;
    requests.push({ host, path: request.url ?? "", range, method: request.method ?? "" });
    handle(hub, request, response);
  };
  const server =
    options.secure === undefined ? createPlainServer(listener) : createSecureServer(options.secure, listener);
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  port = (server.address() as AddressInfo).port;
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    requests,
    troubles,
    release: () => {
      for (const go of held.splice(0)) go();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
