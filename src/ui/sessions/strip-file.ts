/** The token strip as a figure: what stands on the page, as an SVG file or a PNG, with its legend's words and run card. */
import type { NamedFile } from "../../app/sessions/session-file.ts";
import { fileName } from "../../app/sessions/session-file.ts";
import type { AppState } from "../../app/state.ts";
import { shownExperiment } from "../../session/derived.ts";
import { runCard } from "../../session/run-card.ts";
import { pngOfSvg } from "../save-file.ts";

const EDGE = 16;
const LINE = 15;
/** Of a letter of the notes, on average, in pixels. */
const LETTER = 6.3;

const escaped = (text: string): string =>
  text.replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** A text with the look that it has on the page, from its left and its middle. */
function textMark(element: Element, frame: DOMRect): string {
  const text = element.textContent ?? "";
  if (text.trim() === "") return "";
  const { left, top, height } = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const x = left - frame.left + Number.parseFloat(style.paddingLeft || "0");
  const y = top - frame.top + height / 2;
  const font = `font-family="${escaped(style.fontFamily)}" font-size="${style.fontSize}" font-weight="${style.fontWeight}"`;
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" dominant-baseline="central" fill="${style.color}" ${font}>${escaped(text)}</text>`;
}

function chipMark(chip: Element, frame: DOMRect): string {
  const { left, top, width, height } = chip.getBoundingClientRect();
  const { backgroundColor, borderRadius } = getComputedStyle(chip);
  const place = `x="${(left - frame.left).toFixed(1)}" y="${(top - frame.top).toFixed(1)}"`;
  const size = `width="${width.toFixed(1)}" height="${height.toFixed(1)}" rx="${Number.parseFloat(borderRadius) || 0}"`;
  return `<rect ${place} ${size} fill="${backgroundColor}"/>`;
}

/** Words in lines of that many letters. */
function wrapped(text: string, letters: number): readonly string[] {
  const lines: string[] = [""];
  for (const word of text.split(/\s+/)) {
    const line = `${lines.at(-1)} ${word}`.trim();
    if (line.length > letters && lines.at(-1) !== "") lines.push(word);
    else lines[lines.length - 1] = line;
  }
  return lines;
}

function notesOf(state: AppState, strip: Element): readonly string[] {
  const { session } = state;
  const experiment = shownExperiment(session);
  const image = session.images.find(({ id }) => id === experiment?.plan.image) ?? null;
  const legend = strip.querySelector(".legend-words p")?.textContent ?? "";
  const card = experiment === null ? [] : runCard(experiment, image);
  return [legend, ...card.map(({ name, value }) => `${name}: ${value}`)];
}

/** The drawn strip as an SVG document; null while there is none on the page. */
function stripSvg(state: AppState): string | null {
  const strip = document.querySelector(".strip");
  const list = strip?.querySelector(".tokens");
  if (!strip || !list || list.childElementCount === 0) return null;
  const frame = list.getBoundingClientRect();
  const width = Math.max(640, Math.ceil(frame.width));
  const marks = [...list.querySelectorAll(".token")].flatMap((token) => {
    const [chip, instead] = [token.querySelector(".token-chip"), token.querySelector(".token-instead")];
    return [
      ...(chip === null ? [] : [chipMark(chip, frame), textMark(chip, frame)]),
      ...(instead === null ? [] : [textMark(instead, frame)]),
    ];
  });
  const lines = notesOf(state, strip).flatMap((note) => wrapped(note, Math.floor(width / LETTER)));
  const below = Math.ceil(list.scrollHeight) + EDGE;
  const height = below + lines.length * LINE + EDGE;
  const { color } = getComputedStyle(strip);
  const notes = lines.map(
    (line, i) =>
      `<text x="0" y="${below + i * LINE}" fill="${color}" font-family="Inter, sans-serif" font-size="12">${escaped(line)}</text>`,
  );
  const box = `viewBox="${-EDGE} ${-EDGE} ${width + 2 * EDGE} ${height + EDGE}"`;
  const paper = `<rect x="${-EDGE}" y="${-EDGE}" width="${width + 2 * EDGE}" height="${height + EDGE}" fill="${getComputedStyle(strip).backgroundColor}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width + 2 * EDGE}" height="${height + EDGE}" ${box}>${paper}${marks.join("")}${notes.join("")}</svg>`;
}

/** The strip as a file; null while there is none, or where the browser cannot draw it. */
export async function stripFile(state: AppState, kind: "svg" | "png"): Promise<NamedFile | null> {
  const svg = stripSvg(state);
  if (svg === null) return null;
  const blob = kind === "svg" ? new Blob([svg], { type: "image/svg+xml" }) : await pngOfSvg(svg);
  return blob === null ? null : { name: fileName(state.session, `tokens.${kind}`), blob };
}
