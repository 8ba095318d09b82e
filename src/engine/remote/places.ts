/** Which remote engines the page's server passes requests on to. Small: the page asks this before it needs a connection. */
import type { Place } from "./scoring/open-model.ts";

export type { Place } from "./scoring/open-model.ts";

/** Without it Fovea's server passes nothing on: a page of another site cannot set it. */
export const HEADERS = { "X-Fovea-Engine": "1" };

/** Without a network only a server on this machine can be asked; a failed request would be a complaint in the console. */
function isReachable({ hostname }: URL): boolean {
  return navigator.onLine || hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
}

/** Whether the page's server passes requests on: it says so with every file, and a static host is asked for nothing else. */
async function hasEngines(root: URL): Promise<boolean> {
  if (!isReachable(root)) return false;
  const response = await fetch(root, { method: "HEAD", cache: "no-store" });
  return response.headers.has("X-Fovea-Engines");
}

interface Named {
  readonly name: string;
  readonly host: string;
}

function isNamed(value: unknown): value is Named {
  if (typeof value !== "object" || value === null) return false;
  const { name, host } = value as Partial<Record<keyof Named, unknown>>;
  return typeof name === "string" && typeof host === "string";
}

/** The engines of the server that the page came from; none on a plain static host. */
export async function listEngines(root: URL): Promise<readonly Place[]> {
  try {
    if (!(await hasEngines(root))) return [];
    const response = await fetch(new URL("/engines/", root), { headers: HEADERS, cache: "no-store" });
    const found: unknown = response.ok ? await response.json() : [];
    if (!Array.isArray(found)) return [];
    return found.filter(isNamed).map(({ name, host }) => ({ engine: name, host }));
  } catch {
    return [];
  }
}
