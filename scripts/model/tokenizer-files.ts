/**
 * Tokenizer files for random trios: a byte-level BPE in the `tokenizer.json` format with SmolVLM's special
 * tokens. Every string round-trips; the merges are letter pairs and triples, not learned ones.
 */

export const specialTokens = [
  "<|endoftext|>",
  "<|im_start|>",
  "<|im_end|>",
  "<fake_token_around_image>",
  "<global-img>",
  "<image>",
  "<end_of_utterance>",
] as const;

/** SmolVLM's chat template. */
export const chatTemplate =
  "<|im_start|>{% for message in messages %}{{message['role'] | capitalize}}" +
  "{% if message['content'][0]['type'] == 'image' %}{{':'}}{% else %}{{': '}}{% endif %}" +
  "{% for line in message['content'] %}{% if line['type'] == 'text' %}{{line['text']}}" +
  "{% elif line['type'] == 'image' %}{{ '<image>' }}{% endif %}{% endfor %}<end_of_utterance>\n{% endfor %}" +
  "{% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}";

/** The least vocabulary: special tokens and all bytes. */
export const smallestVocabulary = specialTokens.length + 256;

/** GPT-2's printable letter for each byte. */
function byteLetters(): string[] {
  const letters: string[] = [];
  let next = 256;
  for (let byte = 0; byte < 256; byte += 1) {
    const printable = (byte > 32 && byte < 127) || (byte > 160 && byte < 173) || byte > 173;
    letters.push(String.fromCodePoint(printable ? byte : next++));
  }
  return letters;
}

/** At most `count` merges in a fixed order: space and letter, then pairs of letters, then triples. */
function merges(count: number): [string, string][] {
  const letters = [..."etaoinsrhldcumfpgwybvkxjqz"];
  const pairs = letters.flatMap((first) => letters.map((second): [string, string] => [first, second]));
  const spaced = letters.map((letter): [string, string] => ["Ġ", letter]);
  const triples = pairs.flatMap(([a, b]) => letters.map((letter): [string, string] => [a + b, letter]));
  return [...spaced, ...pairs, ...triples].slice(0, count);
}

/** `tokenizer.json` with exactly `size` pieces; `more` special tokens have the last ids. */
export function tokenizerJson(size: number, more: readonly string[] = []): string {
  const least = smallestVocabulary + more.length;
  if (size < least) throw new Error(`A vocabulary needs at least ${least} pieces.`);
  const rules = merges(size - least);
  const pieces = [...specialTokens, ...byteLetters(), ...rules.map(([a, b]) => a + b), ...more];
  if (pieces.length !== size)
    throw new Error(`A vocabulary of ${size} is more than the built-in merges give.`);
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  const byteLevel = { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true };
  return JSON.stringify({
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: [...specialTokens, ...more].map((content) => ({
      id: pieces.indexOf(content),
      content,
      ...flags,
    })),
    normalizer: null,
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [{ type: "Digits", individual_digits: true }, byteLevel],
    },
    post_processor: null,
    decoder: { ...byteLevel, add_prefix_space: true },
    model: {
      type: "BPE",
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])),
      merges: rules,
    },
  });
}

/** `tokenizer_config.json`, as far as the loader reads it. */
export function tokenizerConfigJson(): string {
  return JSON.stringify({
    add_prefix_space: false,
    bos_token: "<|im_start|>",
    eos_token: "<end_of_utterance>",
    pad_token: "<|im_end|>",
    unk_token: "<|endoftext|>",
    clean_up_tokenization_spaces: false,
    chat_template: chatTemplate,
    tokenizer_class: "GPT2Tokenizer",
  });
}
