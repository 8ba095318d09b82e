/** What a body for an engine may hold. */
import { expect, test } from "vitest";
import { refusalOf } from "./request-body.mjs";

const CHAT = "/v1/chat/completions";
const PICTURE = "data:image/png;base64,AAAA";
const PART = { type: "image_url", image_url: { url: PICTURE } };
const user = (content: unknown) => ({ messages: [{ role: "user", content }] });
const shown = (url: string) => user([{ type: "image_url", image_url: { url } }]);
const why = (path: string, body: unknown) => refusalOf(Buffer.from(JSON.stringify(body)), path);

test.each([
  ["an address", shown("http://169.254.169.254/latest/meta-data")],
  ["a file", shown("file:///etc/passwd")],
  ["an address after a blank", shown(" https://evil.example/a.png")],
  ["a drawing that may load addresses", shown("data:image/svg+xml;base64,AAAA")],
  ["a page", shown("data:text/html;base64,AAAA")],
  ["more than a picture", shown(`${PICTURE} https://evil.example`)],
  ["a video", user([{ type: "video_url", video_url: { url: PICTURE } }])],
  ["a picture as a bare text", user([{ type: "image_url", image_url: "x" }])],
  ["a tensor", user([{ type: "prompt_embeds", data: "AAAA" }])],
  ["a field beside the picture", user([{ ...PART, uuid: "1" }])],
  ["tools of a message", { messages: [{ role: "user", content: "a", tool_calls: [] }] }],
  ["a template", { ...shown(PICTURE), chat_template: "{{ x }}" }],
  ["an argument of the template", { ...shown(PICTURE), chat_template_kwargs: { x: 1 } }],
  ["a processor's arguments", { ...shown(PICTURE), mm_processor_kwargs: {} }],
  ["messages that are no list", { messages: {} }],
])("%s is not passed on", (_, body) => {
  expect(why(CHAT, body)).toEqual(expect.any(String));
  expect(why(`${CHAT}/render`, body)).toEqual(expect.any(String));
});

test("what Fovea asks is passed on, with each path's own fields", () => {
  const asked = { model: "m", ...user([PART, { type: "text", text: "What?" }]), seed: 1, prompt_logprobs: 5 };
  expect(why(CHAT, { ...asked, chat_template_kwargs: { enable_thinking: false } })).toBeNull();
  const ids = {
    token_ids: [1],
    features: { kwargs_data: { image: ["AAAA"] } },
    sampling_params: { seed: 1 },
  };
  expect(why("/inference/v1/generate", ids)).toBeNull();
  expect(why("/inference/v1/generate", { ...ids, sampling_params: { extra_args: {} } })).toContain(
    "sampling",
  );
  expect(why("/inference/v1/generate", { ...ids, content_parts: [] })).toContain("content_parts");
  const native = { input_ids: [1], image_data: [PICTURE], sampling_params: { max_new_tokens: 0 } };
  expect(why("/generate", native)).toBeNull();
  expect(why("/generate", { ...native, image_data: ["http://169.254.169.254/"] })).toContain("data: URLs");
  expect(why("/generate", { ...native, image_data: PICTURE })).toContain("data: URLs");
  expect(why("/generate", { ...native, image_data: [{ format: "processor_output" }] })).toContain("data:");
  expect(why("/generate", { ...native, text: "a", lora_path: "/" })).toEqual(expect.any(String));
  expect(why("/tokenize", { model: "m", prompt: "a" })).toBeNull();
  expect(why("/detokenize", { model: "m", tokens: [1], url: "x" })).toContain("url");
  expect(why("/v1/load_lora_adapter", { lora_path: "/" })).toContain("lora_path");
});
