/** For tests: what an SGLang server answers, in the shapes of its documentation, over the small model of the fake server. */
import { type Body, hash, PICTURE, PIECES, refusal, type Sampling, told } from "./fake-model.testing.ts";
import type { Sent } from "./server-faults.ts";

type Row = Readonly<Record<string, { readonly logprob: number | undefined }>> | null;

/** What the fake server makes of messages and ids. */
interface Parts {
  prompt(body: Body): { readonly ids: readonly number[] };
  promptRows(ids: readonly number[], pictures: string, k: number): readonly Row[];
  generate(
    ids: readonly number[],
    pictures: string,
    sampling: Sampling,
  ): {
    readonly token_ids: readonly number[];
    readonly logprobs: { readonly content: readonly { readonly logprob: number }[] };
    readonly finish_reason: string;
  };
  written(ids: readonly number[]): string;
  readonly sees: boolean;
}

/** As many placeholders as a picture takes. */
const expanded = (ids: readonly number[]) =>
  ids.flatMap((id) => (PIECES[id] === PICTURE ? [id, id, id] : [id]));

const entry = (row: Row | undefined, id: number) => [row?.[id]?.logprob ?? null, id, PIECES[id]] as const;

/** Rows of the prompt with the pictures put in, and what follows. */
function generated({ promptRows, generate, sees }: Parts, body: Body): Sent {
  const { input_ids: given = [], image_data: urls = [], sampling_params: asked = {} } = body;
  const { max_new_tokens: longest = 16, sampling_seed: seed = 0, ...sampling } = asked;
  const ids = expanded(given);
  const pictures = sees && urls.length > 0 ? `${hash(urls)}` : "";
  const rows = promptRows(ids, pictures, body.top_logprobs_num ?? 0);
  const listed = (row: Row) => (row === null ? null : Object.keys(row).map((id) => entry(row, Number(id))));
  const said = longest === 0 ? null : generate(ids, pictures, { ...sampling, max_tokens: longest, seed });
  return told(200, {
    output_ids: said?.token_ids ?? [],
    meta_info: {
      finish_reason: { type: said?.finish_reason ?? "length", matched: said?.token_ids.at(-1) ?? null },
      input_token_logprobs: ids.map((id, at) => entry(rows[at], id)),
      input_top_logprobs: rows.map(listed),
      output_token_logprobs: said?.token_ids.map((id, at) => [
        said.logprobs.content[at]?.logprob ?? null,
        id,
        PIECES[id],
      ]),
    },
  });
}

/** Answers of an SGLang server; null for those that it shares with vLLM. */
export function nativeServer(parts: Parts) {
  return (path: string, body: Body): Sent | null => {
    if (path === "/get_model_info") return told(200, { model_path: "small" });
    if (path === "/generate") return generated(parts, body);
    if (path === "/detokenize") return told(200, { text: parts.written(body.tokens ?? []) });
    if (path === "/v1/chat/completions")
      return told(200, { choices: [{ prompt_token_ids: expanded(parts.prompt(body).ids) }] });
    return path === "/v1/models" || path === "/tokenize" ? null : refusal(404, "Not Found");
  };
}
