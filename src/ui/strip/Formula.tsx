/** A formula in one line of text: what `_{…}` holds stands lower. */
export function Formula({ text }: { text: string }) {
  const pieces = text.split(/_\{([^}]*)\}/);
  return (
    <span className="formula">
      {pieces.map((piece, at) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never change places.
        at % 2 === 1 ? <sub key={at}>{piece}</sub> : <span key={at}>{piece}</span>,
      )}
    </span>
  );
}
