/** A formula on one line of text: `_{…}` is a subscript, `^{…}` a superscript. */
const SHIFTED = /([_^]\{[^}]*\})/u;

function Piece({ text }: { text: string }) {
  const inner = text.slice(2, -1);
  if (text.startsWith("_{")) return <sub>{inner}</sub>;
  return text.startsWith("^{") ? <sup>{inner}</sup> : text;
}

interface FormulaProps {
  readonly text: string;
  readonly className?: string;
}

export function Formula({ text, className = "formula" }: FormulaProps) {
  return (
    <span className={className}>
      {text.split(SHIFTED).map((piece, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never change places.
        <Piece key={at} text={piece} />
      ))}
    </span>
  );
}
