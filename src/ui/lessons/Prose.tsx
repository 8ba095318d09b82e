/** The prose of a lesson: emphasis, formulas, tokens, and pointers that scroll to a part of the screen. */
import { Fragment } from "react";
import { formulaRuns, type Piece, piecesOf } from "../../lesson/prose.ts";
import { showPart } from "./use-pointing.ts";

export function Formula({ text }: { text: string }) {
  return (
    <span className="lesson-formula">
      {formulaRuns(text).map(({ at, text: run }, index) => {
        const key = `${index} ${run}`;
        if (at === "below") return <sub key={key}>{run}</sub>;
        return at === "above" ? <sup key={key}>{run}</sup> : <Fragment key={key}>{run}</Fragment>;
      })}
    </span>
  );
}

function PieceView({ piece }: { piece: Piece }) {
  switch (piece.kind) {
    case "plain":
      return piece.text;
    case "stressed":
      return <em>{piece.text}</em>;
    case "formula":
      return <Formula text={piece.text} />;
    case "token":
      return <code className="lesson-token">{piece.text}</code>;
    case "pointer":
      return (
        <button type="button" className="lesson-pointer" onClick={() => showPart(piece.part)}>
          {piece.text}
        </button>
      );
    default:
      return piece satisfies never;
  }
}

export function Prose({ text }: { text: string }) {
  return piecesOf(text).map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never change places.
    <PieceView key={index} piece={piece} />
  ));
}
