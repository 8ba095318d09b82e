/** The answers of an engine, as far as Fovea reads them: vLLM's HTTP interface, 0.32.0. */
import * as v from "valibot";
import { failure, type Outcome, success } from "../../../base/outcome.ts";

const id = v.pipe(v.number(), v.integer(), v.minValue(0));

/** -inf and NaN come as this number; what is below it does not come. */
const NO_PROBABILITY = -9999;

const logProb = v.pipe(
  v.number(),
  v.transform((nats) => (nats <= NO_PROBABILITY ? Number.NEGATIVE_INFINITY : nats)),
);

export const modelList = v.object({
  data: v.array(
    v.object({
      id: v.string(),
      root: v.nullish(v.string()),
      max_model_len: v.nullish(v.number()),
      owned_by: v.nullish(v.string()),
    }),
  ),
});

export const version = v.object({ version: v.string() });

export const tokens = v.object({ tokens: v.array(id) });

/** vLLM calls it the prompt, SGLang the text. */
export const text = v.pipe(
  v.union([v.object({ prompt: v.string() }), v.object({ text: v.string() })]),
  v.transform((found) => ("prompt" in found ? found.prompt : found.text)),
);

/** `features` is what the engine made of the pictures, and goes back to it unread. */
export const rendered = v.object({ token_ids: v.array(id), features: v.nullish(v.unknown()) });

/** One row of `prompt_logprobs`: K entries, and one more where the prompt's own token is not among them. */
const promptRow = v.record(
  v.string(),
  v.object({ logprob: logProb, rank: v.nullish(v.number()), decoded_token: v.nullish(v.string()) }),
);
export type PromptRow = v.InferOutput<typeof promptRow>;

/** Row i belongs to token i of the prompt; the first has none. */
const promptRows = v.nullish(v.array(v.nullable(promptRow)));

/** A generated token, as text, with its log-probability. */
const said = v.object({ content: v.nullish(v.array(v.object({ token: v.string(), logprob: logProb }))) });

const choice = v.object({
  finish_reason: v.nullish(v.string()),
  token_ids: v.nullish(v.array(id)),
  logprobs: v.nullish(said),
});
export type Choice = v.InferOutput<typeof choice>;

export const chat = v.object({
  choices: v.array(choice),
  prompt_token_ids: v.nullish(v.array(id)),
  prompt_logprobs: promptRows,
});
export type Chat = v.InferOutput<typeof chat>;

/** An answer to token ids, in the mode "text". */
export const generated = v.object({ choices: v.array(choice), prompt_logprobs: promptRows });

/** SGLang's entry of a token: its log-probability (none for the first of a prompt), its id, and its text where asked for. */
const nativeEntry = v.looseTuple([v.nullable(logProb), id, v.nullish(v.string())]);
const nativeRow = v.array(nativeEntry);
export type NativeRow = v.InferOutput<typeof nativeRow>;

/** SGLang's answer to token ids and pictures (its "native API" page and sampling parameters). */
export const native = v.object({
  output_ids: v.nullish(v.array(id)),
  meta_info: v.object({
    finish_reason: v.nullish(
      v.object({ type: v.string(), matched: v.nullish(v.union([v.number(), v.string()])) }),
    ),
    input_token_logprobs: v.nullish(nativeRow),
    input_top_logprobs: v.nullish(v.array(v.nullish(nativeRow))),
    output_token_logprobs: v.nullish(nativeRow),
  }),
});
export type Native = v.InferOutput<typeof native>;

/** A chat's answer from SGLang, as far as its prompt goes. */
export const nativeChat = v.object({
  choices: v.array(v.object({ prompt_token_ids: v.nullish(v.array(id)) })),
});

/** What an SGLang server says of its model; no other server has this route. */
export const nativeInfo = v.object({ model_path: v.string() });

/** Reads an answer. Fault: corrupt, with the first field that does not fit. */
export function read<T extends v.GenericSchema>(
  schema: T,
  value: unknown,
  title: string,
): Outcome<v.InferOutput<T>> {
  const found = v.safeParse(schema, value, { abortEarly: true });
  if (found.success) return success(found.output);
  const [issue] = found.issues;
  const place = v.getDotPath(issue) ?? "its answer";
  return failure(
    "corrupt",
    `${title} answered in a way that Fovea does not know: ${place}, ${issue.message}.`,
  );
}
