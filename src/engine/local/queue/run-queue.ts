/**
 * One queue for everything that touches ONNX Runtime. Overlapping calls on its WebGPU build corrupt memory or hang the
 * worker (onnxruntime issues 29851, 32561, 32587): each call waits for the one before it, whatever became of that one.
 */
export interface RunQueue {
  enter<T>(work: () => Promise<T>): Promise<T>;
}

export function createRunQueue(): RunQueue {
  let last: Promise<unknown> = Promise.resolve();
  return {
    enter(work) {
      const result = last.then(work);
      last = result.catch(() => undefined);
      return result;
    },
  };
}
