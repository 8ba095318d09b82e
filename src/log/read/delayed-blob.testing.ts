/** A blob whose bytes come when `ready` is settled, and not at all where that rejects. */
export function delayedBlob(text: string, ready: Promise<unknown>): Blob {
  const blob = new Blob([text]);
  const slice: Blob["slice"] = (...range) => {
    const part = Blob.prototype.slice.apply(blob, range);
    return Object.assign(part, {
      text: () => ready.then(() => Blob.prototype.text.call(part)),
      arrayBuffer: () => ready.then(() => Blob.prototype.arrayBuffer.call(part)),
    });
  };
  return Object.assign(blob, { slice });
}

/** A blob whose file is gone. */
export function lostBlob(text: string): Blob {
  const gone = Promise.reject(new DOMException("The file is gone.", "NotFoundError"));
  gone.catch(() => undefined);
  return delayedBlob(text, gone);
}
