/** Where requests about a served model go, and what is asked about: a prompt as that engine takes it. */
import { success } from "../../../base/outcome.ts";
import type { Transport } from "../http/transport.ts";
import * as wire from "../http/wire.ts";
import type { Message } from "./messages.ts";

/** Where requests go. */
export interface Target {
  readonly transport: Transport;
  readonly title: string;
  /** The model's name there. */
  readonly model: string;
  /** Whether it is an SGLang server. */
  readonly native: boolean;
}

/** A prompt as the engine rendered it; `features` are the pictures, as that engine takes them beside the ids. */
export interface RenderedPrompt {
  readonly ids: readonly number[];
  readonly features: unknown;
}

/** A showing for scoring: its messages, and its rendered prompt where the route needs it. */
export interface ScoringPrompt {
  readonly messages: readonly Message[];
  readonly rendered: RenderedPrompt | null;
}

/** Asks and reads; null where it was stopped. */
export async function askFor<T extends Parameters<typeof wire.read>[0]>(
  { transport, title }: Target,
  path: string,
  body: object | null,
  schema: T,
  signal: AbortSignal,
) {
  const answer = await transport.ask(path, body, signal);
  if (!answer.ok) return answer;
  return answer.value === null ? success(null) : wire.read(schema, answer.value, title);
}
