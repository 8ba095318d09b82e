/** Which program an engine runs, and by which route it can score given token ids under a picture. */
import { type Fault, failure, type Outcome, success } from "../../base/outcome.ts";
import * as wire from "./http/wire.ts";
import { chatBody, continuedBody, type Message } from "./scoring/messages.ts";
import { render } from "./scoring/prompt-scores.ts";
import type { Route } from "./scoring/served.ts";
import { askFor, type RenderedPrompt, type Target } from "./scoring/target.ts";

/** An answer that no template changes. */
export const STARTED = "A red cup";

/** The route and its prompt, with why the better route is not available. */
export interface FoundRoute {
  readonly route: Route;
  readonly rendered: RenderedPrompt | null;
  readonly remarks: readonly string[];
}

/** The ids of a text, or of messages. */
export async function tokensOf(
  target: Target,
  body: object,
  signal: AbortSignal,
): Promise<Outcome<readonly number[] | null>> {
  const asked = { model: target.model, ...body };
  const found = await askFor(target, "/tokenize", asked, wire.tokens, signal);
  if (!found.ok || found.value === null) return found as Outcome<null>;
  return success(found.value.tokens);
}

/** The answer's own prompt, as the engine made it. */
async function promptIds(
  target: Target,
  messages: readonly Message[],
  signal: AbortSignal,
): Promise<Outcome<readonly number[] | null>> {
  const body = chatBody(target.model, messages, { max_tokens: 1, temperature: 0 });
  const found = await askFor(target, "/v1/chat/completions", body, wire.chat, signal);
  if (!found.ok || found.value === null) return found as Outcome<null>;
  const prompt = found.value.prompt_token_ids ?? null;
  return prompt === null
    ? failure("unsupported", `${target.title} does not return token ids.`, "vLLM does since 0.10.2.")
    : success(prompt);
}

/** Whether a started answer continues the very prompt that an answer has. */
async function continues(
  target: Target,
  messages: readonly Message[],
  prompt: readonly number[],
  signal: AbortSignal,
): Promise<Outcome<boolean | null>> {
  const started = await tokensOf(target, { prompt: STARTED, add_special_tokens: false }, signal);
  if (!started.ok || started.value === null) return started as Outcome<null>;
  const body = continuedBody(target.model, messages, STARTED, { max_tokens: 1, temperature: 0 });
  const found = await askFor(target, "/v1/chat/completions", body, wire.chat, signal);
  if (!found.ok || found.value === null) return found as Outcome<null>;
  return success([...prompt, ...started.value].join() === (found.value.prompt_token_ids ?? []).join());
}

async function findOwnRoute(
  target: Target,
  messages: readonly Message[],
  prompt: readonly number[],
  signal: AbortSignal,
): Promise<Outcome<FoundRoute | null>> {
  const rendered = await render(target, messages, signal);
  if (rendered.ok && rendered.value === null) return success(null);
  if (rendered.ok && rendered.value !== null && rendered.value.ids.join() === prompt.join())
    return success({ route: "generate", rendered: rendered.value, remarks: [] });
  if (!rendered.ok && rendered.fault.kind !== "unsupported") return rendered;
  const same = await continues(target, messages, prompt, signal);
  if (!same.ok || same.value === null) return same as Outcome<null>;
  if (!same.value)
    return failure(
      "unsupported",
      `${target.title} cannot score given tokens: it takes no token ids, and its chat template changes the start of an answer that is continued.`,
      "Start it with --enable-scale-out.",
    );
  const remark =
    "It was started without --enable-scale-out, so an answer is sent as text, and refused where its text gives other tokens.";
  return success({ route: "continue", rendered: null, remarks: [remark] });
}

/** The engine's program. */
export interface Program {
  /** Name and version, where it says. */
  readonly runtime: string;
  /** Whether it is SGLang. */
  readonly native: boolean;
}

/** vLLM says its version; SGLang has a route of its own about its model. */
export async function findProgram(target: Target, signal: AbortSignal): Promise<Outcome<Program | null>> {
  const version = await askFor(target, "/version", null, wire.version, signal);
  if (version.ok)
    return success(
      version.value === null ? null : { runtime: `vLLM ${version.value.version}`, native: false },
    );
  if (!cannot(version.fault)) return version;
  const info = await askFor(target, "/get_model_info", null, wire.nativeInfo, signal);
  if (info.ok) return success(info.value === null ? null : { runtime: "SGLang", native: true });
  return cannot(info.fault) ? success({ runtime: "unknown", native: false }) : info;
}

const cannot = ({ kind }: Fault): boolean => kind === "unsupported" || kind === "corrupt";

async function findNativeRoute(
  target: Target,
  messages: readonly Message[],
  signal: AbortSignal,
): Promise<Outcome<FoundRoute | null>> {
  const rendered = await render(target, messages, signal);
  if (!rendered.ok || rendered.value === null) return rendered as Outcome<null>;
  return success({ route: "native", rendered: rendered.value, remarks: [UNPROVEN] });
}

const UNPROVEN =
  "It is an SGLang server: its route is asked as its documentation says, and was never run where Fovea is built. The noise below shows whether its numbers agree with each other.";

/** The best route to score ids under a picture; null where it was stopped. */
export async function findRoute(
  target: Target,
  messages: readonly Message[],
  signal: AbortSignal,
): Promise<Outcome<FoundRoute | null>> {
  if (target.native) return findNativeRoute(target, messages, signal);
  const prompt = await promptIds(target, messages, signal);
  if (!prompt.ok || prompt.value === null) return prompt as Outcome<null>;
  return findOwnRoute(target, messages, prompt.value, signal);
}
