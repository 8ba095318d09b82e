/** What a page must say of itself to be given shared memory, and with it threads; not every static host can say it. */

const ISOLATION: Readonly<Record<string, string>> = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** The same response, isolated. One whose host has said something of its own, or that failed, is left as it is. */
export function isolated(response: Response): Response {
  const { status, statusText, body } = response;
  if (response.type === "error" || response.headers.has("Cross-Origin-Embedder-Policy")) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(ISOLATION)) headers.set(name, value);
  return new Response(body, { status, statusText, headers });
}
