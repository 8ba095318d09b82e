/** One token of the strip: its text on the signal's colour, and below it the teacher's alternative. */
import { type CSSProperties, memo } from "react";
import { type Glyph, glyphs, spoken } from "../shared/format.ts";
import { OTHER_INK_FROM } from "../styles/marks.ts";

interface TokenProps {
  readonly index: number;
  readonly text: string;
  /** Strength of the colour, 0 to 1; null where there is no value. */
  readonly strength: number | null;
  /** Direction of the colour. */
  readonly tone: string;
  /** The value with its name and unit, such as "divergence 0.12 nats"; null where there is none. */
  readonly value: string | null;
  readonly teacherInstead: string | null;
  /** "selected" by the person, or only "shown" in the inspector. */
  readonly state: "selected" | "shown" | "plain";
  readonly tabStop: boolean;
  readonly onSelect: (index: number) => void;
}

/** A single character for white space may be faint; a name in a character's place must be readable. */
function markClass({ text, mark }: Glyph): string | undefined {
  if (!mark) return undefined;
  return text.length === 1 ? "glyph-space" : "glyph-name";
}

export function Glyphs({ text }: { text: string }) {
  return glyphs(text).map((glyph, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never change places.
    <span key={at} className={markClass(glyph)}>
      {glyph.text}
    </span>
  ));
}

function label({ index, text, value, teacherInstead }: TokenProps): string {
  const parts = [`Token ${index + 1}: ${spoken(text)}`];
  if (value !== null) parts.push(value);
  if (teacherInstead !== null) parts.push(`the teacher prefers ${spoken(teacherInstead)}`);
  return parts.join(", ");
}

export const Token = memo(function Token(props: TokenProps) {
  const { index, strength, tone, state, tabStop, onSelect } = props;
  const style = strength === null ? undefined : ({ "--position": strength } as CSSProperties);
  return (
    <div
      className="token"
      role="option"
      aria-label={label(props)}
      aria-selected={state === "selected"}
      data-state={state}
      data-measured={strength !== null}
      data-tone={tone}
      data-ink={strength !== null && strength >= OTHER_INK_FROM ? "other" : "same"}
      tabIndex={tabStop ? 0 : -1}
      style={style}
      onPointerEnter={() => onSelect(index)}
      onFocus={() => onSelect(index)}
    >
      <span className="token-chip">
        <Glyphs text={props.text} />
      </span>
      <span className="token-instead">
        {props.teacherInstead !== null && <Glyphs text={props.teacherInstead} />}
      </span>
    </div>
  );
});
