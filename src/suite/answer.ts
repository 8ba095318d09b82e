/** From what a model wrote to its answer, and whether two answers say the same (Zooming without Zooming, §5 and appendix 9.2). */
import type { Rollout } from "../evidence/rollout.ts";

/** The text of a rollout without its stop token. */
export function answerText(rollout: Rollout): string {
  const said = rollout.end === "stopToken" ? rollout.texts.slice(0, -1) : rollout.texts;
  return said.join("").trim();
}

/**
 * The answer within a longer text: inside the last pair of answer tags, else what follows the last "Answer:", else its
 * last three lines. Vision-OPD's code takes the whole text in the last case; this follows Zooming without Zooming.
 */
export function extractAnswer(text: string): string {
  const tagged = [...text.matchAll(/<answer>([\s\S]*?)<\/answer>/gi)].at(-1)?.[1];
  if (tagged !== undefined) return tagged.trim();
  const announced = /^[\s\S]*\banswer\s*:\**\s*([\s\S]*)$/i.exec(text)?.[1];
  if (announced !== undefined) return announced.trim();
  return text.trim().split("\n").slice(-3).join("\n").trim();
}

/** Lower case, one space between words, no closing full stop, no quotation marks around. */
function plain(answer: string): string {
  const text = answer.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
  return text
    .replace(/[.!]+$/, "")
    .replace(/^["'“‘](.*)["'”’]$/u, "$1")
    .trim();
}

/** The number that an answer is, thousands separated or not; null where it is anything more. */
function numberOf(answer: string): number | null {
  const digits = plain(answer).replace(/(?<=\d),(?=\d{3}(?:\D|$))/g, "");
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?%?$/.test(digits) ? Number.parseFloat(digits) : null;
}

/** Whether two answers are the same text but for case, spaces and a full stop, or the same number. */
export function equivalent(answer: string, gold: string): boolean {
  if (plain(gold) === "") return false;
  if (plain(answer) === plain(gold)) return true;
  const [said, wanted] = [numberOf(answer), numberOf(gold)];
  return said !== null && said === wanted && plain(answer).endsWith("%") === plain(gold).endsWith("%");
}

/**
 * Reward of an answer between 0 and 1: 1 where it is equivalent, else by how near its number is (appendix 9.2):
 * `max(0, 1 - |ŷ - y| / |y|)`, or `exp(-|ŷ - y|)` where y is 0. The released code has the numbers' part commented out;
 * this follows the paper. Texts that would need a judge get 0.
 */
export function nearness(answer: string, gold: string): number {
  if (equivalent(answer, gold)) return 1;
  const [said, wanted] = [numberOf(answer), numberOf(gold)];
  if (said === null || wanted === null) return 0;
  const distance = Math.abs(said - wanted);
  return wanted === 0 ? Math.exp(-distance) : Math.max(0, 1 - distance / Math.abs(wanted));
}
