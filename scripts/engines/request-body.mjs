/**
 * What a body for an engine may hold, by path: the fields that Fovea uses and no others, with pictures as data: URLs, so that
 * no engine is made to fetch an address, to run a template or to read other media.
 */

const SAMPLING = [
  "max_tokens",
  "temperature",
  "top_p",
  "top_k",
  "min_p",
  "repetition_penalty",
  "seed",
  "logprobs",
  "prompt_logprobs",
];
const TEMPLATE = ["messages", "add_generation_prompt", "continue_final_message", "chat_template_kwargs"];
const CHAT = [
  "model",
  "top_logprobs",
  "return_token_ids",
  "return_prompt_token_ids",
  ...SAMPLING,
  ...TEMPLATE,
];
/** Sampling parameters that SGLang calls otherwise. */
const NATIVE_SAMPLING = ["max_new_tokens", "sampling_seed", "skip_special_tokens"];

/** @type {ReadonlyMap<string, readonly string[]>} */
const FIELDS = new Map([
  ["/v1/chat/completions", CHAT],
  ["/v1/chat/completions/render", CHAT],
  // What rendering made of the pictures is handed back as it came.
  ["/inference/v1/generate", ["model", "token_ids", "features", "sampling_params", "output_mode"]],
  ["/tokenize", ["model", "prompt", "add_special_tokens", ...TEMPLATE]],
  ["/detokenize", ["model", "tokens", "skip_special_tokens"]],
  [
    "/generate",
    [
      "input_ids",
      "image_data",
      "sampling_params",
      "return_logprob",
      "return_text_in_logprobs",
      "logprob_start_len",
      "top_logprobs_num",
    ],
  ],
]);

const PICTURE = /^data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/=]*$/;

/** @returns {value is Readonly<Record<string, unknown>>} */
function isRecord(/** @type {unknown} */ value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @returns {string | null} the first field that is not among `known` */
function unknownIn(
  /** @type {Readonly<Record<string, unknown>>} */ value,
  /** @type {readonly string[]} */ known,
) {
  return Object.keys(value).find((name) => !known.includes(name)) ?? null;
}

/** @returns {boolean} */
function isPicture(/** @type {unknown} */ url) {
  return typeof url === "string" && PICTURE.test(url);
}

/** @returns {boolean} */
function isPart(/** @type {unknown} */ part) {
  if (!isRecord(part)) return false;
  if (part["type"] === "text")
    return typeof part["text"] === "string" && unknownIn(part, ["type", "text"]) === null;
  const { type, image_url: picture } = part;
  return (
    type === "image_url" &&
    unknownIn(part, ["type", "image_url"]) === null &&
    isRecord(picture) &&
    unknownIn(picture, ["url"]) === null &&
    isPicture(picture["url"])
  );
}

/** @returns {boolean} */
function isMessage(/** @type {unknown} */ message) {
  if (!isRecord(message) || unknownIn(message, ["role", "content"]) !== null) return false;
  const { role, content } = message;
  if (typeof role !== "string") return false;
  return typeof content === "string" || (Array.isArray(content) && content.every(isPart));
}

/** @returns {string | null} */
function refusalIn(
  /** @type {Readonly<Record<string, unknown>>} */ value,
  /** @type {readonly string[]} */ fields,
) {
  const unknown = unknownIn(value, fields);
  if (unknown !== null) return `The field ${unknown} is not passed on.`;
  const { messages, image_data: pictures, sampling_params: sampling, chat_template_kwargs: template } = value;
  if (pictures !== undefined && !(Array.isArray(pictures) && pictures.every(isPicture)))
    return "Pictures are data: URLs and nothing else.";
  if (messages !== undefined && !(Array.isArray(messages) && messages.every(isMessage)))
    return "A message holds texts, and pictures as data: URLs, and nothing else.";
  if (
    sampling !== undefined &&
    !(isRecord(sampling) && unknownIn(sampling, [...SAMPLING, ...NATIVE_SAMPLING]) === null)
  )
    return `The sampling parameters that are passed on are ${SAMPLING.join(", ")}.`;
  if (template !== undefined && !(isRecord(template) && unknownIn(template, ["enable_thinking"]) === null))
    return "The only argument of a chat template that is passed on is enable_thinking.";
  return null;
}

/** Why a body is not passed on to that path, as a sentence, or null. @returns {string | null} */
export function refusalOf(/** @type {Buffer} */ body, /** @type {string} */ path) {
  /** @type {unknown} */
  let value;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch {
    return "The body is not JSON.";
  }
  return isRecord(value) ? refusalIn(value, FIELDS.get(path) ?? []) : "The body is no JSON object.";
}
