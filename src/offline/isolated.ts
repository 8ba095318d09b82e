/** The headers that a page needs for shared memory, and so for threads; not every static host can send them. */

const ISOLATION: Readonly<Record<string, string>> = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** The same response with the isolation headers. A response that has its own, or that failed, is not changed. */
export function isolated(response: Response): Response {
  const { status, statusText, body } = response;
  if (response.type === "error" || response.headers.has("Cross-Origin-Embedder-Policy")) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(ISOLATION)) headers.set(name, value);
  return new Response(body, { status, statusText, headers });
}
