/** Judges a server's response before any of its bytes are stored. */
import { type Fault, failure } from "../../base/outcome.ts";

/** The longest time that a server may ask us to wait. */
const LONGEST_WAIT_MS = 10 * 60_000;

/**
 * Milliseconds until the next attempt: the server's Retry-After as seconds or as a date, otherwise one second, doubled with
 * every attempt.
 */
export function retryDelay(response: Response | null, attempt: number, now: number): number {
  const asked = response?.headers.get("retry-after") ?? null;
  const seconds = asked === null || asked.trim() === "" ? Number.NaN : Number(asked);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = asked === null ? Number.NaN : Date.parse(asked);
  return Number.isNaN(date) ? 1000 * 2 ** attempt : Math.max(0, date - now);
}

export type Verdict =
  | { readonly kind: "read" }
  | { readonly kind: "again"; readonly delay: number; readonly why: string }
  | { readonly kind: "fault"; readonly fault: Fault };

const fault = (...parts: Parameters<typeof failure>): Verdict => ({
  kind: "fault",
  fault: failure(...parts).fault,
});

function refusal(status: number, path: string): Verdict {
  if (status === 401 || status === 403)
    return fault(
      "notFound",
      `${path} is not public: the server returned status ${status}.`,
      "Fovea sends no keys. Download the model yourself and open its folder.",
    );
  return fault(
    "notFound",
    `The server answered the request for ${path} with status ${status}.`,
    "Check the repository's name and revision.",
  );
}

/** Whether a response can be read, should be requested again, or is a fault. */
export function judge(response: Response, path: string, attempt: number, now: number): Verdict {
  const { status } = response;
  if (status === 429 || status === 408 || status >= 500) {
    const delay = retryDelay(response, attempt, now);
    const seconds = Math.ceil(delay / 1000);
    const why =
      status === 429 ? `The hub asks us to wait ${seconds} s.` : `The hub returned status ${status}.`;
    if (delay > LONGEST_WAIT_MS) return fault("network", why, "What has arrived is kept; continue later.");
    return { kind: "again", delay, why };
  }
  if (status === 416) return { kind: "again", delay: 0, why: "" };
  if (!response.ok) return refusal(status, path);
  if ((response.headers.get("content-type") ?? "").startsWith("text/html")) return webPage(path);
  return { kind: "read" };
}

/** The verdict on a server that returns a web page with status 200 for a missing file or a login. */
export function webPage(path: string): Verdict {
  return fault(
    "notFound",
    `${path} is a web page, not a model file.`,
    "A network that requires a login may cause this. Open the server's address in a tab, then try again.",
  );
}

/** Whether the first bytes of a file are those of a web page, whatever its declared type. */
export function looksLikePage(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart().toLowerCase();
  return start.startsWith("<!doctype html") || start.startsWith("<html");
}
