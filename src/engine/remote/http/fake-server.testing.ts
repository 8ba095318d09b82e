/**
 * For tests: a server that answers as vLLM 0.32.0 does, with the shapes of its answers, over a small model that is a hash of
 * what it was given. What the real server says is in recorded.test.ts; this one can also be made to lack or refuse things.
 */

import {
  type Body,
  END,
  hash,
  logProbs,
  MERGED,
  PICTURE,
  PIECES,
  refusal,
  SAID,
  type Sampling,
  START,
  STOP,
  told,
} from "./fake-model.testing.ts";
import { nativeServer } from "./fake-native.testing.ts";
import type { Sent } from "./server-faults.ts";
import type { Send } from "./transport.ts";

/** How a server was started, and what is wrong with it. */
export interface FakeServerSettings {
  /** --enable-scale-out. */
  readonly scaleOut?: boolean;
  /** --max-logprobs. */
  readonly maxLogProbs?: number;
  /** Whether pictures change anything. */
  readonly sees?: boolean;
  /** Whether it is an SGLang server, in the shapes of its documentation. */
  readonly native?: boolean;
  /** What the template puts before an answer that is not yet begun, such as an empty thought. */
  readonly opening?: string;
  /** Whether it merges two letters into one token only where it reads text, so that ids do not come back. */
  readonly merges?: boolean;
  /** Answers that come first, instead of its own, one each. */
  readonly refusals?: Sent[];
  /** Whether nothing answers any more. */
  isDown?(): boolean;
  /** What an answer waits for. */
  until?(signal: AbortSignal): Promise<void>;
}

export interface FakeServer {
  readonly send: Send;
  /** The paths that were asked, in order. */
  readonly asked: string[];
  /** The largest number of requests that were under way at once. */
  most(): number;
}

export function createFakeServer(settings: FakeServerSettings = {}): FakeServer {
  const { scaleOut = true, maxLogProbs = 100, sees = true, opening = "", merges = false } = settings;
  const refusals = settings.refusals ?? [];
  const asked: string[] = [];
  let open = 0;
  let most = 0;

  const read = (text: string): number[] => {
    const ids: number[] = [];
    for (let at = 0; at < text.length; ) {
      const special = [START, END, PICTURE, ...(merges ? [MERGED] : [])].find((piece) =>
        text.startsWith(piece, at),
      );
      const piece = special ?? text[at] ?? "";
      ids.push(Math.max(0, PIECES.indexOf(PIECES.includes(piece) ? piece : "?")));
      at += piece.length;
    }
    return ids;
  };
  const written = (ids: readonly number[]): string => ids.map((id) => PIECES[id] ?? "").join("");

  const prompt = ({
    messages = [],
    add_generation_prompt: adds = true,
    continue_final_message: continues,
  }: Body) => {
    const urls: string[] = [];
    const turns = messages.map(({ role, content }) => {
      const parts = typeof content === "string" ? [{ text: content }] : content;
      const said = parts.map((part) => {
        if ("image_url" in part && part.image_url !== undefined) {
          urls.push(part.image_url.url);
          return PICTURE;
        }
        return part.text ?? "";
      });
      return `${START}${role}\n${said.join("")}`;
    });
    const text = turns.join(`${END}\n`);
    const tail = adds ? `${END}\n${START}assistant\n${opening}` : `${END}\n`;
    return {
      ids: read(continues === true ? text : `${text}${tail}`),
      pictures: sees && urls.length > 0 ? `${hash(urls)}` : "",
    };
  };

  const promptRows = (ids: readonly number[], pictures: string, k: number) =>
    ids.map((own, at) => {
      if (at === 0) return null;
      const row = logProbs(ids.slice(0, at), pictures);
      const order = row.map((_, id) => id).sort((a, b) => (row[b] as number) - (row[a] as number) || a - b);
      const entry = (id: number) => ({
        logprob: row[id],
        rank: order.indexOf(id) + 1,
        decoded_token: PIECES[id],
      });
      return Object.fromEntries([own, ...order.slice(0, k)].map((id) => [id, entry(id)]));
    });

  const generate = (start: readonly number[], pictures: string, sampling: Sampling) => {
    const { max_tokens: longest = 16, temperature = 1, seed = 0 } = sampling;
    const ids: number[] = [];
    const content: { token: string; logprob: number }[] = [];
    while (ids.length < longest) {
      const row = logProbs([...start, ...ids], pictures);
      const score = (id: number) =>
        temperature === 0
          ? (row[id] as number)
          : (row[id] as number) / temperature - Math.log(-Math.log(hash([seed, ids.length, id]) + 1e-9));
      const id = SAID.reduce((best, each) => (score(each) > score(best) ? each : best));
      ids.push(id);
      content.push({ token: PIECES[id] ?? "", logprob: row[id] as number });
      if (id === STOP) return { token_ids: ids, logprobs: { content }, finish_reason: "stop" };
    }
    return { token_ids: ids, logprobs: { content }, finish_reason: "length" };
  };

  const tooMany = ({ prompt_logprobs: k }: Sampling): Sent | null =>
    k === undefined || k <= maxLogProbs
      ? null
      : refusal(400, `Requested prompt logprobs of ${k}, which is greater than max allowed: ${maxLogProbs}`);

  const chat = (body: Body & Sampling): Sent => {
    const refused = tooMany(body);
    if (refused !== null) return refused;
    const { ids, pictures } = prompt(body);
    const { prompt_logprobs: k } = body;
    return told(200, {
      choices: [{ index: 0, ...generate(ids, pictures, body) }],
      prompt_token_ids: body.return_token_ids === true ? ids : null,
      prompt_logprobs: k === undefined ? null : promptRows(ids, pictures, k),
    });
  };

  const tokens = ({
    token_ids: ids = [],
    features,
    sampling_params: sampling = {},
    output_mode: mode,
  }: Body): Sent => {
    const refused = tooMany(sampling);
    if (refused !== null) return refused;
    const pictures = sees ? (features?.mm_hashes.image.join() ?? "") : "";
    const { prompt_logprobs: k } = sampling;
    const choice = generate(ids, pictures, sampling);
    return told(200, {
      choices: [{ index: 0, ...choice, logprobs: mode === "text" ? choice.logprobs : null }],
      prompt_logprobs: k === undefined ? null : promptRows(ids, pictures, k),
    });
  };

  const nativeAnswer = nativeServer({ prompt, promptRows, generate, written, sees });

  const refusedPath = (path: string, body: Body): Sent | null => {
    if (body.model !== undefined && body.model !== "small")
      return refusal(404, `The model \`${body.model}\` does not exist.`);
    if (!scaleOut && (path.endsWith("/render") || path.startsWith("/inference")))
      return refusal(
        403,
        "Scale-out endpoints are disabled. Restart vllm serve with --enable-scale-out to enable them.",
      );
    return null;
  };

  const answer = (path: string, body: Body & Sampling): Sent => {
    switch (path) {
      case "/v1/models":
        return told(200, { object: "list", data: [{ id: "small", owned_by: "vllm", max_model_len: 1024 }] });
      case "/version":
        return told(200, { version: "0.32.0" });
      case "/v1/chat/completions":
        return chat(body);
      case "/v1/chat/completions/render": {
        const { ids, pictures } = prompt(body);
        const image = pictures === "" ? [] : [pictures];
        return told(200, { token_ids: ids, features: { mm_hashes: { image } } });
      }
      case "/inference/v1/generate":
        return tokens(body);
      case "/tokenize":
        return told(200, {
          tokens: body.messages === undefined ? read(body.prompt ?? "") : prompt(body).ids,
        });
      case "/detokenize":
        return told(200, { prompt: written(body.tokens ?? []) });
      default:
        return refusal(404, "Not Found");
    }
  };

  return {
    asked,
    most: () => most,
    async send(path, body, signal) {
      asked.push(path);
      open += 1;
      most = Math.max(most, open);
      await new Promise((settle) => setTimeout(settle, 0));
      await settings.until?.(signal);
      open -= 1;
      signal.throwIfAborted();
      if (settings.isDown?.() === true) throw new TypeError("Failed to fetch");
      const asks = JSON.parse(JSON.stringify(body ?? {}));
      const own = settings.native === true ? nativeAnswer(path, asks) : null;
      return refusals.shift() ?? own ?? refusedPath(path, asks) ?? answer(path, asks);
    },
  };
}
