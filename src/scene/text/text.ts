/** What printed lines say: words, names, prices, dates, codes and sentences of U+0020 to U+007E. */
import type { Random } from "../../base/random.ts";
import { pick, whole } from "../chance.ts";
import { commonWords, names, printedWords } from "./vocabulary.ts";

/** The longest line. */
export const longestLine = 48;

const digits = "0123456789";
const upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const lower = "abcdefghijklmnopqrstuvwxyz";
const marks = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

const drawn = (random: Random, from: string, count: number): string =>
  Array.from({ length: count }, () => from[random.below(from.length)]).join("");

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** A word that does not exist, of consonants and vowels by turns. */
function inventedWord(random: Random): string {
  const [consonants, vowels] = ["bcdfghjklmnpqrstvwxyz", "aeiouy"];
  const start = random.below(2);
  return Array.from({ length: whole(random, 2, 8) }, (_, i) =>
    drawn(random, (i + start) % 2 === 0 ? consonants : vowels, 1),
  ).join("");
}

/** A word in one of the usual forms. */
function word(random: Random): string {
  const plain = random.next() < 0.65 ? pick(random, commonWords) : inventedWord(random);
  const form = random.next();
  if (form < 0.35) return plain;
  return form < 0.65 ? capital(plain) : plain.toUpperCase();
}

const two = (value: number): string => String(value).padStart(2, "0");

/** An amount of money. */
function price(random: Random): string {
  const amount = `${random.below(10 ** whole(random, 1, 4))}${pick(random, [".", ".", ","])}${drawn(random, digits, 2)}`;
  const sign = pick(random, ["", "", "$", "$ ", "EUR ", "RM ", "USD ", "-"]);
  return random.next() < 0.12
    ? `${amount} ${pick(random, ["EUR", "A", "B", "SR", "%"])}`
    : `${sign}${amount}`;
}

/** A day, a time of day, or both. */
function date(random: Random): string {
  const [day, month, year] = [whole(random, 1, 28), whole(random, 1, 12), whole(random, 1970, 2039)];
  const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const clock = `${two(random.below(24))}:${two(random.below(60))}${random.next() < 0.3 ? `:${two(random.below(60))}` : ""}`;
  const mark = pick(random, ["/", "-", "."]);
  const days = [
    `${two(day)}${mark}${two(month)}${mark}${year}`,
    `${year}-${two(month)}-${two(day)}`,
    `${day} ${months[month - 1]} ${year}`,
    `${months[month - 1]} ${day}, ${year}`,
    `${two(day)}${mark}${two(month)}${mark}${two(year % 100)}`,
  ];
  const form = random.next();
  if (form < 0.2) return clock;
  return form < 0.4 ? `${pick(random, days)} ${clock}` : pick(random, days);
}

/** A number of an article, an account, a telephone, a place in the net. */
function code(random: Random): string {
  const letters = () => drawn(random, upper, whole(random, 1, 4));
  const number = () => drawn(random, digits, whole(random, 2, 8));
  switch (random.below(8)) {
    case 0:
      return `${letters()}-${number()}`;
    case 1:
      return drawn(random, upper + digits, whole(random, 3, 12));
    case 2:
      return `#${number()}`;
    case 3:
      return `+${whole(random, 1, 99)} ${number()} ${number()}`;
    case 4:
      return `${drawn(random, digits, 3)}-${drawn(random, digits, 4)}`;
    case 5:
      return `www.${inventedWord(random)}.${pick(random, ["com", "org", "net", "eu"])}`;
    case 6:
      return `${inventedWord(random)}@${inventedWord(random)}.${pick(random, ["com", "org", "net"])}`;
    default:
      return drawn(random, digits, whole(random, 1, 13));
  }
}

/** Something that has a word and a number, as on receipts and forms. */
function entry(random: Random): string {
  const label = random.next() < 0.6 ? pick(random, printedWords) : word(random);
  switch (random.below(5)) {
    case 0:
      return `${label}: ${price(random)}`;
    case 1:
      return `${whole(random, 1, 12)} x ${label} ${price(random)}`;
    case 2:
      return `${capital(label.toLowerCase())} ${date(random)}`;
    case 3:
      return `${label} ${code(random)}`;
    default:
      return `${label} ${price(random)}`;
  }
}

/** Words in one form, with the marks of a sentence. */
function sentence(random: Random): string {
  const words = Array.from({ length: whole(random, 2, 9) }, () =>
    random.next() < 0.85 ? pick(random, commonWords) : inventedWord(random),
  );
  const joined = words.map((each, i) =>
    i + 1 < words.length && random.next() < 0.08
      ? `${each}${pick(random, [",", ",", ";", ":", " -"])}`
      : each,
  );
  const text = `${capital(joined.join(" "))}${pick(random, [".", ".", ".", "!", "?", ""])}`;
  const form = random.next();
  if (form < 0.15) return text.toUpperCase();
  return form < 0.2 ? `"${text}"` : text;
}

/** Any characters at all: what no other kind has often enough. */
function anything(random: Random): string {
  return drawn(
    random,
    upper + lower + digits + (random.next() < 0.5 ? marks : "&-/.,:"),
    whole(random, 1, 10),
  );
}

function person(random: Random): string {
  const full = `${pick(random, names)} ${pick(random, names)}`;
  return random.next() < 0.25 ? full.toUpperCase() : full;
}

const makers: readonly ((random: Random) => string)[] = [
  word,
  word,
  sentence,
  sentence,
  person,
  price,
  date,
  code,
  entry,
  entry,
  anything,
];

/** A line of 1 to `limit` characters (48 at most) that neither begins nor ends with a space. */
export function printedText(random: Random, limit: number): string {
  const wanted = whole(random, 1, Math.max(1, Math.min(limit, longestLine)));
  let text = pick(random, makers)(random);
  while (text.length < wanted && random.next() < 0.6) text = `${text} ${pick(random, makers)(random)}`;
  const most = Math.min(limit, longestLine);
  // Cut at any of many places, so that the longest length is not the most frequent one.
  if (text.length > most) text = text.slice(0, whole(random, Math.ceil(most / 2), most));
  return text.trim() || drawn(random, upper + lower, 1);
}
