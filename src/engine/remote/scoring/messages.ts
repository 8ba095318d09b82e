/** A showing as the messages of a chat, and the fields that every request about it shares. */
import { type Outcome, success } from "../../../base/outcome.ts";
import type { Showing, ShownImage } from "../../../evidence/views/showing.ts";

type Part =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image_url"; readonly image_url: { readonly url: string } };

export interface Message {
  readonly role: "user" | "assistant";
  readonly content: string | readonly Part[];
}

/** A picture as a data: URL, as the engine is sent it. */
export type PictureUrl = (image: ShownImage, showing: Showing) => Promise<Outcome<string>>;

export async function messagesOf(showing: Showing, urlOf: PictureUrl): Promise<Outcome<readonly Message[]>> {
  const content: Part[] = [];
  for (const part of showing.parts) {
    if (part.kind === "text") {
      content.push({ type: "text", text: part.text });
      continue;
    }
    const url = await urlOf(part, showing);
    if (!url.ok) return url;
    content.push({ type: "image_url", image_url: { url: url.value } });
  }
  return success([{ role: "user", content }]);
}

/** The pictures of messages, in order. */
export function picturesIn(messages: readonly Message[]): readonly string[] {
  const parts = messages.flatMap(({ content }) => (typeof content === "string" ? [] : content));
  return parts.flatMap((part) => (part.type === "image_url" ? [part.image_url.url] : []));
}

/** One picture, then a text. */
export function pictureMessages(url: string, text: string): readonly Message[] {
  return [
    {
      role: "user",
      content: [
        { type: "image_url", image_url: { url } },
        { type: "text", text },
      ],
    },
  ];
}

/** A model that can think before it answers is asked to answer at once; other templates know no such argument. */
const TEMPLATE = { chat_template_kwargs: { enable_thinking: false } };

/** The body of a chat request that answers `messages`. */
export function chatBody(model: string, messages: readonly Message[], more: object): object {
  return { model, messages, return_token_ids: true, ...TEMPLATE, ...more };
}

/** The same with a started answer that is continued. */
export function continuedBody(
  model: string,
  messages: readonly Message[],
  started: string,
  more: object,
): object {
  const turns: readonly Message[] = [...messages, { role: "assistant", content: started }];
  return chatBody(model, turns, { add_generation_prompt: false, continue_final_message: true, ...more });
}
