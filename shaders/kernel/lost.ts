/** Whether a device is gone. */

/** Milliseconds. A loss is told by a promise of its own, often later than the failure of what was under way. */
const PATIENCE = 250;

/** Why a device was lost, waiting a little for the news where something on it has `failed`; null for one that lives. */
export async function lossOf(device: GPUDevice, failed: boolean): Promise<string | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), failed ? PATIENCE : 0);
  });
  const lost = device.lost.then(({ message, reason }) => (message === "" ? reason : message));
  try {
    return await Promise.race([lost, patience]);
  } finally {
    clearTimeout(timer);
  }
}
