/** A formula on one line of text: `_{…}` is a subscript, `^{…}` a superscript. */
const SHIFTED = /([_^]\{[^}]*\})/u;

function Piece({ text }: { text: string }) {
  const inner = text.slice(2, -1);
  if (text.startsWith("_{")) return <sub>{inner}</sub>;
  return text.startsWith("^{") ? <sup>{inner}</sup> : text;
}

export function Formula({ text }: { text: string }) {
  return (
    <span className="formula">
      {text.split(SHIFTED).map((piece, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never change places.
        <Piece key={at} text={piece} />
      ))}
    </span>
  );
}
